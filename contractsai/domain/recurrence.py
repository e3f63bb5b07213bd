"""On which days a duty is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from contractsai.domain.lengths import IN_MONTHS, Period, moved


@dataclass(frozen=True, slots=True)
class Recurrence:
    """On which days something is due.

    Attributes:
        first: the day, or the first of them; without it, ends of calendar periods are meant.
        every: ``year``, ``quarter`` or ``month``; None for once.
        after: how long after such an end it is due.
    """

    first: date | None = None
    every: str | None = None
    after: Period | None = None


def next_due(when: Recurrence, day: date) -> date | None:
    """Return the next day on or after *day* on which something is due; None if there is none."""
    try:
        return next((due for due in _days(when, day) if due >= day), None)
    except OverflowError:
        return None


def _days(when: Recurrence, day: date) -> Iterator[date]:
    if when.first is not None:
        yield when.first
        if when.every is None:
            return
        months = (day.year - when.first.year) * 12 + day.month - when.first.month
        behind = max(1, months // IN_MONTHS[when.every])
        for number in count(behind):
            yield moved(when.first, Period(number, when.every))
    elif when.every is not None:
        step = Period(1, when.every)
        begin = moved(date(day.year, 1, 1), Period(1, "year"), back=True)
        for number in count(1):
            last = moved(begin, step.times(number)) - timedelta(days=1)
            yield moved(last, when.after) if when.after else last
