"""`Jobs` straight on the database, for when no service runs."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from contractsai.application.annotate import Beside
from contractsai.application.duplicates import Place
from contractsai.application.json_lines import json_lines
from contractsai.application.ports import JobFilter
from contractsai.application.report import ReportRequest
from contractsai.application.review import Opinion
from contractsai.application.review import Place as Reviewed
from contractsai.bootstrap.services import Services
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.review import Verdict
from contractsai.domain.search import SearchQuery
from contractsai.entrypoints.cli.explain import trouble
from contractsai.entrypoints.cli.output import View
from contractsai.entrypoints.dry_run_view import dry_run_view
from contractsai.entrypoints.stalls import stall_view, told_of
from contractsai.entrypoints.views import (
    annotation_view,
    deadlines_view,
    document_view,
    hit_view,
    job_view,
    near_view,
)
from contractsai.entrypoints.worker_views import sighting_view, worker_view

if TYPE_CHECKING:
    from rich.console import Console

PAGE: Final = 500
GROUPS: Final = 10


class DatabaseJobs:
    """`Jobs` through the use cases; what it submits or reopens waits for a service."""

    def __init__(self, services: Services) -> None:
        """Take the services; they are closed with this object."""
        self._services = services

    def submit(self, folder: Path | str, labels: Sequence[str] = ()) -> View:
        """Store a job."""
        return job_view(self._services.submit_job(str(folder), labels=labels).job)

    def dry_run(self, folder: Path | str) -> View:
        """Look at the folder."""
        return dry_run_view(str(folder), self._services.views.dry_run(str(folder)))

    def get(self, job_id: str) -> View:
        """Return a job."""
        return job_view(self._services.read_job(JobId(job_id)))

    def page(self, limit: int, *, label: str | None = None) -> list[View]:
        """Return the newest jobs."""
        wanted = JobFilter(label=label)
        return [job_view(job) for job in self._services.read_jobs(limit=limit, wanted=wanted)]

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

    def trouble(self, job: View) -> str | None:
        """Return what is wrong with the database, or keeps workers from what waits."""
        if found := self._of_database():
            return found
        stall = self._services.views.stall()
        return told_of(stall_view(stall) if stall else None, job)

    def _of_database(self) -> str | None:
        return trouble(self._services.check_database, command="contractsai jobs list")

    def deadlines(self, job_id: str, as_of: str | None) -> View:
        """Return what is due."""
        day = date.fromisoformat(as_of) if as_of else self._services.clock.now().date()
        return deadlines_view(day, *self._services.reports.deadlines(JobId(job_id), day))

    def near_duplicates(self, job_id: str) -> Iterator[View]:
        """Yield the groups, read in pages."""
        after: Place | None = None
        while True:
            page = self._services.near_duplicates(JobId(job_id), limit=GROUPS, after=after)
            yield from map(near_view, page)
            if len(page) < GROUPS:
                return
            after = page[-1].place

    def search(self, asked: View, limit: int) -> View:
        """Look through the database."""
        given = dict(asked)
        if "ends_before" in given:
            given["ends_before"] = date.fromisoformat(given["ends_before"])
        hits = self._services.search(SearchQuery.of(**given), limit=limit + 1)
        return {"hits": [hit_view(hit) for hit in hits[:limit]], "is_whole": len(hits) <= limit}

    def cancel(self, job_id: str) -> View:
        """Cancel the job."""
        return job_view(self._services.cancel_job(JobId(job_id)))

    def retry(self, job_id: str) -> View:
        """Reopen the job; a service's relay finds it."""
        return job_view(self._services.retry_job(JobId(job_id)))

    def delete(self, job_id: str) -> None:
        """Delete the job."""
        self._services.delete_job(JobId(job_id))

    def write_report(self, wanted: ReportRequest, stream: BinaryIO) -> None:
        """Write the report."""
        self._services.reports.write(wanted, stream)

    def write_calendar(self, job_id: str, as_of: date | None, stream: BinaryIO) -> None:
        """Write the calendar file."""
        day = as_of or self._services.clock.now().date()
        self._services.reports.write_calendar(JobId(job_id), stream, as_of=day)

    def print_report(self, job_id: str, console: "Console", *, as_of: date | None = None) -> None:
        """Show the report."""
        self._services.reports.show(JobId(job_id), console, as_of=as_of)

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
        """Append a verdict."""
        place = Reviewed(JobId(job_id), DocumentId(document_id), finding, member)
        opinion = Opinion(**{**body, "verdict": Verdict(body["verdict"])})
        numbers = None if expected is None else [expected]
        return self._services.reviews.add(place, opinion, expected=numbers).to_json()

    def reviews(
        self, job_id: str, document_id: str, finding: str, member: str | None
    ) -> list[View]:
        """Return all verdicts on a finding."""
        place = Reviewed(JobId(job_id), DocumentId(document_id), finding, member)
        return [review.to_json() for review in self._services.reviews.of(place)]

    def workers(self) -> list[View]:
        """Return the workers."""
        return list(map(sighting_view, self._services.workers.read()))

    def drain(self, worker: str) -> View:
        """Ask a worker to claim no more."""
        return worker_view(self._services.workers.drain(worker))

    def register(self, job_id: str, as_of: str | None) -> View:
        """Return the register."""
        day = date.fromisoformat(as_of) if as_of else None
        return self._services.register.read(JobId(job_id), day)

    def annotate(
        self, job_id: str, document_id: str, member: str | None, body: View, *, expected: int
    ) -> View:
        """Write fields beside a contract."""
        beside = Beside(JobId(job_id), DocumentId(document_id), member)
        kept = self._services.register.annotate(
            beside, body["fields"], by=body.get("by"), expected=[expected]
        )
        return annotation_view(kept)

    def export_reviews(self, stream: BinaryIO, *, with_history: bool) -> None:
        """Write all reviews."""
        reviews = self._services.reviews.export(with_history=with_history)
        for line in json_lines(review.to_json() for review in reviews):
            stream.write(line)

    def close(self) -> None:
        """Close the services."""
        self._services.close()
