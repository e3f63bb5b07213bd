"""Put together what runs on one machine without configuration: `up`, and one-process runs."""

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.adapters.brokers.in_process import InProcessBroker
from contractsai.adapters.clock import SystemClock
from contractsai.adapters.local_service.logs import Tell
from contractsai.adapters.local_service.program import Program
from contractsai.adapters.local_service.record import RunningService, ServiceRecord
from contractsai.adapters.local_service.service import WORKER_SECONDS, LocalService, choose_port
from contractsai.bootstrap.facts import learn_facts
from contractsai.bootstrap.services import Services, build_services
from contractsai.bootstrap.worker import build_shutdown
from contractsai.domain.ids import JobId
from contractsai.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

logger = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "contractsai.entrypoints.cli")
LONGEST_TICK_SECONDS: Final = 1.0
NO_TIME: Final = timedelta(0)


class LocalRun:
    """The service in this one process: the same use cases on the same rows, threads as workers."""

    def __init__(self, settings: Settings, *, workers: int) -> None:
        """Take the settings; no thread starts before `start`."""
        self._shutdown = build_shutdown(settings.model_copy(update={"shutdown_grace_seconds": 0}))
        self._broker = InProcessBroker(
            workers=workers, tick_seconds=min(settings.tick_seconds, LONGEST_TICK_SECONDS)
        )
        self.services: Services = build_services(
            settings, queue=self._broker, shutdown=self._shutdown
        )

    def prepare(self) -> None:
        """Make sure that documents can be analysed, before there is a job.

        Raises:
            UnsafeConfiguration: the schema is not this version's, or there is no such pipeline.
            AnalysisError: this machine cannot start an analysis process now.
        """
        self.services.prepare_database()
        logger.info(
            "pipeline loaded",
            extra={"event": "pipeline.loaded", "pipeline": self.services.host.pipeline},
        )

    def start(self, job_id: JobId) -> None:
        """Begin to run the documents of one job, and of no other."""

        def tick() -> None:
            self.services.rescue_expired()
            self.services.dispatch_job(job_id)

        run = partial(self.services.deliver_document, quantum=NO_TIME)  # one at a time is shown
        self._broker.start(run=run, tick=tick)

    @property
    def running(self) -> list[str]:
        """The ids of the documents that run now."""
        return list(self._broker.running)

    @property
    def is_broken(self) -> bool:
        """Whether a thread died of a defect, so that the job might never end."""
        return self._broker.is_broken

    def close(self, *, timeout_seconds: float = 2.0) -> None:
        """Give back what runs, and leave neither thread nor process."""
        self._shutdown.request()
        self._broker.stop(timeout_seconds=timeout_seconds)
        self.services.close()


def build_local_service(
    settings: Settings, *, workers: int | None, tell: Tell, is_verbose: bool = False
) -> LocalService:
    """Return the service as `contractsai up` runs it.

    Args:
        settings: of all its processes.
        workers: how many documents run at once; as the settings say if None.
        tell: takes one line for a person.
        is_verbose: tell all that the parts say, not only warnings.
    """
    return LocalService(
        settings.data_dir,
        host=settings.host,
        port=settings.port,
        broker=EmbeddedBroker(settings.data_dir) if settings.is_embedded else None,
        programs=lambda port: _programs(settings, port, workers),
        tell=tell,
        is_verbose=is_verbose,
    )


def _programs(settings: Settings, port: int, workers: int | None) -> Sequence[Program]:
    """Return the processes of ours; they read the rest of their settings as this one did."""
    concurrency = () if workers is None else ("--concurrency", str(workers))
    made = {"CONTRACTSAI_MAKE_DATA_DIR": "false"}
    # The rest is for the heartbeat that finds the grace over, and for the release it then writes.
    longest = max(0.0, WORKER_SECONDS - 1 - settings.heartbeat_seconds)
    grace = min(settings.shutdown_grace_seconds, longest)
    return (
        Program("api", (*COMMAND, "api", "--host", settings.host, "--port", str(port)), made),
        Program(
            "worker",
            (*COMMAND, "worker", *concurrency),
            {**made, "CONTRACTSAI_SHUTDOWN_GRACE_SECONDS": f"{grace:g}"},
        ),
        Program("beat", (*COMMAND, "beat"), made),
    )


def ensure_port_is_free(settings: Settings) -> None:
    """Return if the API can listen where the settings say.

    Raises:
        UnsafeConfiguration: somebody else does; the message names the way out.
    """
    choose_port(settings.host, settings.port, command="contractsai api")


def running_service(data_dir: Path) -> RunningService | None:
    """Return the service that `contractsai up` runs on a data directory, if there is one."""
    return ServiceRecord(data_dir).running()


def print_lines(
    lines: Iterable[Mapping[str, Any]], console: "Console", *, as_of: date | None = None
) -> None:
    """Show the lines of a report to a person at a terminal."""
    from contractsai.adapters.reports.terminal import print_report

    learn_facts()
    print_report(lines, console, as_of=as_of or SystemClock().now().date())
