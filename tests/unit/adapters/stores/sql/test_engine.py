"""How a database is opened, what is waited for, and which errors mean that it does not answer."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from contractsai.adapters.stores.sql.engine import POOL, _open_sqlite, make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.errors import JobNotFound, StoreUnavailable, UnsafeConfiguration
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.testing.builders import a_document, a_job

NOBODY = JobId("nobody")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "test.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def impatient(file: Path) -> Iterator[Engine]:
    """An engine that waits for no lock."""
    engine = make_engine(f"sqlite:///{file}", wait_seconds=0)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "jobs.db",
        "sqlite",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://host/x.db",
        "mysql://host/x",
        "postgresql://host:port/x",
        "postgresql://user:p@ss/w@host:5432/x",
        "postgresql://user:p@s:5@host:5432/x",
    ],
)
def test_a_database_that_cannot_keep_the_promises_is_refused(url: str) -> None:
    """Jobs in a process' memory would be lost with it: better no start than that."""
    with pytest.raises(UnsafeConfiguration, match=r"CONTRACTSAI_DATABASE_URL.* (like|as) ") as told:
        make_engine(url)

    assert "p@s" not in str(told.value)


def test_a_driver_that_is_not_installed_is_told_with_what_to_install() -> None:
    """PostgreSQL's is an extra of this package, and easily forgotten."""
    code = (
        "import sys; sys.modules['psycopg'] = None;"
        "from contractsai.adapters.stores.sql.engine import make_engine;"
        "make_engine('postgresql://host/x')"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.stderr.strip().endswith("pip install 'contractsai[postgres]'")


def test_what_is_written_to_rows_stands_in_no_error(engine: Engine) -> None:
    """Errors end in logs, and rows hold what stands in contracts."""
    with engine.connect() as connection, pytest.raises(OperationalError) as told:
        connection.execute(text("INSERT INTO nowhere VALUES (:x)"), {"x": "WHEREAS the parties"})

    assert "WHEREAS" not in str(told.value)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(UnsafeConfiguration) as refusal:
        make_engine("mysql://user:secret@host/x")

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_every_connection_is_set_up(engine: Engine, pragma: str, value: object) -> None:
    """Foreign keys and the busy timeout are a connection's, not the file's."""
    with engine.connect() as one, engine.connect() as other:
        one.rollback()
        for connection in (one, other):
            cursor = connection.connection.cursor()
            assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)
            cursor.close()


def test_a_writer_takes_the_lock_before_it_reads(file: Path, impatient: Engine) -> None:
    """Else two could read the same row, and the second to write would fail, or overwrite."""
    store = SqlStore(impatient)
    with store.begin() as first:
        with pytest.raises(JobNotFound):
            first.jobs.lock(NOBODY)

        with pytest.raises(StoreUnavailable), store.begin() as second:
            second.jobs.lock(NOBODY)


def test_what_was_not_committed_is_gone_on_every_python(engine: Engine) -> None:
    """The driver's own transactions differ between Python 3.11, 3.12 and 3.13; ours do not."""
    store, job = SqlStore(engine), a_job()
    with store.begin() as work:
        work.jobs.add(job, [])

    with store.snapshot() as work:
        assert work.jobs.page(limit=1) == []


@pytest.mark.parametrize(("lasting", "level"), [(True, 2), (False, 1)])
def test_a_commit_that_has_to_last_waits_for_the_disk(
    engine: Engine,
    lasting: bool,  # noqa: FBT001 - a table's column
    level: int,
) -> None:
    """FULL, or NORMAL, where only a power cut undoes what nobody is left to miss."""
    store = SqlStore(engine)
    for _ in range(2):
        with store.begin(lasting=lasting) as work:
            assert work._connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
        with store.begin() as work:
            assert work._connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_busy_database_is_unavailable_before_the_unit_of_work(
    file: Path, impatient: Engine
) -> None:
    """Whoever has begun has what it needs to write: there is no half of a use case."""
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable), SqlStore(impatient).begin():
            raise AssertionError("it began")


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}")  # a folder

    with pytest.raises(StoreUnavailable), SqlStore(engine).begin() as work:
        work.jobs.get(NOBODY)


