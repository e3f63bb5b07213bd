"""The jobs a command works on: those of a service that runs, else those of the database."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from contractsai.application.report import ReportRequest
from contractsai.domain.errors import ContractsAIError
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.output import View, say

if TYPE_CHECKING:
    from rich.console import Console

    from contractsai.settings import Settings

KEY_VARIABLE: Final = "CONTRACTSAI_API_KEY"
_START_SECONDS: Final = 30.0  # for a service that is just starting
_POLL_SECONDS: Final = 0.2


class Jobs(Protocol):
    """The jobs, wherever they are; all ids are texts, all forms are the API's."""

    def submit(self, folder: Path | str, labels: Sequence[str] = ()) -> View:
        """Make a job of an absolute folder, or of one by its URL, and return it."""
        ...

    def dry_run(self, folder: Path | str) -> View:
        """Return what a job of a folder would hold, without making one."""
        ...

    def get(self, job_id: str) -> View:
        """Return a job."""
        ...

    def page(self, limit: int, *, label: str | None = None) -> list[View]:
        """Return up to *limit* jobs, or those with a label, newest first."""
        ...

    def documents(self, job_id: str) -> Iterator[View]:
        """Yield the job's documents by path."""
        ...

    def current(self, job_id: str) -> str | None:
        """Return the path of a document that runs now, if that is cheap to know."""
        ...

    def trouble(self, job: View) -> str | None:
        """Return why a job does not get on now and what to do about it, or None if all is well."""
        ...

    def deadlines(self, job_id: str, as_of: str | None) -> View:
        """Return what is due as of a day, by default today."""
        ...

    def near_duplicates(self, job_id: str) -> Iterator[View]:
        """Yield groups of a job's documents that are nearly the same."""
        ...

    def search(self, asked: View, limit: int) -> View:
        """Return the first page of what meets a question, in the API's terms."""
        ...

    def cancel(self, job_id: str) -> View:
        """Cancel what waits, flag what runs, and return the job."""
        ...

    def retry(self, job_id: str) -> View:
        """Try again what did not complete, and return the job."""
        ...

    def delete(self, job_id: str) -> None:
        """Forget an ended job, with its documents and its report."""
        ...

    def write_report(self, wanted: ReportRequest, stream: BinaryIO) -> None:
        """Write the report; *stream* stays open."""
        ...

    def write_calendar(self, job_id: str, as_of: date | None, stream: BinaryIO) -> None:
        """Write the calendar file as of a day, by default today; *stream* stays open."""
        ...

    def print_report(self, job_id: str, console: "Console", *, as_of: date | None = None) -> None:
        """Show the report to a person."""
        ...

    def review(
        self,
        job_id: str,
        document_id: str,
        finding: str,
        member: str | None,
        body: View,
        *,
        expected: int | None = None,
    ) -> View:
        """Append a verdict, in the API's form, and return it with all that is known of it.

        *expected* is how many reviews the finding must have; None for whatever there are.
        """
        ...

    def reviews(
        self, job_id: str, document_id: str, finding: str, member: str | None
    ) -> list[View]:
        """Return all verdicts on a finding, the oldest first."""
        ...

    def register(self, job_id: str, as_of: str | None) -> View:
        """Return the register of a job as of a day, by default today."""
        ...

    def annotate(
        self, job_id: str, document_id: str, member: str | None, body: View, *, expected: int
    ) -> View:
        """Write fields beside a contract whose version must be *expected*, and return them all."""
        ...

    def workers(self) -> list[View]:
        """Return the workers, those that are there first."""
        ...

    def drain(self, worker: str) -> View:
        """Ask a worker, by name or id, to claim no more, and return it."""
        ...

    def export_reviews(self, stream: BinaryIO, *, with_history: bool) -> None:
        """Write all reviews as JSON Lines; *stream* stays open."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


@contextlib.contextmanager
def opened_jobs(url: str | None) -> Iterator[Jobs]:
    """Yield the jobs of the service at *url*, of the one on this data directory, or the rows."""
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = None if url else read_settings()
    where = url or (service_url(settings) if settings else None)
    with contextlib.closing(_of_service(where) if where else _of_database(settings)) as jobs:
        yield jobs


@contextlib.contextmanager
def opened_for_analysis(
    folder: Path | str,
    *,
    url: str | None,
    is_local: bool,
    workers: int | None,
    playbook: Path | None = None,
) -> Iterator[Jobs]:
    """Yield where *folder* is to be analysed: by a service that runs, else in this process.

    Raises:
        CommandFailed: a playbook was given for a service, which has one of its own.
    """
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = None if url else read_settings(playbook=playbook)
    where = url or (service_url(settings) if settings and not is_local else None)
    if where and playbook:
        raise CommandFailed(
            f"The service at {where} goes by the playbook it was started with, "
            "CONTRACTSAI_PLAYBOOK. To go by another one, analyse in this process: "
            f"contractsai analyze --local --playbook {playbook} {folder}",
            code=Exit.USAGE,
        )
    if where:
        jobs = _of_service(where)
    else:
        jobs = _of_this_process(settings or read_settings(), folder, workers)
    with contextlib.closing(jobs):
        yield jobs


def service_url(settings: "Settings") -> str | None:
    """Return where the service on the data directory answers, once it does; None without one.

    Raises:
        CommandFailed: it has been starting for too long.
    """
    from contractsai.bootstrap.local import running_service

    deadline = time.monotonic() + _START_SECONDS
    while (service := running_service(settings.data_dir)) is not None:
        if service.url:
            return service.url
        if time.monotonic() > deadline:
            raise CommandFailed(
                "A service is starting on this data directory and does not get ready. Look at "
                f"its log files, or stop it and repeat: ls {settings.data_dir / 'logs'}"
            )
        time.sleep(_POLL_SECONDS)
    return None


def _of_service(url: str) -> Jobs:
    from contractsai.entrypoints.cli.backends.service import HttpJobs

    return HttpJobs(url, key=os.environ.get(KEY_VARIABLE))


def _of_database(settings: "Settings | None") -> Jobs:
    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.backends.database import DatabaseJobs
    from contractsai.entrypoints.cli.configuration import read_settings

    services = build_services(settings or read_settings())
    services.prepare_database()
    return DatabaseJobs(services)


def _of_this_process(settings: "Settings", folder: Path | str, workers: int | None) -> Jobs:
    """Return jobs that run here, with *folder* allowed because its owner named it."""
    from contractsai.bootstrap.local import LocalRun, running_service
    from contractsai.entrypoints.cli.backends.this_process import LocalRunJobs

    changes: dict[str, object] = {"allowed_roots": (folder, *settings.allowed_roots)}
    if running_service(settings.data_dir) is not None:
        apart = settings.data_dir / "local.db"
        changes["database_url"] = _secret(f"sqlite:///{apart}")
        say(f"A service runs on this data directory, so this run keeps its rows apart, in {apart}.")
    run = LocalRun(
        settings.model_copy(update=changes),
        workers=workers or settings.concurrency or os.cpu_count() or 1,
    )
    try:
        run.prepare()
    except ContractsAIError:
        run.close()
        raise
    return LocalRunJobs(run)


def _secret(text: str) -> object:
    from pydantic import SecretStr

    return SecretStr(text)
