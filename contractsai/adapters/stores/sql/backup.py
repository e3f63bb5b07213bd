"""A copy of an SQLite file as of one moment, made while others write to it."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from contractsai.adapters.private import private_file
from contractsai.adapters.stores.sql.engine import parse
from contractsai.adapters.stores.sql.files import file_of
from contractsai.domain.errors import UnsafeConfiguration


def back_up(url: str, to: Path) -> None:
    """Copy the database into a new file *to*, whole or not at all.

    Committed rows that still stand in the write-ahead log are in it; it needs no file beside it.

    Raises:
        UnsafeConfiguration: the database is a server's, is not there, or *to* is there already.
    """
    file = file_of(parse(url))
    if file is None:
        raise UnsafeConfiguration(
            "a server's database is backed up by its own program: pg_dump --format=custom "
            "--file=contractsai.dump"
        )
    if not file.exists():
        raise UnsafeConfiguration(f"there is no database at {file}; contractsai db upgrade")
    if to.exists():
        raise UnsafeConfiguration(f"{to} is there already, and a backup may be the only one")
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    private_file(part)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)  # in one step: a read transaction, which waits for no writer
            copy.execute("PRAGMA journal_mode=DELETE").close()
        with part.open("rb") as written:
            os.fsync(written.fileno())
        os.link(part, to)  # which, unlike a rename, replaces nothing
    except FileExistsError:
        raise UnsafeConfiguration(f"{to} is there already") from None
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
