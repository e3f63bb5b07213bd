"""Command lines run in this process, on a data directory of the test's own."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.cli.main import main
from contractsai.settings import Settings
from contractsai.testing.fakes import ScriptedHost


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


class NoQueue:
    """A queue that tells nobody."""

    def enqueue(self, _: object) -> None:
        """Tell nobody."""


@pytest.fixture
def analysed(tmp_path: Path, data_dir: Path) -> Callable[[StoredAnalysis], JobId]:
    """Return a function that makes a job of one document, `a.txt`, with that analysis."""

    def analysed(found: StoredAnalysis) -> JobId:
        folder = tmp_path / "contracts"
        folder.mkdir()
        (folder / "a.txt").write_text("ok")
        with contextlib.closing(build_services(Settings())) as services:
            services.upgrade_database()
            host = ScriptedHost()
            host.endings["a.txt"].append(found)
            services.__dict__["host"] = host
            services.__dict__["queue"] = NoQueue()
            job = services.submit_job(str(folder)).job
            [document] = services.read_documents(job.id, limit=1)
            services.deliver_document(document.id)
            return job.id

    return analysed
