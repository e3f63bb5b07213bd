"""Engines: how each database is opened, and how long anybody waits for it."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

READ_ONLY: Final = "contractsai_read_only"
CONNECT_SECONDS: Final = 5
WAIT_SECONDS: Final = 10  # for a lock, a busy file, or a connection of the pool
STATEMENT_SECONDS: Final = 30
POOL: Final = {"pool_size": 5, "max_overflow": 40, "pool_timeout": WAIT_SECONDS}


def make_engine(url: str) -> Engine:
    """Return an engine on *url*: ``sqlite:///FILE`` or ``postgresql+psycopg://...``.

    Make it after a fork, not before: connections do not cross one.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True, connect_args=_postgresql_arguments(), **POOL)


def _postgresql_arguments() -> dict[str, Any]:
    limits = {
        "statement_timeout": STATEMENT_SECONDS,
        "lock_timeout": WAIT_SECONDS,
        "idle_in_transaction_session_timeout": 2 * STATEMENT_SECONDS,
    }
    return {
        "connect_timeout": CONNECT_SECONDS,
        "options": " ".join(f"-c {name}={1000 * seconds}" for name, seconds in limits.items()),
        "keepalives_idle": WAIT_SECONDS,
        "tcp_user_timeout": 1000 * WAIT_SECONDS,
    }


def _sqlite(url: str) -> Engine:
    """Return an engine on a file, in WAL mode: readers and one writer do not wait for each other.

    Transactions are begun by hand, because the driver's own way begins them too late: a writer
    that reads first would find itself with an old snapshot and fail.
    """
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, **POOL)
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={1000 * WAIT_SECONDS}",  # first: the next one may have to wait
        "journal_mode=WAL",
        "synchronous=FULL",  # what was accepted survives a power cut
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
