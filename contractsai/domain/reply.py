"""A reply: what a request was answered with that a caller may send again."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from contractsai.domain.ids import ReplyId

KEPT: Final = timedelta(hours=24)
"""How long a repeat is answered as the first was."""
ABANDONED: Final = timedelta(seconds=60)
"""When a request that nobody has answered counts as one whose process died."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One request under a caller's key.

    Attributes:
        id: 64 hexadecimal digits of who asked what under which key.
        fingerprint: of all that the request says; a repeat has the same.
        at: when it was asked first.
        taken_at: when it was taken on last; later only if the one before is gone.
        answer: what it was answered with, for the edge to read; None while it is under way.
    """

    id: ReplyId
    fingerprint: str
    at: datetime
    taken_at: datetime
    answer: bytes | None = None

    @property
    def seed(self) -> str:
        """Return what is made of it alone: who carries it out again makes the same."""
        told = f"{self.id} {self.at.astimezone(UTC).isoformat()}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def is_abandoned(self, now: datetime) -> bool:
        """Return whether whoever took it on must be gone."""
        return self.answer is None and self.taken_at + ABANDONED <= now

    def is_forgotten(self, now: datetime) -> bool:
        """Return whether a request under the same key is a new one."""
        return self.at + KEPT <= now
