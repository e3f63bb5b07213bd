"""`Store` on SQLAlchemy Core."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, exc

from contractsai.adapters.stores.sql.agenda import SqlAgenda
from contractsai.adapters.stores.sql.analyses import SqlAnalyses
from contractsai.adapters.stores.sql.documents import SqlDocuments
from contractsai.adapters.stores.sql.engine import READ_ONLY
from contractsai.adapters.stores.sql.jobs import SqlJobs
from contractsai.domain.errors import StoreUnavailable

UNAVAILABLE = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.DisconnectionError,
    exc.TimeoutError,
)


class SqlUnitOfWork:
    """`UnitOfWork` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection that has begun a transaction."""
        self._connection = connection
        self.jobs = SqlJobs(connection)
        self.documents = SqlDocuments(connection)
        self.analyses = SqlAnalyses(connection)
        self.agenda = SqlAgenda(connection)

    def commit(self) -> None:
        """Make the changes last."""
        self._connection.commit()


class SqlStore:
    """`Store` on an engine of `make_engine`."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine; `close` disposes of it."""
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work that rolls back unless it is committed."""
        with _translated(), self._engine.connect() as connection:
            yield SqlUnitOfWork(connection)

    @contextmanager
    def snapshot(self) -> Iterator[SqlUnitOfWork]:
        """Return a unit of work for reading."""
        options: dict[str, object] = {READ_ONLY: True}
        if self._engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _translated(), self._engine.connect() as connection:
            yield SqlUnitOfWork(connection.execution_options(**options))

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn "the database does not answer" into ours; a mistake in a statement stays itself."""
    try:
        yield
    except UNAVAILABLE as error:
        raise StoreUnavailable(f"the database did not answer: {_cause(error)}") from error


def _cause(error: Exception) -> str:
    return type(getattr(error, "orig", None) or error).__name__
