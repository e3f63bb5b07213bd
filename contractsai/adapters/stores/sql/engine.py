"""Engines: how each database is opened, and how long anybody waits for it."""

import os
import sqlite3
import time
import weakref
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, Pool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from contractsai.adapters.stores.sql.files import file_of, stay_with
from contractsai.adapters.stores.sql.outages import translate
from contractsai.domain.errors import UnsafeConfiguration

READ_ONLY: Final = "contractsai_read_only"
ONE_READ: Final = "contractsai_one_read"
NOT_LASTING: Final = "contractsai_not_lasting"
"""Options of a connection: it begins a transaction for reading, or none since it asks once, or one
that a power cut may undo."""
CONNECT_SECONDS: Final = 5
WAIT_SECONDS: Final = 10  # for a lock, a busy file, or a connection of the pool
STATEMENT_SECONDS: Final = 30
_TRIES_A_SECOND: Final = 20
RECYCLE_SECONDS: Final = 1800
POOL: Final = {"pool_size": 5, "max_overflow": 40}
_ADVICE: Final = (
    "write it like sqlite:////var/lib/contractsai/contractsai.db or "
    "postgresql://user:password@host/name"
)

_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"

_LEVEL: Final = "contractsai_synchronous"
_LASTING: Final = "FULL"  # what was accepted survives a power cut

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
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        engine = _sqlite(parsed.set(drivername="sqlite+pysqlite"), wait_seconds)
    elif backend == "postgresql":
        engine = _postgresql(parsed.set(drivername="postgresql+psycopg"), wait_seconds)
    else:
        raise UnsafeConfiguration(f"CONTRACTSAI_DATABASE_URL: no store for {backend}; {_ADVICE}")
    event.listen(engine, "handle_error", translate)
    _renew_after_fork(engine)
    return engine


def parse(url: str) -> URL:
    """Return the parts of *url*.

    Raises:
        UnsafeConfiguration: it is no URL, or not the one that was meant.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # a port that is none
        raise UnsafeConfiguration(
            f"CONTRACTSAI_DATABASE_URL is not a valid database URL; {_ADVICE}"
        ) from error
    if "@" in (parsed.host or "") or (parsed.host is not None and "@" in (parsed.database or "")):
        raise UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_URL has a character in its password that ends it early: write "
            "@ : / ? # % as %40 %3A %2F %3F %23 %25, or leave it out and set "
            "CONTRACTSAI_DATABASE_PASSWORD"
        )
    return parsed


def _made(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
    """Return an engine that never repeats what is written to rows, which are texts of contracts."""
    try:
        return create_engine(url, hide_parameters=True, **POOL, **options)
    except ImportError as error:
        raise UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_URL names a PostgreSQL server, and its driver is not installed; "
            "install it: pip install 'contractsai[postgres]'"
        ) from error
    except ArgumentError as error:
        raise UnsafeConfiguration(
            f"CONTRACTSAI_DATABASE_URL is not a valid database URL; {_ADVICE}"
        ) from error


def _postgresql(url: URL, wait_seconds: float) -> Engine:
    """Return an engine on a server, or on a PgBouncer in front of one: see docs/adr/0017.

    Nothing may outlive a transaction on the server: not a setting, not a prepared statement.
    """
    engine = _made(
        url,
        pool_timeout=wait_seconds,
        pool_recycle=RECYCLE_SECONDS,
        connect_args={
            "autocommit": True,  # transactions are begun by hand: the driver's BEGIN goes alone
            "connect_timeout": CONNECT_SECONDS,
            "prepare_threshold": None,
            "keepalives_idle": WAIT_SECONDS,
            "tcp_user_timeout": 1000 * STATEMENT_SECONDS,
        },
    )
    limits = {
        "statement_timeout": STATEMENT_SECONDS,
        "lock_timeout": wait_seconds,
        "idle_in_transaction_session_timeout": 2 * STATEMENT_SECONDS,
    }
    bounds = "; ".join(
        f"SET LOCAL {name} = {int(1000 * seconds)}" for name, seconds in limits.items()
    )
    begins = {True: f"{_BEGIN_READING}; {bounds}", False: f"BEGIN; {bounds}"}  # one message each
    event.listen(engine, "begin", lambda connection: _begin(connection, begins))
    return engine


def _sqlite(url: URL, wait_seconds: float) -> Engine:
    """Return an engine on a file, in WAL mode: readers and one writer do not wait for each other.

    Transactions are begun by hand, because the driver's own way begins them too late: a writer
    that reads first would find itself with an old snapshot and fail.
    """
    if url.database in {None, "", ":memory:"}:
        raise UnsafeConfiguration(
            "SQLite in memory is gone with its process: name a file in CONTRACTSAI_DATABASE_URL, "
            "like sqlite:////var/lib/contractsai/contractsai.db"
        )
    engine = _made(url, connect_args={"timeout": wait_seconds}, pool_timeout=wait_seconds)
    if (file := file_of(url)) is not None:
        stay_with(engine, file)
    event.listen(engine, "connect", _open_sqlite)
    begins = {True: "BEGIN", False: "BEGIN IMMEDIATE"}
    event.listen(engine, "begin", _choose_to_wait)
    event.listen(engine, "begin", lambda connection: _begin(connection, begins))
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in (
        f"synchronous={_LASTING}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: Any) -> None:  # noqa: ANN401 - the driver's own type
    """Bring the file into WAL mode: once in its life, and SQLite's own waiting does not cover it.

    Where several processes start on a new file, all but one are refused at once ("locked"), however
    long they said that they would wait; a moment later the file is in that mode.
    """
    for _ in range(WAIT_SECONDS * _TRIES_A_SECOND):
        if _asked(connection, "PRAGMA journal_mode") == "wal":
            return
        try:
            _asked(connection, "PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(1 / _TRIES_A_SECOND)


def _asked(connection: Any, pragma: str) -> str:  # noqa: ANN401 - likewise
    cursor = connection.execute(pragma)
    try:
        return str(cursor.fetchone()[0])
    finally:
        cursor.close()


def _choose_to_wait(connection: Connection) -> None:
    """Wait for the disk at the commit or not; SQLite takes that outside a transaction alone.

    Whoever dies takes nothing along that was committed: the system has it. Only a power cut could
    undo the commit, and a file's processes are on one machine, so that it ends them all. What is
    committed later and waits for the disk waits for all that was before. A server is another
    matter: it may lose a commit while those who know of it live on.
    """
    options = connection.get_execution_options()
    if options.get(ONE_READ, False) or options.get(READ_ONLY, False):
        return  # there will be no commit
    wanted = "NORMAL" if options.get(NOT_LASTING, False) else _LASTING
    if connection.info.get(_LEVEL, _LASTING) != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info[_LEVEL] = wanted


def _begin(connection: Connection, begins: Mapping[bool, str]) -> None:
    """Begin a transaction, for reading or not; a single read is its own."""
    options = connection.get_execution_options()
    if not options.get(ONE_READ, False):
        connection.exec_driver_sql(begins[options.get(READ_ONLY, False)])


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
