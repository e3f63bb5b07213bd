"""Change a job: lock it, read it, decide, save, move its counts, commit: the one way rows change.

Whoever changes a document holds its job, so that the job's counts and state follow from its
documents at every commit: `docs/architecture.md`, "Concurrency".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.attempts import ended_attempt
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job

Step = tuple[Document, Document]
"""A document as it was read under its job's lock, and as it is to be."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document of another job that is claimed in a change, and its job; both are locked.

    Attributes:
        job: as it was locked.
        step: the document as it waited, and as it is held now.
    """

    job: Job
    step: Step

    def job_after(self, now: datetime) -> Job:
        """Return the job as it follows from the claim."""
        before, after = self.step
        return self.job.recounted(self.job.counts.moved([(before.state, after.state)]), now)


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

    def save(
        self,
        steps: Sequence[Step],
        *,
        by_counting: bool = False,
        other: Taken | None = None,
    ) -> None:
        """Write documents of the job, and the job as it follows from all of them.

        Its counts move by the steps, which is right since nobody else can take one meanwhile.

        Args:
            steps: of each document as it was under the lock, and as it is to be. Of several steps
                of one document the last counts.
            by_counting: count all documents of the job instead: it costs more the larger the job
                is, and is right whatever happened before.
            other: a document of another job that is locked, too, and that job: written along.

        Raises:
            StaleRow: one was changed since it was read; nothing must be committed.
        """
        first: dict[DocumentId, Document] = {}
        last: dict[DocumentId, Document] = {}
        for before, after in steps:
            first.setdefault(before.id, before)
            last[before.id] = after
        also = [] if other is None else [other]
        self.work.documents.save([*last.values(), *(each.step[1] for each in also)])
        ended = [ended_attempt(before, after, self.now) for before, after in steps]
        if past := [attempt for attempt in ended if attempt is not None]:
            self.work.attempts.add(past)
        if by_counting:
            counts = self.work.documents.counts(self.job.id)
        else:
            counts = self.job.counts.moved((first[key].state, last[key].state) for key in first)
        settled = self.job.recounted(counts, self.now)
        self.work.jobs.save(settled, *(each.job_after(self.now) for each in also))
        self.job = replace(settled, version=settled.version + 1)

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
def changing_job(
    job_id: JobId, *, store: Store, clock: Clock, lasting: bool = True
) -> Iterator[JobChange]:
    """Return the job, locked until the block ends; *lasting* is `Store.begin`'s.

    Raises:
        JobNotFound: there is none.
    """
    with store.begin(lasting=lasting) as work:
        job = work.jobs.lock(job_id)
        yield JobChange(work, job, clock.now())


@contextmanager
def changing_document(
    document_id: DocumentId, *, store: Store, clock: Clock, lasting: bool = True
) -> Iterator[tuple[JobChange, Document]]:
    """Return the document's job and the document, both locked until the block ends.

    Raises:
        DocumentNotFound: there is none; it may have been purged.
        JobNotFound: likewise.
    """
    with store.begin(lasting=lasting) as work:
        job, document = work.documents.lock(document_id)
        yield JobChange(work, job, clock.now()), document
