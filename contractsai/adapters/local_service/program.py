"""One program of the service, as a process in a session of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from contractsai.adapters.local_service.logs import Digest, LogFile, LogPump
from contractsai.adapters.local_service.program_guard import kill_all
from contractsai.adapters.os import platform
from contractsai.domain.errors import UnsafeConfiguration

_KERNEL_SECONDS: Final = 2.0  # for the kernel to let go of what was killed
_LAST_WORDS_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Program:
    """What to run.

    Attributes:
        name: for people, and of its log file.
        environment: what it has beside ours.
        is_foreign: whether its warnings are for others than the service's users.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_foreign: bool = False


class Child:
    """A running program."""

    def __init__(self, program: Program, log: LogFile, digest: Digest) -> None:
        """Start it.

        Raises:
            UnsafeConfiguration: this machine cannot run it.
        """
        self.program = program
        self.started_at = time.monotonic()
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - commands of our own making
                list(program.command),
                env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                **platform.popen_options(),
            )
        except OSError as error:
            raise UnsafeConfiguration(
                f"{program.command[0]} cannot be started: {error.strerror}"
            ) from error
        self._pump = LogPump(cast("BinaryIO", self._popen.stdout), log, digest)

    @property
    def pid(self) -> int:
        """The process, which is also its group and its session."""
        return self._popen.pid

    def has_ended(self) -> bool:
        """Return whether the process itself is gone; descendants may be left."""
        return self._popen.poll() is not None

    def how_it_ended(self) -> str:
        """Return what became of it, for people."""
        code = self._popen.wait()
        if code >= 0:
            return f"ended with exit code {code}"
        with contextlib.suppress(ValueError):
            return f"was killed by {signal.Signals(-code).name}"
        return f"was killed by signal {-code}"

    def ask_to_stop(self) -> None:
        """Tell it to end in its own way."""
        if sys.platform == "win32":
            self._popen.terminate()  # there is no polite way
        else:
            self._popen.send_signal(signal.SIGTERM)

    def bury(self) -> None:
        """Kill what is left of it and of its descendants, and let its last words be read."""
        kill_all(self.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(_KERNEL_SECONDS)
        self._pump.join(timeout_seconds=_LAST_WORDS_SECONDS)
