"""A database as the service meets it in the field: concurrent, blocking, and now and then away.

It behaves as PostgreSQL does at READ COMMITTED, which allows more than SQLite or a lock around
everything would: each statement sees what was last committed, a write holds its row until the
transaction ends, and whoever wants that row waits. The rows themselves, and what each statement
does to them, are those of the memory store.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from contractsai.adapters.stores.memory import (
    MemoryAgenda,
    MemoryAnalyses,
    MemoryDocuments,
    MemoryJobs,
    MemoryUnitOfWork,
    Rows,
)
from contractsai.adapters.stores.memory_reviews import MemoryReviews
from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.document import Document
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import DocumentId, JobId, SubjectId
from contractsai.domain.job import Job
from contractsai.domain.review import Review
from contractsai.domain.stored_analysis import StoredAnalysis

LOCK_SECONDS: Final = 10.0  # PostgreSQL's lock_timeout, as the engine sets it
IDLE_SECONDS: Final = 60.0  # idle_in_transaction_session_timeout, likewise

EPOCH: Final = datetime(2026, 3, 3, 12, tzinfo=UTC)
"""The instant at second 0."""

Row = tuple[str, str]
"""What is locked: a table's name and a key."""


class Turns(Protocol):
    """Who goes on when; the simulation's is one thread, the conformance suite's are many."""

    @property
    def seconds(self) -> float:
        """The instant, in seconds."""
        ...

    def statement(self, what: str) -> None:
        """Let a statement take its time, or fail."""
        ...

    def alone(self) -> AbstractContextManager[object]:
        """Return a context in which nobody else acts."""
        ...

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Wait for a condition, and return whether it came to hold in time."""
        ...

    def committing(self, commit: Callable[[], None]) -> None:
        """Let a commit take its time, and call *commit* unless it fails before."""
        ...

    def outage(self, what: str) -> StoreUnavailable:
        """Return what is to be raised where the server gives up on somebody."""
        ...


class SimulatedStore:
    """`Store` on rows in memory, with the concurrency of a database server."""

    def __init__(self, turns: Turns) -> None:
        """Make an empty store."""
        self.turns = turns
        self.rows = Rows()
        self.locks: dict[Row, Transaction] = {}
        self.watch: Callable[[Rows, Rows], None] = lambda *_: None

    @contextmanager
    def begin(self) -> Iterator["Transaction"]:
        """Return a unit of work that rolls back unless it is committed."""
        work = Transaction(self)
        try:
            yield work
        finally:
            work.end()

    @contextmanager
    def snapshot(self) -> Iterator[MemoryUnitOfWork]:
        """Return a unit of work for reading: all its reads see one instant."""
        self.turns.statement("snapshot")
        yield MemoryUnitOfWork(self.rows, None)

    def now(self) -> datetime:
        """Return the server's time."""
        self.turns.statement("now")
        return EPOCH + timedelta(seconds=self.turns.seconds)

    def abort_all(self) -> None:
        """End every transaction, as a server that is stopped does."""
        for work in list(dict.fromkeys(self.locks.values())):
            work.abort()

    def apply(self, work: "Transaction") -> None:
        """Make the changes of *work* the rows that everybody sees."""
        with self.turns.alone():
            before, self.rows = self.rows, self.rows.with_changes_of(work)
        self.watch(before, self.rows)


