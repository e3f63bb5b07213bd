"""`Store` on SQLAlchemy Core."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from contractsai.adapters.stores.sql.agenda import SqlAgenda
from contractsai.adapters.stores.sql.analyses import SqlAnalyses
from contractsai.adapters.stores.sql.annotations import SqlAnnotations
from contractsai.adapters.stores.sql.attempts import SqlAttempts
from contractsai.adapters.stores.sql.audit import SqlAudit
from contractsai.adapters.stores.sql.bookmarks import SqlBookmarks
from contractsai.adapters.stores.sql.documents import SqlDocuments
from contractsai.adapters.stores.sql.engine import NOT_LASTING, ONE_READ, READ_ONLY
from contractsai.adapters.stores.sql.events import SqlEvents
from contractsai.adapters.stores.sql.jobs import SqlJobs
from contractsai.adapters.stores.sql.keys import SqlKeys
from contractsai.adapters.stores.sql.outages import ConnectionEnded
from contractsai.adapters.stores.sql.replies import SqlReplies
from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.search import SqlSearch
from contractsai.adapters.stores.sql.tombstones import SqlTombstones
from contractsai.adapters.stores.sql.uploads import SqlUploads
from contractsai.adapters.stores.sql.webhooks import SqlWebhooks
from contractsai.adapters.stores.sql.workers import SqlWorkers
from contractsai.application.ports import UnitOfWork
from contractsai.domain.errors import StoreUnavailable

T = TypeVar("T")


class SqlUnitOfWork:
    """`UnitOfWork` on one connection."""

    def __init__(self, connection: Connection, *, reads: bool) -> None:
        """Take a connection; its transaction begins with the first statement."""
        self._connection = connection
        self._reads = reads
        self.jobs = SqlJobs(connection)
        self.documents = SqlDocuments(connection, self.jobs)
        self.analyses = SqlAnalyses(connection)
        self.reviews = SqlReviews(connection)
        self.annotations = SqlAnnotations(connection)
        self.workers = SqlWorkers(connection)
        self.search = SqlSearch(connection)
        self.replies = SqlReplies(connection)
        self.webhooks = SqlWebhooks(connection)
        self.bookmarks = SqlBookmarks(connection)
        self.keys = SqlKeys(connection)
        self.audit = SqlAudit(connection)
        self.uploads = SqlUploads(connection)
        self.tombstones = SqlTombstones(connection)
        self.attempts = SqlAttempts(connection)
        self.events = SqlEvents(connection)
        self.agenda = SqlAgenda(connection, self.documents)

    def commit(self) -> None:
        """Make the changes last; what is changed afterwards is a new unit of work's."""
        if self._reads:
            raise AssertionError("a snapshot is for reading")
        self._connection.commit()


class SqlStore:
    """`Store` on an engine of `make_engine`."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine; `close` disposes of it."""
        self._engine = engine

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work that rolls back unless it is committed."""
        with self._begun(*(() if lasting else (NOT_LASTING,))) as connection:
            yield SqlUnitOfWork(connection, reads=False)

    @contextmanager
    def snapshot(self) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work for reading."""
        with self._begun(READ_ONLY) as connection:
            yield SqlUnitOfWork(connection, reads=True)

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        """Return the answer to a question of one statement: it needs no transaction around it."""
        return _again(lambda: self._answer(question))

    def now(self) -> datetime:
        """Return the server's time; a file has none but that of its machine."""
        if self._engine.dialect.name != "postgresql":
            return datetime.now(UTC)
        return _again(self._server_time)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def _answer(self, question: Callable[[UnitOfWork], T]) -> T:
        with self._connected(ONE_READ) as connection:
            return question(SqlUnitOfWork(connection, reads=True))

    def _server_time(self) -> datetime:
        with self._connected(ONE_READ) as connection:
            told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return told.astimezone(UTC)

    def _begun(self, *options: str) -> Connection:
        """Return a connection in a transaction."""
        return _again(lambda: self._begin(*options))

    def _begin(self, *options: str) -> Connection:
        connection = self._connected(*options)
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, *options: str) -> Connection:
        try:
            connection = self._engine.connect()
        except NoConnectionFree as error:
            raise StoreUnavailable("every connection to the database is taken") from error
        return connection.execution_options(**dict.fromkeys(options, True))


def _again(do: Callable[[], T]) -> T:
    """Do what changes nothing; once more where the connection had ended while it lay in the pool.

    The first use finds that out, and then the pool forgets all connections that are as old: nobody
    has to ask each time whether it lives.
    """
    try:
        return do()
    except ConnectionEnded:
        return do()
