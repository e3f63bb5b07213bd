"""Which errors mean that the database does not answer; every other one is a mistake of ours."""

import sqlite3
from typing import Final

from sqlalchemy.engine import ExceptionContext

from contractsai.adapters.stores.sql.files import file_of, unavailable
from contractsai.domain.errors import StoreDamaged, StoreFull, StoreUnavailable, UnsafeConfiguration

SQLITE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,  # a disk that was mounted anew, a file that was moved
        sqlite3.SQLITE_PERM,
    }
)
NO_ROOM: Final = "53100"
POSTGRESQL: Final = (  # how the codes of "PostgreSQL Error Codes", appendix A, begin
    "08",  # no connection
    "25P03",  # idle in a transaction for too long
    "40",  # deadlock, serialisation failure
    "53",  # no memory, disk or connection left
    "55P03",  # a lock was not to be had in time
    "57",  # shutting down, starting up, out of time
    "58",  # an I/O error
)


class ConnectionEnded(StoreUnavailable):
    """The connection is no more; another one may work at once."""


def translate(context: ExceptionContext) -> StoreUnavailable | UnsafeConfiguration | None:
    """Return what is to be raised for an outage, where it happens; None leaves the error as it is.

    One that ended a connection has a class of its own: the connection may have died in the pool.
    """
    error = context.original_exception
    if context.connection is None and type(error).__name__ == "ProgrammingError":
        return UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_URL has a part that the database's driver does not know; write "
            "it like postgresql://user:password@host/name"
        )
    if not (context.is_disconnect or is_outage(error)):
        return None
    if getattr(error, "sqlstate", None) == NO_ROOM:
        return StoreFull("there is no room left on the database's disk")
    found = unavailable(error, file_of(context.engine.url) if context.engine else None)
    if isinstance(found, StoreDamaged):
        context.is_disconnect = True  # what it holds in memory is of the broken file
    elif context.is_disconnect and type(found) is StoreUnavailable:
        return ConnectionEnded(str(found))
    return found


def is_outage(error: BaseException) -> bool:
    """Return whether the driver's *error* may pass without anybody changing a line."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in SQLITE  # the rest tells the details
    code = getattr(error, "sqlstate", None)
    if code is None:  # there was never a connection, or there is none any more
        return type(error).__name__ in {"OperationalError", "ConnectionTimeout"}
    return str(code).startswith(POSTGRESQL)
