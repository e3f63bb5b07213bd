"""The adapters that the settings name, made when first needed."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from contractsai.adapters.clock import StoreClock, SystemClock
from contractsai.adapters.shutdown import SharedShutdown
from contractsai.adapters.stores.audited import AuditedStore
from contractsai.application import claim
from contractsai.application.ports import (
    AnalysisHost,
    Clock,
    Closeable,
    DocumentQueue,
    Shutdown,
    Source,
    Store,
)
from contractsai.bootstrap.facts import learn_facts
from contractsai.bootstrap.sources import build_source
from contractsai.bootstrap.worker import build_attempt_settings
from contractsai.domain.errors import QueueUnavailable
from contractsai.plugins import load_store_kind
from contractsai.settings import Settings


class Adapters:
    """What use cases ask of the world; each part is made when first needed."""

    def __init__(
        self,
        settings: Settings,
        *,
        queue: DocumentQueue | None = None,
        shutdown: Shutdown | None = None,
        limit_errors: Sequence[type[Exception]] = (),
    ) -> None:
        """Take the settings.

        Args:
            settings: read once, by the entry point.
            queue: another queue than Celery's, for one-process runs.
            shutdown: how a worker learns that it is going away; none for those who are no worker.
            limit_errors: what the worker's pool raises in a run at a time limit of its own.
        """
        self.settings = settings
        learn_facts()
        self.clock: Clock = StoreClock(lambda: self.store.now(), system=SystemClock())  # noqa: PLW0108 - made when first used
        self.source: Source = build_source(settings)
        self._given_queue = queue
        self._limit_errors = limit_errors
        self.shutdown: Shutdown = shutdown or SharedShutdown(grace_seconds=0)

    @cached_property
    def store(self) -> Store:
        """The database."""
        url = self.settings.store_url
        return AuditedStore(load_store_kind(url).open(url))

    @cached_property
    def queue(self) -> DocumentQueue:
        """The broker."""
        if self._given_queue is not None:
            return self._given_queue
        from contractsai.adapters.brokers.celery.queue import CeleryQueue
        from contractsai.bootstrap.celery import build_celery

        return CeleryQueue(build_celery(self.settings))

    def queue_lengths(self) -> Mapping[str, int]:
        """Return how many messages wait in each queue; the broker is asked now.

        Raises:
            QueueUnavailable: it does not answer, or documents go round without one.
        """
        from contractsai.adapters.brokers.celery.queue import CeleryQueue

        if not isinstance(self.queue, CeleryQueue):
            raise QueueUnavailable("there is no broker: documents stay in this process")
        return self.queue.lengths()

    @cached_property
    def host(self) -> AnalysisHost:
        """The supervisor of the analysis processes."""
        from contractsai.bootstrap.analysis import build_host

        return build_host(self.settings, limit_errors=self._limit_errors)

    @cached_property
    def attempt_settings(self) -> claim.AttemptSettings:
        """The conditions under which this process holds documents."""
        return build_attempt_settings(self.settings, shutdown=self.shutdown)

    def close(self) -> None:
        """Stop the analysis processes and let go of connections."""
        for name in ("host", "queue", "store"):
            made = self.__dict__.get(name)
            if isinstance(made, Closeable):
                made.close()
