"""Events: that something changed, and how much of that somebody has seen.

An event says which job or document changed, not to what: whoever is told looks at the row, so that
a hundred changes may be told as one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from contractsai.domain.ids import DocumentId, JobId

LARGEST: Final = 2**63
_NUMBERS: Final = re.compile(r"[0-9]{1,19}(-[0-9]{1,19}){1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Event:
    """A change that was committed.

    Attributes:
        number: raised with each; of one job's events the later has the higher.
        commit: names the transaction that it tells of; see `Mark`.
        job_id: the job that changed, came or went, or whose document changed.
        document_id: the document whose state changed; None where it is the job itself.
        at: when; by the database's clock.
    """

    number: int
    commit: int
    job_id: JobId
    document_id: DocumentId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Which commits somebody has seen.

    Transactions get their numbers when they begin to write and end in any order, so that the
    highest number seen says nothing about those below: what was still open then is listed.

    Attributes:
        oldest: every commit with a lower number was seen.
        next: none with this number or a higher one was.
        open: those between the two that were not.
    """

    oldest: int
    next: int
    open: tuple[int, ...] = ()

    def sees(self, commit: int) -> bool:
        """Return whether the commit was seen."""
        return commit < self.oldest or (commit < self.next and commit not in self.open)

    def __str__(self) -> str:
        """Return the numbers, for `read`."""
        return "-".join(map(str, (self.oldest, self.next, *self.open)))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the mark that a text names, or None if it is none: it may come from anywhere."""
        if not _NUMBERS.fullmatch(text):
            return None
        return cls.of([int(part) for part in text.split("-")])

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Self | None:
        """Return the mark of `oldest`, `next` and what is open, or None if they make none."""
        oldest, following, *unseen = numbers
        if not oldest <= following < LARGEST or not all(oldest <= it < following for it in unseen):
            return None
        return cls(oldest, following, tuple(unseen))
