import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

import psutil
import pytest

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.testing.eventually import eventually as poll

HOSTILE = "contractsai.testing.pipelines:HostilePipeline"


class MakeHost(Protocol):
    def __call__(self, **limits: Any) -> ProcessAnalysisHost: ...


@pytest.fixture
def make_host() -> Iterator[MakeHost]:
    """Makes hosts with generous limits unless told otherwise, and closes them."""
    made = []

    def make(**limits: Any) -> ProcessAnalysisHost:
        generous = {
            "pipeline": HOSTILE,
            "seconds": 30,
            "memory_bytes": 200_000_000,
            "heartbeat_seconds": 0.1,
            "max_documents": 1000,
            "max_idle_bytes": 1_000_000_000,
        }
        given = generous | limits
        names = {field.name for field in fields(AnalysisLimits)}
        own = {name: value for name, value in given.items() if name not in names}
        held = AnalysisLimits(**{name: given[name] for name in names & set(given)})
        host = ProcessAnalysisHost(own.pop("pipeline"), held, **own)
        made.append(host)
        return host

    yield make
    for host in made:
        host.close()


@pytest.fixture
def document(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a document that tells `HostilePipeline` what to do."""

    def write(text: str) -> Path:
        file = tmp_path / f"document-{threading.get_ident()}.txt"
        file.write_text(text)
        return file

    return write


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, so that what is left can be seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def eventually() -> Callable[..., None]:
    return poll


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Tells whether a process runs; a zombie does not."""

    def ask(pid: int) -> bool:
        try:
            return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    return ask


@pytest.fixture
def descendants() -> Callable[[], list[int]]:
    """Lists everything that this process, and what it started, has started since: also zombies."""

    def children() -> list[int]:
        return [child.pid for child in psutil.Process(os.getpid()).children(recursive=True)]

    earlier = set(children())  # the run's own servers, and Python's resource tracker

    return lambda: [pid for pid in children() if pid not in earlier]
