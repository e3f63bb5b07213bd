"""Engines: how each database is opened, and how long anybody waits for it."""

import os
import weakref
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, Pool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from contractsai.adapters.stores.sql.outages import translate
from contractsai.domain.errors import UnsafeConfiguration

READ_ONLY: Final = "contractsai_read_only"
CONNECT_SECONDS: Final = 5
WAIT_SECONDS: Final = 10  # for a lock, a busy file, or a connection of the pool
STATEMENT_SECONDS: Final = 30
RECYCLE_SECONDS: Final = 1800
POOL: Final = {"pool_size": 5, "max_overflow": 40}

_inherited: list[Pool] = []


def make_engine(url: str, *, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """Return an engine on *url*: ``sqlite:///FILE`` or ``postgresql://...``; opens nothing yet.

    It may be made before a fork: the child opens connections of its own.

    Args:
        url: the database, SQLAlchemy's way.
        wait_seconds: for a lock, a busy file, or a connection of the pool.

    Raises:
        UnsafeConfiguration: it is no such URL, or one of a database that forgets.
    """
    parsed = parse(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        engine = _sqlite(parsed, wait_seconds)
    elif backend == "postgresql":
        engine = _postgresql(parsed.set(drivername="postgresql+psycopg"), wait_seconds)
    else:
        raise UnsafeConfiguration(f"no store for {backend}: use sqlite or postgresql")
    event.listen(engine, "handle_error", translate)
    _renew_after_fork(engine)
    return engine


def parse(url: str) -> URL:
    """Return the parts of *url*.

    Raises:
        UnsafeConfiguration: it is no URL.
    """
    try:
        return make_url(url)
    except ArgumentError as error:
        raise UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_URL is no database URL; write it like "
            "sqlite:////var/lib/contractsai.db or postgresql+psycopg://user:password@host/name"
        ) from error


def _postgresql(url: URL, wait_seconds: float) -> Engine:
    limits = {
        "statement_timeout": STATEMENT_SECONDS,
        "lock_timeout": wait_seconds,
        "idle_in_transaction_session_timeout": 2 * STATEMENT_SECONDS,
    }
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=wait_seconds,
        pool_recycle=RECYCLE_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": " ".join(
                f"-c {name}={int(1000 * seconds)}" for name, seconds in limits.items()
            ),
            "keepalives_idle": WAIT_SECONDS,
            "tcp_user_timeout": 1000 * STATEMENT_SECONDS,
        },
        **POOL,
    )


def _sqlite(url: URL, wait_seconds: float) -> Engine:
    """Return an engine on a file, in WAL mode: readers and one writer do not wait for each other.

    Transactions are begun by hand, because the driver's own way begins them too late: a writer
    that reads first would find itself with an old snapshot and fail.
    """
    if url.database in {None, "", ":memory:"}:
        raise UnsafeConfiguration("SQLite in memory is gone with its process: name a file")
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": wait_seconds}, pool_timeout=wait_seconds, **POOL
    )
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was accepted survives a power cut
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _renew_after_fork(engine: Engine) -> None:
    """Have every child process start without connections: two must not talk on one."""
    reference = weakref.ref(engine)

    def renew() -> None:
        inherited = reference()
        if inherited is not None:
            _inherited.append(inherited.pool)  # to close it would end the parent's connections
            inherited.dispose(close=False)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=renew)
