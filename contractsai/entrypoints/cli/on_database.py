"""`Jobs` straight on the database, for when no service runs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from contractsai.bootstrap import Services
from contractsai.domain.ids import JobId
from contractsai.entrypoints.cli.output import View
from contractsai.entrypoints.views import document_view, job_view

if TYPE_CHECKING:
    from rich.console import Console

PAGE: Final = 500


class DatabaseJobs:
    """`Jobs` through the use cases; what it submits or reopens waits for a service."""

    def __init__(self, services: Services) -> None:
        """Take the services; they are closed with this object."""
        self._services = services

    def submit(self, folder: Path) -> View:
        """Store a job."""
        return job_view(self._services.submit_job(str(folder)))

    def get(self, job_id: str) -> View:
        """Return a job."""
        return job_view(self._services.read_job(JobId(job_id)))

    def page(self, limit: int) -> list[View]:
        """Return the newest jobs."""
        return [job_view(job) for job in self._services.read_jobs(limit=limit)]

    def documents(self, job_id: str) -> Iterator[View]:
        """Yield the documents, read in pages."""
        after: str | None = None
        while True:
            page = self._services.read_documents(JobId(job_id), limit=PAGE, after=after)
            yield from map(document_view, page)
            if len(page) < PAGE:
                return
            after = page[-1].path

    def current(self, job_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Return None: the rows are not asked for what changes every moment."""
        return None

    def cancel(self, job_id: str) -> View:
        """Cancel the job."""
        return job_view(self._services.cancel_job(JobId(job_id)))

    def retry(self, job_id: str) -> View:
        """Reopen the job; a service's relay finds it."""
        return job_view(self._services.reopen_job(JobId(job_id)))

    def write_report(
        self,
        job_id: str,
        report_format: str,
        stream: BinaryIO,
        *,
        with_text: bool,
        with_candidates: bool,
        as_of: date | None = None,
    ) -> None:
        """Write the report."""
        self._services.write_report(
            JobId(job_id),
            report_format,
            stream,
            with_text=with_text,
            with_candidates=with_candidates,
            as_of=as_of,
        )

    def print_report(self, job_id: str, console: "Console", *, as_of: date | None = None) -> None:
        """Show the report."""
        self._services.print_report(JobId(job_id), console, as_of=as_of)

    def close(self) -> None:
        """Close the services."""
        self._services.close()
