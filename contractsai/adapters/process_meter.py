"""What the processes of a worker take, as the operating system tells."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import psutil

from contractsai.adapters.os.platform import HAS_GUARD
from contractsai.domain.worker import ProcessUse, Role

ANALYSIS: Final = "contractsai.adapters.analysis.main"
"""What stands in the command of a guard, and of the analysis process that it forks."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A process that was met before: its share of a processor is since then."""

    process: psutil.Process
    role: Role


class ProcessMeter:
    """Measures one process and all that it started; for one thread."""

    def __init__(self, pid: int) -> None:
        """Take the main process."""
        self._root = psutil.Process(pid)
        self._command = self._root.cmdline()
        self._known: dict[int, _Known] = {}

    def measure(self) -> tuple[ProcessUse, ...]:
        """Return what each process takes, the main one first; one that has just ended is left out.

        A share of a processor is one since the last call, 0 for a process that is new.
        """
        before, self._known = self._known, {}
        return tuple(self._measured(before))

    def _measured(self, before: dict[int, _Known]) -> Iterator[ProcessUse]:
        for found in (self._root, *self._root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                seen = before.get(found.pid)
                if seen is None or seen.process != found:  # which compares the time of its start
                    seen = _Known(found, self._role_of(found))
                with seen.process.oneshot():
                    processor = seen.process.cpu_percent() / 100
                    resident_bytes = seen.process.memory_info().rss
                self._known[found.pid] = seen
                yield ProcessUse(found.pid, seen.role, round(processor, 3), resident_bytes)

    def _role_of(self, process: psutil.Process) -> Role:
        if process == self._root:
            return Role.WORKER
        command, parent = process.cmdline(), process.parent()
        above = parent.cmdline() if parent else []
        if _analyses(command):
            return Role.ANALYSIS if _analyses(above) or not HAS_GUARD else Role.GUARD
        return Role.POOL if command == self._command else Role.OTHER


def _analyses(command: list[str]) -> bool:
    return any(ANALYSIS in word for word in command)
