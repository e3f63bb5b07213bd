"""Ticks: what beat has carried out when, which of it last ran, and what was missed.

A run is noted where the truth is, so that any number of beats, on any machine, tell one story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from contractsai.application.ports import Clock, Store
from contractsai.domain.bookmark import Bookmark

PREFIX: Final = "ticks/"
NOTED_EVERY: Final = timedelta(seconds=30)
"""How exact the last run is: a write for each would cost more than it tells."""
LATE: Final = timedelta(minutes=20)
"""After which a daily run that did not come counts as missed; a tick lasts a quarter of an hour."""
EARLY: Final = timedelta(hours=2)
"""By how much a beat whose clock is wrong may come before the hour, and still be meant for it."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """What beat has done again and again.

    Attributes:
        every: between two runs.
        hour: of the day, in UTC, for what runs daily; else None.
    """

    name: str
    every: timedelta
    hour: int | None = None

    def next_after(self, instant: datetime) -> datetime:
        """Return when it is due for the first time after *instant*."""
        if self.hour is None:
            return instant + self.every
        due = datetime.combine(instant.date(), time(self.hour), instant.tzinfo)
        return due if due > instant else due + DAY

    def missed(self, last: datetime, now: datetime) -> int:
        """Return how many runs did not come since the *last*, at least."""
        if self.hour is None:
            return max(0, (now - last - NOTED_EVERY) // self.every)
        due = self.next_after(last + EARLY)
        return max(0, (now - LATE - due) // DAY + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a tick stands.

    Attributes:
        last: when it last ran to its end, within `NOTED_EVERY`; None if it never did.
        next: when it should run next.
        missed: runs that did not come since the last, at least.
    """

    tick: Tick
    last: datetime | None
    next: datetime
    missed: int


def note_run(name: str, *, store: Store, clock: Clock) -> None:
    """Write down that a tick ran to its end, unless somebody just did."""
    now, key = clock.now(), PREFIX + name
    found = store.ask(lambda work: work.bookmarks.beginning(key))
    if any(row.name == key and now < row.at + NOTED_EVERY for row in found):
        return
    with store.begin(lasting=False) as work:
        work.bookmarks.put(Bookmark(key, now, ""))
        work.commit()


def read_ticks(ticks: Sequence[Tick], *, store: Store, clock: Clock) -> list[Standing]:
    """Return how each of *ticks* stands."""
    now = clock.now()
    rows = store.ask(lambda work: work.bookmarks.beginning(PREFIX))
    ran = {row.name.removeprefix(PREFIX): row.at for row in rows}
    return [_standing(tick, ran.get(tick.name), now) for tick in ticks]


def _standing(tick: Tick, last: datetime | None, now: datetime) -> Standing:
    missed = tick.missed(last, now) if last else 0
    return Standing(tick, last, tick.next_after(now), missed)
