"""What an analysis process may take, and how long it is kept."""

from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class AnalysisLimits:
    """Limits of one document, and of one process that reads document after document.

    Attributes:
        seconds: wall-clock limit of one document, from its first byte.
        memory_bytes: what one document may take above the size of the waiting process.
        heartbeat_seconds: between two heartbeats.
        max_documents: a process is replaced after that many.
        max_idle_bytes: a process that holds more between two documents is replaced.
        max_bytes: larger files fail as too large, unless the pipeline has a limit of its own.
    """

    seconds: float
    memory_bytes: int
    heartbeat_seconds: float
    max_documents: int
    max_idle_bytes: int
    max_bytes: int = MAX_BYTES
