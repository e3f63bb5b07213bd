"""Metrics put together: those of the API, and those of a worker."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from prometheus_client import start_http_server
from prometheus_client.exposition import generate_latest

from contractsai.adapters.metrics.events import EventCounter, count_events
from contractsai.adapters.metrics.rows import RowsCollector, Standing
from contractsai.adapters.metrics.table import EXPOSED, Source
from contractsai.adapters.metrics.tally import Tally
from contractsai.application.ports import Clock, Store
from contractsai.application.workers import workers_at

logger = logging.getLogger(__name__)


class ApiMetrics:
    """What the API tells Prometheus."""

    def __init__(
        self,
        *,
        store: Callable[[], Store],
        queues: Callable[[], Mapping[str, int]],
        clock: Clock,
    ) -> None:
        """Take whom to ask at each scrape."""
        self._store = store
        self._clock = clock
        self._tally = Tally(Source.API)
        self._counter: EventCounter | None = None
        self._tally.registry.register(RowsCollector(self._standing, queues))

    def start(self) -> None:
        """Count the events of this process from now on."""
        self._counter = count_events(self._tally)

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self._tally.registry)

    def close(self) -> None:
        """Count no more."""
        if self._counter is not None:
            logging.getLogger("contractsai").removeHandler(self._counter)

    def _standing(self) -> Standing:
        now = self._clock.now()
        with self._store().snapshot() as work:
            oldest = work.agenda.oldest_unstarted()
            return Standing(
                counts=work.jobs.load().counts,
                queue_age=timedelta(0) if oldest is None else max(timedelta(0), now - oldest),
                workers=tuple(workers_at(now, work)),
            )


class WorkerMetrics:
    """What a worker tells Prometheus, if its settings say where to listen."""

    def __init__(self) -> None:
        """Begin to count; before the pool forks, so that its children write into the same pipe."""
        self.hostname = EXPOSED
        self.tally = Tally(Source.WORKER)
        self.tally.share()
        count_events(self.tally)

    def serve(self, host: str, port: int, *, active: Callable[[], int]) -> int | None:
        """Answer scrapes from now on, in threads, and return the port; None if it is taken.

        Args:
            host: the address to listen on.
            port: 0 for any that is free.
            active: tells how many tasks run now.
        """
        self.tally.note("celery_worker_up", 1, hostname=self.hostname)
        self.tally.follow("celery_worker_tasks_active", active, hostname=self.hostname)
        try:
            server, _ = start_http_server(port, addr=host, registry=self.tally.registry)
        except OSError as error:
            logger.warning(
                "no metrics from this worker",
                extra={"event": "metrics.unavailable", "port": port, "reason": str(error)},
            )
            return None
        chosen = int(server.server_port)
        logger.info("metrics of this worker", extra={"event": "metrics.served", "port": chosen})
        return chosen
