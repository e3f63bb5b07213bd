"""A bookmark: how far a piece of work has come that somebody goes on with, now or after a crash."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One place in one piece of work.

    Attributes:
        name: of the work, at most 64 characters; parts that belong together begin alike.
        at: when it was put here.
        value: the place, as the work writes it.
    """

    name: str
    at: datetime
    value: str
