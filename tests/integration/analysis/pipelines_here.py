"""Pipelines that only these tests need; they also prove that a plug-in may live anywhere."""

import json
import os
import signal
from collections.abc import Callable

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
        }
        return super().analyse(json.dumps(seen).encode(), checkpoint=checkpoint)


class Strict(EchoPipeline):
    """Has a limit of its own."""

    version = "strict 1"
    max_bytes = 3


class Unloadable(EchoPipeline):
    def __init__(self) -> None:
        raise RuntimeError("the model is damaged")
