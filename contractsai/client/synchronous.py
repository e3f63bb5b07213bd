"""The client, for programs that do one thing at a time."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from contractsai.client import asked
from contractsai.client.answers import (
    Document,
    DocumentDetail,
    Event,
    Job,
    JsonObject,
    ReportFormat,
    Review,
    Verdict,
)
from contractsai.client.errors import StillRunning
from contractsai.client.sending import Sender

PAUSE_SECONDS: Final = 1.0
"""Between two looks, where the service did not hold its answer back."""


class Client(Sender):
    """A service; safe from several threads. Close it, or use it as a context."""

    def __enter__(self) -> Self:
        """Do nothing: connections are made when they are needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the connections."""
        self.close()

    def submit(
        self, folder: Path | str, labels: Sequence[str] = (), *, idempotency_key: str | None = None
    ) -> Job:
        """Make a job of a folder of the service's machine: one, however often that is sent.

        Args:
            folder: absolute, below one of the service's allowed roots.
            labels: words to find the job by.
            idempotency_key: of your own, so that the request is the same one in another process
                as well; by default one for this call.
        """
        return self.ask(asked.submit(str(folder), labels, key=idempotency_key))

    def dry_run(self, folder: Path | str) -> JsonObject:
        """Return what a job of a folder would hold, skip and know already; none is made."""
        return self.ask(asked.dry_run(str(folder)))

    def job(self, job_id: str) -> Job:
        """Return a job as it stands."""
        return self.ask(asked.job(job_id))

    def wait(self, job_id: str, timeout: timedelta | None = None) -> Job:
        """Return a job once it has ended; the service holds its answers back until then.

        Raises:
            StillRunning: it has not, within *timeout*.
        """
        deadline = math.inf if timeout is None else time.monotonic() + timeout.total_seconds()
        while True:
            left = deadline - time.monotonic()
            job = self.ask(asked.job(job_id, wait_seconds=min(left, asked.LONGEST_WAIT)))
            if job["ended_at"] is not None:
                return job
            left = deadline - time.monotonic()
            if left <= 0:
                raise StillRunning(job)
            self._sleep(min(PAUSE_SECONDS, left))

    def jobs(self, **filters: object) -> Iterator[Job]:
        """Yield all jobs, the newest first, asked for in pages.

        Args:
            filters: as `GET /jobs` takes them: ``state``, ``label``, ``folder``, ``q``,
                ``created_after``, ``created_before``, ``has_failures``, ``order_by``, ``limit`` (of
                a page).
        """
        return self.pages(asked.jobs(filters))

    def documents(self, job_id: str) -> Iterator[Document]:
        """Yield the documents of a job by their paths, asked for in pages."""
        return self.pages(asked.documents(job_id))

    def document(
        self,
        job_id: str,
        document_id: str,
        *,
        with_text: bool = False,
        with_candidates: bool = False,
    ) -> DocumentDetail:
        """Return a document, and what was found in it."""
        wanted = asked.document(
            job_id, document_id, with_text=with_text, with_candidates=with_candidates
        )
        return self.ask(wanted)

    def events(self, job_id: str, *, last_event_id: str | None = None) -> Iterator[Event]:
        """Yield what changes in a job until it has ended, beginning with how it stands.

        A stream that breaks off is taken up again, by any replica, without loss or repeat.
        """
        return self.follow(asked.get(f"{asked.place(job_id)}/events"), last_event_id)

    def all_events(self, *, last_event_id: str | None = None) -> Iterator[Event]:
        """Yield what changes in any job, without an end."""
        return self.follow(asked.get("/events"), last_event_id)

    def cancel(self, job_id: str) -> Job:
        """Cancel what waits now, and what runs within moments."""
        return self.ask(asked.act(job_id, "cancel"))

    def retry(self, job_id: str) -> Job:
        """Try again what FAILED or was CANCELLED in an ended job."""
        return self.ask(asked.act(job_id, "retry"))

    def retry_document(self, job_id: str, document_id: str) -> Job:
        """Try one document again."""
        return self.ask(asked.act(job_id, "retry", document_id))

    def delete(self, job_id: str) -> None:
        """Delete an ended job; reviews stay."""
        self.ask(asked.Asked("DELETE", asked.place(job_id)))

    def report(
        self,
        job_id: str,
        target: Path | BinaryIO,
        report_format: ReportFormat = "jsonl",
        *,
        with_text: bool = False,
        with_candidates: bool = False,
        as_of: date | None = None,
        partial: bool = False,
    ) -> None:
        """Write the report to a file or a binary stream.

        A download that breaks off goes on from there, if it is the same report still.

        Args:
            job_id: whose.
            target: a path, whose file is replaced, or a stream, which stays open.
            report_format: for programs, or ``xlsx`` and ``html`` for people.
            with_text: include the text that offsets refer to.
            with_candidates: include findings of band unlikely.
            as_of: the day by which ``xlsx`` and ``html`` call a date past or near.
            partial: while the job runs, take what has ended; else it is refused then.
        """
        wanted = asked.report(
            job_id,
            report_format,
            with_text=with_text,
            with_candidates=with_candidates,
            as_of=as_of,
            partial=partial,
        )
        self._save(wanted, target)

    def calendar(self, job_id: str, target: Path | BinaryIO, *, as_of: date | None = None) -> None:
        """Write the deadlines as a calendar file."""
        self._save(asked.get(f"{asked.place(job_id)}/calendar.ics", {"as_of": as_of}), target)

    def export_reviews(self, target: Path | BinaryIO, *, with_history: bool = False) -> None:
        """Write the verdicts that hold, or all there ever were, as JSON Lines."""
        self._save(asked.get("/reviews/export", {"history": with_history}), target)

    def deadlines(self, job_id: str, *, as_of: date | str | None = None) -> JsonObject:
        """Return what is due as of a day, by default today."""
        return self.ask(asked.get(f"{asked.place(job_id)}/deadlines", {"as_of": as_of}))

    def register(self, job_id: str, *, as_of: date | str | None = None) -> JsonObject:
        """Return a row for each contract."""
        return self.ask(asked.get(f"{asked.place(job_id)}/register", {"as_of": as_of}))

    def near_duplicates(self, job_id: str) -> Iterator[JsonObject]:
        """Yield groups of documents that are nearly the same."""
        return self.pages(asked.near_duplicates(job_id))

    def search(self, **question: object) -> JsonObject:
        """Return a page of the documents that meet a question, as `GET /search` takes it."""
        return self.ask(asked.get("/search", question))

    def review(
        self,
        job_id: str,
        document_id: str,
        finding_id: str,
        verdict: Verdict,
        *,
        member: str | None = None,
        expected: int | None = None,
        normal: object = None,
        text: str | None = None,
        value: str | None = None,
        by: str | None = None,
        note: str | None = None,
    ) -> Review:
        """Say something of a finding; it holds for that content wherever it is.

        Args:
            job_id: whose report has it.
            document_id: of the list of documents.
            finding_id: as in the report.
            verdict: ``accepted``, ``corrected``, ``rejected``, or ``open`` to take it back.
            member: as in the report, for a document inside a file.
            expected: how many reviews the finding must have; refused if somebody was quicker.
            normal: what is right instead, in the form of the report.
            text: the same as a person writes it.
            value: what people read; by default it follows.
            by: who says so.
            note: why.
        """
        said = {"normal": normal, "text": text, "value": value, "by": by, "note": note}
        wanted = asked.review(
            job_id,
            document_id,
            finding_id,
            {"verdict": verdict, **said},
            member=member,
            expected=expected,
        )
        return self.ask(wanted)

    def reviews(
        self, job_id: str, document_id: str, finding_id: str, *, member: str | None = None
    ) -> list[Review]:
        """Return all verdicts on a finding, the oldest first."""
        found = self.ask(asked.reviews(job_id, document_id, finding_id, member))
        return list(found["reviews"])

    def annotate(
        self,
        job_id: str,
        document_id: str,
        fields: Mapping[str, Any],
        *,
        expected: int,
        by: str | None = None,
        member: str | None = None,
    ) -> JsonObject:
        """Keep an owner, a tag, a note and the like beside a contract, of version *expected*."""
        body = {"fields": fields} if by is None else {"fields": fields, "by": by}
        wanted = asked.annotate(job_id, document_id, body, member=member, expected=expected)
        return self.ask(wanted)

    def workers(self) -> list[JsonObject]:
        """Return the workers."""
        return list(self.ask(asked.get("/workers"))["workers"])

    def drain(self, worker: str) -> JsonObject:
        """Have a worker claim no more."""
        return self.ask(asked.post(f"/workers/{asked.quoted(worker)}/drain"))

    def ready(self) -> JsonObject:
        """Return what the service says of itself while it can take jobs, and raise if it cannot."""
        return self.ask(asked.get("/readyz"))

    def _save(self, wanted: asked.Asked[bytes], target: Path | BinaryIO) -> None:
        if not isinstance(target, Path):
            self.download(wanted, target)
            return
        with target.open("wb") as stream:
            self.download(wanted, stream)
