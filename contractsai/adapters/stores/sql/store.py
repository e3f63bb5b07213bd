"""`Store` on SQLAlchemy Core."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from contractsai.adapters.stores.sql.agenda import SqlAgenda
from contractsai.adapters.stores.sql.analyses import SqlAnalyses
from contractsai.adapters.stores.sql.documents import SqlDocuments
from contractsai.adapters.stores.sql.engine import READ_ONLY
from contractsai.adapters.stores.sql.jobs import SqlJobs
from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.search import SqlSearch
from contractsai.domain.errors import StoreUnavailable


class SqlUnitOfWork:
    """`UnitOfWork` on one connection."""

    def __init__(self, connection: Connection, *, reads: bool) -> None:
        """Take a connection; its transaction begins with the first statement."""
        self._connection = connection
        self._reads = reads
        self.jobs = SqlJobs(connection)
        self.documents = SqlDocuments(connection)
        self.analyses = SqlAnalyses(connection)
        self.reviews = SqlReviews(connection)
        self.search = SqlSearch(connection)
        self.agenda = SqlAgenda(connection)

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
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work that rolls back unless it is committed."""
        with self._connected() as connection:
            yield SqlUnitOfWork(connection, reads=False)

    @contextmanager
    def snapshot(self) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work for reading."""
        options: dict[str, object] = {READ_ONLY: True}
        if self._engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._connected() as connection:
            yield SqlUnitOfWork(connection.execution_options(**options), reads=True)

    def now(self) -> datetime:
        """Return the server's time; a file has none but that of its machine."""
        if self._engine.dialect.name != "postgresql":
            return datetime.now(UTC)
        with self._connected() as connection:
            told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return told.astimezone(UTC)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except NoConnectionFree as error:
            raise StoreUnavailable("every connection to the database is taken") from error