def test_when_every_connection_is_taken_the_database_is_unavailable(impatient: Engine) -> None:
    """Callers wait a bounded time, also for their own process."""
    store = SqlStore(impatient)
    with ExitStack() as held:
        for _ in range(POOL["pool_size"] + POOL["max_overflow"]):
            held.enter_context(store.snapshot())

        with pytest.raises(StoreUnavailable):
            held.enter_context(store.snapshot())


def test_a_missing_table_is_a_mistake_and_not_an_outage(tmp_path: Path) -> None:
    """Nobody shall wait, and try again, for a schema that nobody has made."""
    (tmp_path / "empty.db").touch()
    engine = make_engine(f"sqlite:///{tmp_path}/empty.db")

    with pytest.raises(OperationalError, match="no such table"), SqlStore(engine).begin() as work:
        work.jobs.get(NOBODY)
    engine.dispose()


def test_a_broken_rule_is_a_mistake_and_not_an_outage(engine: Engine) -> None:
    store, job = SqlStore(engine), a_job()
    with store.begin() as work:
        work.jobs.add(job, [])

        with pytest.raises(IntegrityError):
            work.jobs.add(job, [])


def test_the_net_refuses_counts_that_do_not_add_up(engine: Engine) -> None:
    """I5, whoever writes to the database."""
    store, job = SqlStore(engine), a_job(counts=Counts(pending=1))
    with store.begin() as work:
        work.jobs.add(job, [a_document(job)])
        work.commit()

    with engine.connect() as connection, pytest.raises(IntegrityError, match="ck_jobs_total"):
        connection.execute(text("UPDATE jobs SET pending = 2"))


@pytest.mark.skipif(os.name != "posix", reason="forks are POSIX")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child runs nothing else
def test_a_forked_child_uses_connections_of_its_own(engine: Engine) -> None:
    """Celery forks its pool after the parent has used the database."""
    store, job = SqlStore(engine), a_job()
    with store.snapshot() as work:
        work.jobs.page(limit=1)

    pid = os.fork()
    if pid == 0:
        try:
            assert engine.pool.checkedin() == 0  # type: ignore[attr-defined]  # a queue pool's
            with store.begin() as work:
                work.jobs.add(job, [])
                work.commit()
            os._exit(0)
        finally:
            os._exit(1)  # whatever it was, this is not pytest's process
    _, status = os.waitpid(pid, 0)

    assert status == 0
    with store.snapshot() as work:
        assert work.jobs.get(job.id) == job


class BeingBorn:
    """A driver's connection to a file that other processes bring into WAL mode at this moment."""

    def __init__(self, *, refusals: int, error: str = "database is locked") -> None:
        self.refusals = refusals
        self.error = error
        self.isolation_level: str | None = ""
        self.asked: list[str] = []

    def execute(self, pragma: str) -> "BeingBorn":
        self.asked.append(pragma)
        if pragma.endswith("=WAL") and self.refusals:
            self.refusals -= 1
            raise sqlite3.OperationalError(self.error)
        return self

    def fetchone(self) -> tuple[str]:
        return ("delete" if self.refusals else "wal",)

    def close(self) -> None:
        pass


def test_a_file_that_others_open_for_the_first_time_too_is_waited_for() -> None:
    """SQLite refuses all of them but one at once, however long they said that they would wait."""
    connection = BeingBorn(refusals=2)

    _open_sqlite(connection, None)

    assert connection.asked.count("PRAGMA journal_mode=WAL") == 2
    assert connection.asked[-1] == "PRAGMA foreign_keys=ON"


def test_what_is_no_matter_of_waiting_is_not_waited_for() -> None:
    connection = BeingBorn(refusals=2, error="disk I/O error")

    with pytest.raises(sqlite3.OperationalError, match="disk"):
        _open_sqlite(connection, None)

    assert connection.asked.count("PRAGMA journal_mode=WAL") == 1
