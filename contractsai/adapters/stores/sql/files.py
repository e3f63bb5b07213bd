"""The file of an SQLite database: private, never made by accident, and looked at before each use.

A connection goes on working on a file that was deleted or replaced: what it commits then, nobody
will ever read. So a connection that finds another file in the place of its own is closed, and a new
one is opened on what is there now; where nothing is, nothing is made.
"""

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import InvalidatePoolError

from contractsai.adapters.private import close_file, private_file
from contractsai.domain.errors import StoreDamaged, StoreFull, StoreMissing, StoreUnavailable

ROOM_BYTES: Final = 256 * 1024
"""Less than this on the disk counts as none: a submit may need as much."""
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_BESIDE: Final = ("-wal", "-shm", "-journal")
_IDENTITY: Final = "file"

_Identity: TypeAlias = tuple[int, int] | None


def file_of(url: URL) -> Path | None:
    """Return the database's file; None for a server, or for a name in SQLite's own notation."""
    if not url.drivername.startswith("sqlite") or "uri" in url.query or not url.database:
        return None
    return Path(os.path.abspath(url.database))  # noqa: PTH100 - the current folder may change


def make_private(file: Path) -> None:
    """Make the database's file, or close it and its companions to everybody but their owner.

    Raises:
        StoreMissing: there is no folder for it.
        UnsafeConfiguration: that cannot be done.
    """
    try:
        private_file(file)
    except FileNotFoundError as error:
        raise unavailable(error, file) from error
    for ending in _BESIDE:  # made by SQLite with the mode of the file, but maybe before that
        close_file(file.with_name(file.name + ending))


def stay_with(engine: Engine, file: Path) -> None:
    """Have the connections of *engine* work on the file that is there, and on no other."""

    @event.listens_for(engine, "do_connect")
    def open_only(
        _dialect: object, _record: object, names: list[Any], options: dict[str, Any]
    ) -> None:
        names[0] = f"{file.as_uri()}?mode=rw"  # SQLite's own notation; never makes a file
        options["uri"] = True

    @event.listens_for(engine, "connect")
    def remember(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's own type
        record.info[_IDENTITY] = _identity(file)

    @event.listens_for(engine, "checkout")
    def compare(_connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401 - likewise
        if record.info.get(_IDENTITY) != _identity(file):
            raise InvalidatePoolError


def check_file(file: Path) -> None:
    """Return if the database could be written now, as far as its file tells.

    Only SQLite opens the file: whoever closes it takes the locks of this whole process away (see
    "How To Corrupt An SQLite Database File", 2.2).

    Raises:
        StoreMissing: it is gone.
        StoreDamaged: it is no database.
        StoreFull: there is no room on its disk.
        StoreUnavailable: something else is in the way.
    """
    try:
        with tempfile.TemporaryFile(dir=file.parent, buffering=0) as probe:
            _fill(probe)
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as fresh:
            fresh.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except OSError as error:
        raise unavailable(error, file) from error
    except sqlite3.Error as error:
        raise unavailable(error, file) from error


def unavailable(error: BaseException, file: Path | None) -> StoreUnavailable:
    """Return what an *error* that is an outage means to people."""
    if file is not None and not file.exists():
        return StoreMissing("the database's file is gone")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreDamaged("the database's file is damaged")
    is_full = isinstance(error, OSError) and error.errno in NO_ROOM
    if is_full or code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(file)):
        return StoreFull("there is no room left on the database's disk")
    return StoreUnavailable(f"the database did not answer: {type(error).__name__}")


def _is_full(file: Path | None) -> bool:
    if file is None:
        return False
    try:
        return shutil.disk_usage(file.parent).free < ROOM_BYTES
    except OSError:
        return False


def _fill(probe: Any) -> None:  # noqa: ANN401 - a raw file, whose type is private
    left = ROOM_BYTES
    while left > 0:
        left -= probe.write(bytes(left)) or left


def _identity(file: Path) -> _Identity:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
