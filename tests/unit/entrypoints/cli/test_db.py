"""`contractsai db check`: the counts of every job, held against its documents."""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.settings import Settings

Run = Callable[..., object]
WHEN = "2026-03-03 12:00:00.000000"


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
