"""`Agenda` on rows in this process' memory."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING, State


class MemoryAgenda:
    """`Agenda` in memory."""

    def __init__(
        self,
        jobs: Callable[[], Table[JobId, Job]],
        documents: Callable[[], Table[DocumentId, Document]],
    ) -> None:
        self._jobs = jobs  # asked each time: a transaction that ended has other tables
        self._documents = documents

    def jobs_due(self, now: datetime, *, limit: int) -> Sequence[JobId]:
        """Return jobs with something to send, the longest waiting first."""
        earliest: dict[JobId, datetime] = {}
        for document in self._documents().values():
            if document.state in WAITING and document.send_at <= now:
                seen = earliest.get(document.job_id, document.send_at)
                earliest[document.job_id] = min(seen, document.send_at)
        return sorted(earliest, key=lambda job_id: (earliest[job_id], job_id))[:limit]

    def documents_due(
        self, job_id: JobId, now: datetime, *, sent_before: bool, limit: int
    ) -> Sequence[Document]:
        """Return waiting documents whose `send_at` has come, by `send_at`, then path."""
        due = [
            document
            for document in self._of(job_id)
            if document.state in WAITING
            and document.send_at <= now
            and (document.dispatches > 0) == sent_before
        ]
        return sorted(due, key=lambda document: (document.send_at, document.path))[:limit]

    def next_document(self, job_id: JobId, now: datetime) -> Document | None:
        """Return a waiting document that may be claimed, one that nobody was told of first."""
        due = [
            document
            for document in self._of(job_id)
            if document.is_due(now) and (document.dispatches or document.send_at <= now)
        ]
        return min(due, key=lambda row: (row.dispatches, row.send_at, row.path), default=None)

    def lock_told(self, now: datetime, *, but: JobId) -> tuple[Job, Document] | None:
        """Return a document of another job that was told of: there is one writer at a time."""
        told = self.told(now, but=but)
        return self.with_job(told[0]) if told else None

    def documents_in_flight(self, job_id: JobId) -> int:
        """Return how many documents run, or wait with `dispatches` above 0."""
        return sum(
            document.state is State.RUNNING
            or (document.state in WAITING and document.dispatches > 0)
            for document in self._of(job_id)
        )

    def leases_expired(self, now: datetime, *, limit: int) -> Sequence[DocumentId]:
        """Return running documents whose lease has run out, the longest expired first."""
        expired = [row for row in self._documents().values() if row.is_abandoned(now)]
        expired.sort(key=lambda row: (row.lease_expires_at or now, row.id))
        return [document.id for document in expired[:limit]]

    def jobs_ended_before(
        self, instant: datetime, *, limit: int, state: State | None = None
    ) -> Sequence[JobId]:
        """Return jobs that ended before *instant*, the oldest first."""
        ended = [
            (job.ended_at, job.id)
            for job in self._jobs().values()
            if job.ended_at is not None and job.ended_at < instant
            if state in (None, job.state)
        ]
        return [job_id for _, job_id in sorted(ended)[:limit]]

    def oldest_unstarted(self) -> datetime | None:
        """Return when the oldest PENDING job was made."""
        waiting = [job.created_at for job in self._jobs().values() if job.state is State.PENDING]
        return min(waiting, default=None)

    def documents_running(self, *, limit: int) -> Sequence[Document]:
        """Return running documents, those that are to renew their lease first."""
        running = [row for row in self._documents().values() if row.state is State.RUNNING]
        running.sort(key=lambda row: (row.lease_expires_at or row.run_at, row.id))
        return running[:limit]

    def with_job(self, document: Document) -> tuple[Job, Document]:
        """Return the document's job, and the document."""
        job = self._jobs().get(document.job_id)
        if job is None:
            raise AssertionError(f"{document.id} has no job")
        return job, document

    def _of(self, job_id: JobId) -> Iterator[Document]:
        return (row for row in self._documents().values() if row.job_id == job_id)

    def told(self, now: datetime, *, but: JobId) -> list[Document]:
        """Return all that `lock_told` may return, in its order."""
        told = [
            document
            for document in self._documents().values()
            if document.job_id != but and document.is_due(now) and document.dispatches
        ]
        return sorted(told, key=lambda row: (row.send_at, row.id))
