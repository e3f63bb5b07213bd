"""Command lines run in this process, on a data directory of the test's own."""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from contractsai.entrypoints.cli.main import main


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed where."""

    code: int
    out: str
    err: str


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point this process' settings at an empty data directory."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(folder))
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", str(tmp_path))
    for name in ("CELERY_BROKER_URL", "CONTRACTSAI_URL", "CONTRACTSAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ended]]:
    """Return a function that runs `contractsai` with some arguments."""
    before = sys.excepthook, threading.excepthook

    def run(*arguments: str) -> Ended:
        code = main(arguments)
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    yield run
    sys.excepthook, threading.excepthook = before
