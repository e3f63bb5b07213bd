"""``contractsai watch``: what is new in a folder becomes a job."""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.labels import checked_labels

if TYPE_CHECKING:
    from contractsai.application.submit import Submission
    from contractsai.domain.errors import ContractsAIError

logger = logging.getLogger(__name__)

STEP_SECONDS: Final = 0.2
"""How soon a signal is noticed while nothing is done."""

Look = Callable[[], "Submission | None"]


@click.command()
@click.argument("folder")
@click.option(
    "--settle",
    "settle_seconds",
    type=click.FloatRange(min=0),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long a file must not have changed.",
)
@click.option(
    "--every",
    "every_seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=5,
    show_default=True,
    metavar="SECONDS",
    help="Between two looks.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="WORD",
    callback=checked_labels,
    help="Find the jobs by it: contractsai jobs list --label WORD. Repeatable.",
)
@click.option("--once", is_flag=True, help="End when all that is there has settled.")
def watch(
    folder: str,
    *,
    settle_seconds: float,
    every_seconds: float,
    labels: tuple[str, ...],
    once: bool,
) -> Exit:
    """Make a job of what is new in FOLDER, each time that it has settled, until told to stop.

    The first time, all that is there is new. A file that changes is new again. What was taken
    stands in the database: watchers may be killed, and several may watch the same folder.

    Runs where a worker runs, with the same environment. Workers do the work: contractsai up, or
    contractsai worker.
    """
    from contractsai.bootstrap.services import build_services
    from contractsai.bootstrap.watch import build_pulse, build_watch
    from contractsai.domain.errors import AdapterError
    from contractsai.entrypoints.cli.analyze import checked_folder
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.up import stop_requests
    from contractsai.observability import JSON, configure

    settings = read_settings()
    place = str(checked_folder(folder, command="watch"))
    is_json = settings.log_format == JSON
    if is_json:
        configure("INFO", form=JSON)
    with stop_requests() as requests, contextlib.closing(build_services(settings)) as services:
        services.prepare_database()
        watcher = build_watch(
            services, place, settle=timedelta(seconds=settle_seconds), labels=labels
        )

        def look() -> "Submission | None":
            submission = watcher.look()
            if submission is not None:
                with contextlib.suppress(AdapterError):  # the rows have it; the relay comes
                    services.announce(submission.told)
            return submission

        round_ = Round(look, place, is_quiet=is_json, is_patient=not once)
        pulse = build_pulse(settings)
        round_.begin()
        while not requests:
            pulse.beat()
            round_.go()
            if once and watcher.is_settled:
                break
            rest(every_seconds, requests)
    return Exit.DONE


class Round:
    """Looks again and again, and tells of what came of it."""

    def __init__(self, look: Look, folder: str, *, is_quiet: bool, is_patient: bool) -> None:
        """Take what to do, and for which folder.

        Args:
            look: makes a job of what is new.
            folder: for what is told.
            is_quiet: leaves it to the log, which programs read.
            is_patient: goes on after a look that failed, but for the first.
        """
        self._look = look
        self._folder = folder
        self._is_quiet = is_quiet
        self._is_patient = is_patient
        self._trouble: str | None = None
        self._has_looked = False

    def begin(self) -> None:
        """Tell what is done here."""
        self._say(f"Watching {self._folder}. Stop: Ctrl-C")

    def go(self) -> None:
        """Look once.

        Raises:
            CommandFailed: the folder is not allowed, and it is the first time.
            ContractsAIError: likewise something else: whoever started this should know.
        """
        from contractsai.domain.errors import ContractsAIError, FolderNotAllowed

        try:
            submission = self._look()
        except ContractsAIError as error:
            if self._has_looked and self._is_patient:
                self._wait(error)
                return
            if isinstance(error, FolderNotAllowed):
                allow = f"export CONTRACTSAI_ALLOWED_ROOTS={self._folder}"
                raise CommandFailed(f"{error}. Allow it, here and for workers: {allow}") from error
            raise
        self._has_looked = True
        if self._trouble is not None:
            self._trouble = None
            self._say("It goes on.")
            logger.info("watching goes on", extra={"event": "watch.goes_on"})
        if submission is not None:
            job = submission.job
            self._say(f"Job {job.id}: {job.counts.total} new files in {self._folder}")

    def _wait(self, error: "ContractsAIError") -> None:
        """Tell why nothing is done, once for as long as it is the same."""
        from contractsai.entrypoints.cli.explain import explain

        trouble = str(explain(error, command=f"contractsai watch {self._folder}"))
        if trouble != self._trouble:
            self._trouble = trouble
            self._say(f"Waiting. {trouble}")
            fields = {"event": "watch.waits", "reason": type(error).__name__}
            logger.warning("watching waits", extra=fields)

    def _say(self, line: str) -> None:
        if not self._is_quiet:
            click.echo(line)


def rest(seconds: float, requests: Sequence[int]) -> None:
    """Return after *seconds*, or soon after a request to stop."""
    until = time.monotonic() + seconds
    while not requests and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, STEP_SECONDS))
