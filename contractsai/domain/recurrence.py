"""On which days a duty is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Final

from contractsai.domain.lengths import IN_MONTHS, Period, moved

EVERY: Final = ("year", "quarter", "month")
_LONG_AGO: Final = 2000  # a leap year


def first_day(text: str) -> date:
    """Return the first day of what comes again; one without a year or a month began long ago.

    They are left out as ISO 8601 leaves them out: ``--03-31`` each year, ``---15`` each month.

    Raises:
        ValueError: it is no day.
    """
    if text.startswith("---"):
        text = f"{_LONG_AGO}-01-{text[3:]}"
    elif text.startswith("--"):
        text = f"{_LONG_AGO}-{text[2:]}"
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError("a day is YYYY-MM-DD")
    return found


def is_first_day(value: object, *, is_again: bool) -> bool:
    """Return whether *value* is such a day; only what comes again can lack the year."""
    if not isinstance(value, str) or (value.startswith("--") and not is_again):
        return False
    try:
        first_day(value)
    except ValueError:
        return False
    return True


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


def later_due(when: Recurrence, by: date, *, until: date) -> list[date]:
    """Return the days behind *by*, to *until* at the latest, on which something is due again."""
    found: list[date] = []
    try:
        for due in _days(when, by):
            if due > until:
                break
            if due > by:
                found.append(due)
    except OverflowError:
        pass  # the calendar itself ends
    return found


def _days(when: Recurrence, day: date) -> Iterator[date]:
    """Yield days on which it is due, in order: all of them from *day* on, and some before."""
    first, every = when.first, when.every
    if first is not None:
        yield first
    if every is None:
        return
    if first is not None:
        months = (day.year - first.year) * 12 + day.month - first.month
        behind = max(1, months // IN_MONTHS[every])
        yield from map(partial(_again, first, every), count(behind))
    else:
        begin = moved(date(day.year, 1, 1), Period(1, "year"), back=True)
        yield from map(partial(_after_end, begin, every, when.after), count(1))


def _again(first: date, every: str, number: int) -> date:
    return moved(first, Period(number, every))


def _after_end(begin: date, every: str, after: Period | None, number: int) -> date:
    last = moved(begin, Period(number, every)) - timedelta(days=1)
    return moved(last, after) if after else last
