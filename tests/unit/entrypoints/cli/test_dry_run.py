"""`contractsai analyze --dry-run`, without any service."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.entrypoints.cli.dry_run import print_dry_run
from contractsai.settings import Settings

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "contracts"
    path.mkdir()
    for name, text in {"a.txt": "one", "b.txt": "one", ".x": "", "c\x1b.pdf": ""}.items():
        (path / name).write_text(text)
    return path


def test_a_dry_run_says_what_a_job_would_hold(run: Run, folder: Path, data_dir: Path) -> None:
    """And makes none: nothing is asked of anybody."""
    ended = run("analyze", "--dry-run", str(folder))

    assert ended.code == 0
    assert ended.out.splitlines() == [
        f"{folder}: 4 files, 2 to be read, 6 bytes",
        ".txt                2                6 bytes",
        "skipped: .x (system_file)",
        "skipped: c\\x1b.pdf (empty)",
        "known: b.txt has the bytes of a.txt",
    ]
    with contextlib.closing(build_services(Settings())) as services:
        assert services.read_jobs(limit=1) == []


def test_a_dry_run_is_told_for_machines(run: Run, folder: Path, data_dir: Path) -> None:
    """In the API's own form."""
    found = json.loads(run("analyze", "--dry-run", "--json", str(folder)).out)

    assert (found["files"], found["skipped"]["reasons"]) == (4, {"empty": 1, "system_file": 1})


def test_what_is_too_long_to_list_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    stored = {"job_id": "j1", "id": "d1", "path": "old.txt"}
    print_dry_run(
        {
            "folder": "/c",
            "files": 5000,
            "readable": 4000,
            "size_bytes": 12345,
            "types": [{"ending": "", "files": 4000, "size_bytes": 12345}],
            "skipped": {"files": 1000, "first": [{"path": "a", "reason": "empty"}]},
            "duplicates": {"files": 2, "first": [{"path": "b", "same_as": None, "stored": stored}]},
            "compared": 2000,
            "is_whole": False,
        }
    )

    out = capsys.readouterr().out
    for line in (
        "(no ending)      4000           12,345 bytes",
        "skipped: 999 more",
        "known: b has the bytes of old.txt of job j1",
        "known: 1 more",
        "Looked for the bytes of 2000 files only, the first that can be read.",
    ):
        assert line in out.splitlines()
