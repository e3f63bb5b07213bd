"""The file of an SQLite database: private, and what becomes of those who use it when it goes."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.files import check_file
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.errors import (
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreUnavailable,
    UnsafeConfiguration,
)
from contractsai.testing.builders import a_job

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
mortal = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files away, as root alone may"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "test.db"
    file.parent.mkdir(mode=0o700)
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def store(file: Path) -> Iterator[SqlStore]:
    """A store that has a connection in its pool."""
    with closing(SqlStore(make_engine(f"sqlite:///{file}"))) as store:
        add_job(store)
        yield store


def add_job(store: SqlStore) -> None:
    with store.begin() as work:
        work.jobs.add(a_job(), [])
        work.commit()


def jobs(store: SqlStore) -> int:
    with store.snapshot() as work:
        return len(work.jobs.page(limit=100))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_the_database_and_its_companions_are_their_owners_alone(
    file: Path, store: SqlStore
) -> None:
    """They hold the text of every contract; the write-ahead log holds it first."""
    modes = {path.name: mode(path) for path in file.parent.iterdir()}

    assert modes == {"test.db": 0o600, "test.db-wal": 0o600, "test.db-shm": 0o600}


@posix
def test_a_database_that_was_open_to_others_is_closed_to_them(file: Path) -> None:
    """As versions before this one left it, or a copy from a backup."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        companions = [file.with_name(f"test.db-{name}") for name in ("wal", "shm")]
        for path in (file, *companions):
            path.chmod(0o644)

        connection.rollback()
        upgrade(f"sqlite:///{file}")

        assert {mode(path) for path in (file, *companions)} == {0o600}


@posix
@mortal
def test_a_database_of_somebody_else_is_refused_with_what_to_run(file: Path) -> None:
    """Its owner may read it at any time, whatever its mode."""
    os.chown(file, 12345, -1)

    with pytest.raises(UnsafeConfiguration, match=r"belongs to user 12345.*: sudo chown -R root"):
        upgrade(f"sqlite:///{file}")


def test_nothing_is_written_to_a_file_that_was_deleted(file: Path, store: SqlStore) -> None:
    """It would be gone with the last process that has it open."""
    shutil.rmtree(file.parent)

    with pytest.raises(StoreMissing):
        add_job(store)

    assert not file.parent.exists()


def test_a_file_that_is_put_back_is_used_again(file: Path, store: SqlStore) -> None:
    """A folder was moved by mistake: nobody should have to start anything anew."""
    elsewhere = file.parent.rename(file.parent.with_name("elsewhere"))
    with pytest.raises(StoreMissing):
        add_job(store)

    elsewhere.rename(file.parent)
    add_job(store)

    assert jobs(store) == 2


def test_a_file_that_takes_the_place_of_another_is_the_one_that_counts(
    file: Path, store: SqlStore
) -> None:
    """A copy from a backup, put there while the service runs."""
    copy = file.with_name("copy.db")
    upgrade(f"sqlite:///{copy}")
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    copy.replace(file)

    assert jobs(store) == 0


def test_a_file_that_is_no_database_any_more_is_damaged(file: Path, store: SqlStore) -> None:
    """Nothing of ours is broken: a person has to put a copy back."""
    with file.open("r+b") as stream:
        stream.write(b"\0" * 4096)

    with pytest.raises(StoreDamaged):
        check_file(file)
    with closing(SqlStore(make_engine(f"sqlite:///{file}"))) as other, pytest.raises(StoreDamaged):
        add_job(other)


def test_a_page_that_makes_no_sense_is_damage_too(file: Path, store: SqlStore) -> None:
    store.close()
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(file.stat().st_size - 4096))

    with closing(SqlStore(make_engine(f"sqlite:///{file}"))) as other, pytest.raises(StoreDamaged):
        jobs(other)


def test_a_database_without_room_is_full(file: Path) -> None:
    """The disk, or what the owner allows the file to grow to."""
    engine = make_engine(f"sqlite:///{file}")
    with closing(SqlStore(engine)) as store, engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

        with pytest.raises(StoreFull):
            connection.exec_driver_sql("CREATE TABLE filler (x)")
        connection.rollback()
        assert jobs(store) == 0


def test_a_whole_file_passes(file: Path, store: SqlStore) -> None:
    check_file(file)

    assert len(list(file.parent.iterdir())) == 3


def test_a_look_at_the_file_takes_no_lock_away(file: Path, store: SqlStore) -> None:
    """POSIX drops all locks of a process with the first descriptor that it closes."""
    write = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    )
    with store.begin() as work:
        work.jobs.add(a_job(), [])

        check_file(file)
        other = subprocess.run(
            [sys.executable, "-c", write, str(file)], capture_output=True, timeout=60, check=False
        )

    assert b"database is locked" in other.stderr


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        check_file(tmp_path)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """It may have been taken away, and would be in the way when it is put back."""
    with pytest.raises(StoreMissing):
        upgrade(f"sqlite:///{tmp_path / 'data' / 'test.db'}")

    assert list(tmp_path.iterdir()) == []
