"""Pipelines that only these tests need; they also prove that a plug-in may live anywhere."""

import contextlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from contractsai.domain.findings import Analysis
from contractsai.testing.pipelines import EchoPipeline


class Witness(EchoPipeline):
    """Tells of the process that it runs in."""

    version = "witness 1"

    def analyse(self, content: bytes, *, checkpoint: Callable[[str], None]) -> tuple[Analysis, ...]:
        seen = {
            "pid": os.getpid(),
            "guard": os.getppid(),
            "group": os.getpgid(0),
            "session": os.getsid(0),
            "umask": os.umask(0o077),
            "blocked": len(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
            "environment": dict(os.environ),
            "open": sorted(_open_files()),
        }
        return super().analyse(json.dumps(seen).encode(), checkpoint=checkpoint)


def _open_files() -> Iterator[str]:
    folder = Path("/proc/self/fd")
    for entry in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(OSError):  # the listing's own
            yield str(entry.readlink())


class Strict(EchoPipeline):
    """Has a limit of its own."""

    version = "strict 1"
    max_bytes = 3


class Unloadable(EchoPipeline):
    def __init__(self) -> None:
        raise RuntimeError("the model is damaged")