class Transaction(MemoryUnitOfWork):
    """`UnitOfWork` at READ COMMITTED."""

    def __init__(self, store: SimulatedStore) -> None:
        super().__init__(store.rows, None)
        self._store = store
        self._forget()
        self._is_aborted = False
        self._last_statement = store.turns.seconds
        self.jobs = _Jobs(self)
        self.documents = _Documents(self)
        self.analyses = _Analyses(self)
        self.reviews = _Reviews(self)
        self.agenda = _Agenda(self)

    def commit(self) -> None:
        """Make the changes last; what is changed afterwards is a new unit of work's."""
        self._store.turns.committing(self._commit)

    def end(self) -> None:
        """Roll back what was not committed."""
        self._forget()
        self._unlock()

    def abort(self) -> None:
        """End the transaction from the server's side: its next statement fails."""
        self._is_aborted = True
        self.end()

    def statement(self, what: str) -> None:
        """Begin a statement."""
        self._last_statement = self._store.turns.seconds
        self._store.turns.statement(what)
        self._refuse_if_aborted()

    def lock(self, table: str, key: str) -> None:
        """Hold a row until the transaction ends; wait for whoever holds it."""
        row = (table, key)
        locks, turns = self._store.locks, self._store.turns
        deadline = turns.seconds + LOCK_SECONDS
        while (holder := locks.setdefault(row, self)) is not self:
            if holder.abort_if_idle():
                continue
            patience = min(deadline, holder.idle_until) - turns.seconds
            if not turns.wait(lambda: row not in locks, patience) and turns.seconds >= deadline:
                raise turns.outage(f"lock timeout on {table} {key}")
            self._refuse_if_aborted()

    def is_locked_by_others(self, table: str, key: str) -> bool:
        """Return whether SKIP LOCKED would skip the row."""
        return self._store.locks.get((table, key)) not in (None, self)

    @property
    def idle_until(self) -> float:
        """When the server ends the transaction if nothing more is said."""
        return self._last_statement + IDLE_SECONDS

    def abort_if_idle(self) -> bool:
        """End the transaction if it said nothing for too long, and return whether it did."""
        if self._store.turns.seconds < self.idle_until:
            return False
        self.abort()
        return True

    def _commit(self) -> None:
        self._refuse_if_aborted()
        self._store.apply(self)
        self.end()

    def _forget(self) -> None:
        store = self._store
        self.job_rows = Table(lambda: store.rows.jobs)
        self.document_rows = Table(lambda: store.rows.documents)
        self.analysis_rows = Table(lambda: store.rows.analyses)
        self.review_rows = Table(lambda: store.rows.reviews)
        self.number_rows = Table(lambda: store.rows.numbers)

    def _unlock(self) -> None:
        locks = self._store.locks
        for row in [row for row, holder in list(locks.items()) if holder is self]:
            del locks[row]

    def _refuse_if_aborted(self) -> None:
        if self._is_aborted:
            raise self._store.turns.outage("the server ended the transaction")


class _Jobs(MemoryJobs):
    _work: Transaction

    def add(self, job: Job, documents: Sequence[Document]) -> None:
        self._work.statement("jobs.add")
        super().add(job, documents)

    def get(self, job_id: JobId) -> Job:
        self._work.statement("jobs.get")
        return super().get(job_id)

    def lock(self, job_id: JobId) -> Job:
        self._work.statement("jobs.lock")
        self._work.lock("jobs", job_id)
        return super().get(job_id)

    def save(self, job: Job) -> None:
        self._work.statement("jobs.save")
        self._work.lock("jobs", job.id)
        super().save(job)

    def delete(self, job_id: JobId) -> None:
        self._work.statement("jobs.delete")
        self._work.lock("jobs", job_id)
        for document in self._work.documents.page(job_id):
            self._work.lock("documents", document.id)
        super().delete(job_id)


class _Documents(MemoryDocuments):
    _work: Transaction

    def get(self, document_id: DocumentId) -> Document:
        self._work.statement("documents.get")
        return super().get(document_id)

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        self._work.statement("documents.page")
        return super().page(job_id, limit=limit, after=after)

    def save(self, documents: Sequence[Document]) -> None:
        self._work.statement("documents.save")
        for document in documents:
            self._work.lock("documents", document.id)
            super().save([document])

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        self._work.statement("documents.renew")
        self._work.lock("documents", document_id)
        return super().renew(document_id, fence=fence, lease_expires_at=lease_expires_at)


class _Analyses(MemoryAnalyses):
    _work: Transaction

    def add(self, analysis: StoredAnalysis) -> None:
        self._work.statement("analyses.add")
        self._work.lock("analyses", analysis.id)
        super().add(analysis)

    def delete_unreferenced(self, *, limit: int) -> int:
        self._work.statement("analyses.delete")
        used = {document.analysis_id for document in self._work.document_rows.values()}
        unused = sorted(row.id for row in self._work.analysis_rows.values() if row.id not in used)
        free = [key for key in unused if not self._work.is_locked_by_others("analyses", key)]
        for key in free[:limit]:
            self._work.lock("analyses", key)
            self._work.analysis_rows.put(key, None)
            self._work.number_rows.put(key, None)
        return len(free[:limit])


class _Reviews(MemoryReviews):
    def __init__(self, work: Transaction) -> None:
        super().__init__(lambda: work.review_rows)
        self._work = work

    def add(self, review: Review) -> None:
        self._work.statement("reviews.add")
        self._work.lock("reviews", review.subject.id)
        super().add(review)

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        self._work.statement("reviews.of_subject")
        return super().of_subject(subject_id)


class _Agenda(MemoryAgenda):
    _work: Transaction

    def documents_due(
        self, job_id: JobId, now: datetime, *, sent_before: bool, limit: int
    ) -> Sequence[Document]:
        self._work.statement("agenda.documents_due")
        return super().documents_due(job_id, now, sent_before=sent_before, limit=limit)
