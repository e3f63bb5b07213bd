"""Instants, sizes and numbers in the words of people."""

import math
from datetime import datetime, timedelta
from typing import Final

_STEPS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"))
_UNITS: Final = ("kB", "MB", "GB", "TB")
_THOUSAND: Final = 1000
_MOMENT: Final = 1


def ago(instant: datetime, now: datetime) -> str:
    """Return how long ago something was; clocks that disagree make it "just now"."""
    seconds = int((now - instant).total_seconds())
    return "just now" if seconds < _MOMENT else f"{duration(timedelta(seconds=seconds))} ago"


def duration(span: timedelta) -> str:
    """Return a span in its two largest units: ``3 h 5 min``."""
    seconds = max(span.total_seconds(), 0.0)
    if seconds < _STEPS[-1][0]:
        is_whole = seconds >= 10 or seconds.is_integer()  # noqa: PLR2004 - two figures say enough
        return f"{seconds:.{0 if is_whole else 1}f} s"
    parts = []
    left = int(seconds)
    for length, unit in _STEPS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])


def rate(count: int, span: timedelta) -> str:
    """Return how many of something that is by the minute, the hour or the day: at least one."""
    each, unit = count * timedelta(minutes=1) / span, "a minute"
    for times, longer in ((60, "an hour"), (24, "a day")):
        if each and each < 1:
            each, unit = each * times, longer
    return f"{each:.3g} {unit}"


def instant(moment: datetime) -> str:
    """Return an instant to the second, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def size(count: int) -> str:
    """Return a number of bytes."""
    if count < _THOUSAND:
        return f"{count} B"
    power = min(int(math.log(count, _THOUSAND)), len(_UNITS))
    number = count / _THOUSAND**power
    digits = 0 if number >= 10 else 1  # noqa: PLR2004 - two figures say enough
    return f"{number:.{digits}f} {_UNITS[power - 1]}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Return a number of things: ``1 document``, ``1,024 documents``."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def spaced(code: str) -> str:
    """Return a stable code as words."""
    return code.replace("_", " ").lower()
