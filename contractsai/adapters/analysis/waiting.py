"""Wait for one child, against the clock and the scales."""

import time
from collections.abc import Callable
from typing import Final

from contractsai.adapters.analysis.conversation import AnalysisChild, ProcessAnswer
from contractsai.adapters.analysis.messages import Stage
from contractsai.application.spans import SPANS
from contractsai.domain.errors import AnalysisCrashed, AnalysisOutOfMemory, AnalysisTimedOut

_SAMPLE_SECONDS: Final = 0.25
_NEARLY_ALL: Final = 0.8  # of the memory limit: a parser that dies up there died of it


class TimeLimit:
    """Wall-clock time that several waits share."""

    def __init__(self, seconds: float) -> None:
        """Take it all; it runs only while somebody waits."""
        self.seconds = self.left = seconds


class Waiting:
    """Everything the worker does while a child is busy, in the worker's own thread."""

    def __init__(self, heartbeat: Callable[[], None], *, every_seconds: float) -> None:
        """Take what is to be called, and how often, from now until the document has ended."""
        self._heartbeat = heartbeat
        self._every_seconds = every_seconds
        self._beat_at = time.monotonic() + every_seconds

    def wait(
        self,
        child: AnalysisChild,
        *,
        limit: TimeLimit,
        memory_bytes: int | None = None,
        stage: str = "start",
    ) -> ProcessAnswer:
        """Return the child's answer; stages on the way to it are only noted.

        Args:
            child: the one that is busy.
            limit: what is left of it is how long to wait; this takes from it.
            memory_bytes: what the child and all it started may hold above its idle size.
            stage: what it begins with.

        Raises:
            AnalysisTimedOut: there is none within the limit.
            AnalysisOutOfMemory: it holds more than *memory_bytes*, or died close to that.
            AnalysisCrashed: it died otherwise.
        """
        began = time.monotonic()
        try:
            with SPANS.stages() as begins:
                begins(stage)
                return self._wait(
                    child, began + limit.left, limit.seconds, memory_bytes, stage, begins=begins
                )
        finally:
            limit.left -= time.monotonic() - began

    def _wait(
        self,
        child: AnalysisChild,
        deadline: float,
        seconds: float,
        memory_bytes: int | None,
        stage: str,
        *,
        begins: Callable[[str], None],
    ) -> ProcessAnswer:
        scales = _Scales(child, memory_bytes)
        while True:
            wake_at = min(deadline, self._beat_at, scales.due_at)
            try:
                answer = child.receive(timeout_seconds=wake_at - time.monotonic())
            except AnalysisCrashed as crash:
                scales.explain(crash)
                raise AnalysisCrashed(f"{crash} in stage {stage}") from crash
            if answer is not None and not isinstance(answer.message, Stage):
                return answer
            if answer is not None and isinstance(answer.message, Stage):
                stage = answer.message.name
                begins(stage)
            now = time.monotonic()
            if now >= deadline:
                raise AnalysisTimedOut(f"no result after {seconds:g} s, in stage {stage}")
            if now >= self._beat_at:
                self._heartbeat()
                self._beat_at = time.monotonic() + self._every_seconds
            if now >= scales.due_at:
                scales.weigh()


class _Scales:
    """Weighs a child from time to time; a quick document is never weighed."""

    def __init__(self, child: AnalysisChild, limit_bytes: int | None) -> None:
        self._child = child
        self._limit_bytes = limit_bytes
        self._grown_bytes = 0
        self.due_at = self._next() if limit_bytes is not None else float("inf")

    def weigh(self) -> None:
        self.due_at = self._next()
        self._grown_bytes = self._child.held_bytes() - self._child.idle_bytes
        if self._limit_bytes is not None and self._grown_bytes > self._limit_bytes:
            raise AnalysisOutOfMemory(f"it took {self._grown_bytes} bytes")

    def explain(self, crash: AnalysisCrashed) -> None:
        """Raise the better error if the child was about to burst: C libraries abort then."""
        if self._limit_bytes and self._grown_bytes > _NEARLY_ALL * self._limit_bytes:
            raise AnalysisOutOfMemory(f"{crash}, having taken {self._grown_bytes} bytes") from crash

    @staticmethod
    def _next() -> float:
        return time.monotonic() + _SAMPLE_SECONDS
