"""Change a job: lock it, read again, decide, save, recount, commit: the one way that rows change.

Whoever changes a document holds its job, so that the job's counts and state follow from its
documents at every commit: `docs/architecture.md`, "Concurrency".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job


@dataclass(slots=True)
class JobChange:
    """A job that nobody else can change meanwhile; what is not committed has not happened.

    Attributes:
        work: the transaction.
        job: as it was locked, then as it was saved last.
        now: the instant of the change, taken under the lock.
    """

    work: UnitOfWork
    job: Job
    now: datetime

    def save(self, documents: Sequence[Document]) -> None:
        """Write documents of the job, and the job as it follows from all of them.

        Raises:
            StaleRow: one was changed since it was read; nothing must be committed.
        """
        self.work.documents.save(documents)
        self.job = recount(self.work, self.job, self.now)

    def mark(self, documents: Sequence[Document]) -> None:
        """Write documents whose state stays as it is: who was told of them, and when again."""
        self.work.documents.save(documents)

    def commit(self) -> None:
        """Make the change last.

        Raises:
            StoreUnavailable: the outcome is unknown; nothing may be assumed.
        """
        self.work.commit()


@contextmanager
def changing_job(job_id: JobId, *, store: Store, clock: Clock) -> Iterator[JobChange]:
    """Return the job, locked until the block ends.

    Raises:
        JobNotFound: there is none.
    """
    with store.begin() as work:
        job = work.jobs.lock(job_id)
        yield JobChange(work, job, clock.now())


@contextmanager
def changing_document(
    document_id: DocumentId, *, store: Store, clock: Clock
) -> Iterator[tuple[JobChange, Document]]:
    """Return the document's job, locked until the block ends, and the document as it is now.

    Raises:
        DocumentNotFound: there is none; it may have been purged.
        JobNotFound: likewise.
    """
    with store.begin() as work:
        job = work.jobs.lock(work.documents.get(document_id).job_id)
        document = work.documents.get(document_id)  # as it is now that nobody can change it
        yield JobChange(work, job, clock.now()), document


def recount(work: UnitOfWork, job: Job, now: datetime) -> Job:
    """Save the locked *job* with its documents counted again, and return it."""
    recounted = job.recounted(work.documents.counts(job.id), now)
    work.jobs.save(recounted)
    return recounted
