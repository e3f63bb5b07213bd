"""A database as the service meets it in the field: concurrent, blocking, and now and then away.

It behaves as PostgreSQL does at READ COMMITTED, which allows more than SQLite or a lock around
everything would: each statement sees what was last committed, a write holds its row until the
transaction ends, and whoever wants that row waits. The rows themselves, and what each statement
does to them, are those of the memory store.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeVar

from contractsai.adapters.stores.memory import MemoryUnitOfWork, Rows
from contractsai.adapters.stores.memory_access import AccessTables
from contractsai.adapters.stores.memory_table import Table
from contractsai.application.ports import UnitOfWork
from contractsai.domain.errors import StoreUnavailable
from contractsai.testing.simulation import statements
from contractsai.testing.simulation.people import (
    SimulatedAnnotations,
    SimulatedReviews,
    SimulatedUploads,
)

T = TypeVar("T")

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

    def deadlock(self, what: str) -> BaseException:
        """Return what is to be raised where two could wait for each other: nobody ever should."""
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
    def begin(self, *, lasting: bool = True) -> Iterator["Transaction"]:  # noqa: ARG002 - no power cut is simulated
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

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        """Return the answer to one question."""
        with self.snapshot() as work:
            return question(work)

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


class Transaction(statements.Session):
    """`UnitOfWork` at READ COMMITTED."""

    def __init__(self, store: SimulatedStore) -> None:
        super().__init__(store.rows, None)
        self._store = store
        self._forget()
        self._is_aborted = False
        self._last_statement = store.turns.seconds
        self.jobs = statements.Jobs(self)
        self.documents = statements.Documents(self)
        self.analyses = statements.Analyses(self)
        self.reviews = SimulatedReviews(lambda: self.review_rows, self)
        self.annotations = SimulatedAnnotations(lambda: self.annotation_rows, self)
        self.uploads = SimulatedUploads(lambda: self.upload_rows, self)
        self.attempts = statements.Attempts(self)
        self.agenda = statements.Agenda(self)

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
            if table == "jobs" and (held := self._jobs_held()):
                raise turns.deadlock(f"deadlock: who holds {held} waits for job {key}")
            patience = min(deadline, holder.idle_until) - turns.seconds
            if not turns.wait(lambda: row not in locks, patience) and turns.seconds >= deadline:
                raise turns.outage(f"lock timeout on {table} {key}")
            self._refuse_if_aborted()

    def _jobs_held(self) -> list[str]:
        locks = self._store.locks.items()
        return [key for (table, key), holder in locks if table == "jobs" and holder is self]

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
        self.annotation_rows = Table(lambda: store.rows.annotations)
        self.number_rows = Table(lambda: store.rows.numbers)
        self.worker_rows = Table(lambda: store.rows.workers)
        self.event_rows = Table(lambda: store.rows.events)
        self.reply_rows = Table(lambda: store.rows.replies)
        self.webhook_rows = Table(lambda: store.rows.webhooks)
        self.bookmark_rows = Table(lambda: store.rows.bookmarks)
        self.access_rows = AccessTables(lambda: store.rows.access)
        self.upload_rows = Table(lambda: store.rows.uploads)
        self.tombstone_rows = Table(lambda: store.rows.tombstones)
        self.attempt_rows = Table(lambda: store.rows.attempts)

    def _unlock(self) -> None:
        locks = self._store.locks
        for row in [row for row, holder in list(locks.items()) if holder is self]:
            del locks[row]

    def _refuse_if_aborted(self) -> None:
        if self._is_aborted:
            raise self._store.turns.outage("the server ended the transaction")
