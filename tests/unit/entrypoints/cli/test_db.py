"""`contractsai db`: the counts of every job, and a backup that a job goes on from."""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings
from contractsai.testing.fakes import ScriptedHost

Run = Callable[..., Any]
WHEN = "2026-03-03 12:00:00.000000"


class NoQueue:
    """A queue that tells nobody."""

    def enqueue(self, _: object) -> None:
        """Tell nobody."""


def run_to_the_end(job_id: JobId) -> State:
    with contextlib.closing(build_services(Settings())) as services:
        services.__dict__["host"] = ScriptedHost()
        services.__dict__["queue"] = NoQueue()
        [document] = services.read_documents(job_id, limit=1)
        services.deliver_document(document.id)
        return services.read_job(job_id).state


@pytest.fixture
def job_id(tmp_path: Path, data_dir: Path) -> JobId:
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")
    with contextlib.closing(build_services(Settings())) as services:
        services.upgrade_database()
        return services.submit_job(str(folder)).job.id


def tamper(data_dir: Path, **columns: object) -> None:
    set_to = ", ".join(f"{name} = {value!r}" for name, value in columns.items())
    with contextlib.closing(sqlite3.connect(data_dir / "contractsai.db")) as connection:
        connection.execute(f"UPDATE jobs SET {set_to}")
        connection.commit()


def test_right_counts_are_said_to_be_right(run: Run, job_id: JobId) -> None:
    ended = run("db", "check")

    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "The counts of all jobs are right.\n"


def test_wrong_counts_are_told_and_mended(run: Run, job_id: JobId, data_dir: Path) -> None:
    tamper(data_dir, pending=0, running=1)

    ended = run("db", "check")

    assert ended.code == 1
    assert ended.err == f"Job {job_id} said 1 running, has 1 pending; mended\n"
    assert run("db", "check").code == 0


def test_machines_are_told_in_json(run: Run, job_id: JobId, data_dir: Path) -> None:
    """An ended job is not reopened by a count: that is for a person to decide."""
    tamper(data_dir, state="COMPLETED", pending=0, completed=1, ended_at=WHEN)

    ended = run("db", "check", "--json")

    [drift] = json.loads(ended.out)
    assert (ended.code, drift["job_id"], drift["is_mended"]) == (1, job_id, False)
    assert "left as it is" in run("db", "check").err


def test_a_backup_is_made_while_somebody_writes_and_the_job_goes_on_elsewhere(
    run: Run,
    job_id: JobId,
    tmp_path: Path,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The job stands in the write-ahead log alone; what is not committed yet stays out."""
    database, copy, other = data_dir / "contractsai.db", tmp_path / "copy.db", tmp_path / "other"
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("UPDATE jobs SET request_id = 'committed'")
        assert database.with_name("contractsai.db-wal").stat().st_size > 0
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM documents")

        ended = run("db", "backup", str(copy))

        writer.execute("ROLLBACK")
    assert ended.code == 0, ended.err
    assert copy.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.glob("*copy.db*")] == ["copy.db"]
    other.mkdir()
    copy.rename(other / "contractsai.db")
    database.unlink()
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(other))

    assert run("db", "check").code == 0
    assert run_to_the_end(job_id) is State.COMPLETED
    with contextlib.closing(sqlite3.connect(other / "contractsai.db")) as restored:
        assert restored.execute("SELECT request_id FROM jobs").fetchall() == [("committed",)]


def test_a_backup_replaces_nothing(run: Run, job_id: JobId, tmp_path: Path) -> None:
    """It may be the only one, of a day when all was well."""
    copy = tmp_path / "copy.db"
    copy.write_text("yesterday's")

    ended = run("db", "backup", str(copy))

    assert (ended.code, copy.read_text()) == (2, "yesterday's")
    assert "is there already" in ended.err


def test_what_is_not_there_is_not_backed_up(run: Run, data_dir: Path, tmp_path: Path) -> None:
    ended = run("db", "backup", str(tmp_path / "copy.db"))

    assert ended.code == 2
    assert "contractsai db upgrade" in ended.err
    assert not (tmp_path / "copy.db").exists()


def test_a_server_is_backed_up_by_its_own_program(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSAI_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")

    ended = run("db", "backup", str(tmp_path / "copy.db"))

    assert ended.code == 2
    assert "pg_dump --format=custom" in ended.err
