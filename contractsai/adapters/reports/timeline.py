"""Days on a line: the geometry of a drawing that the page's template puts into SVG.

Across, everything is in percent of the width, so that words keep their size in a narrow window.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contractsai.application.folder_overview import Course, Reference

MAX_ROWS: Final = 30  # of the drawing; the table beside it has all
_ROW: Final = 40  # pixels
_AXIS: Final = 26
_SOON: Final = timedelta(days=90)
_TICKS: Final = 8
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000)
_FEW_MONTHS: Final = 18
_MARGIN: Final = 0.02  # of the time shown, on either side


@dataclass(frozen=True, slots=True)
class Tick:
    """A line down the drawing, with the time that it stands for."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a contract: ``notice`` or ``end``."""

    x: str
    kind: str
    day: str


@dataclass(frozen=True, slots=True)
class Row:
    """A contract: a bar from its beginning to its end, and marks on it.

    Attributes:
        nearness: ``past``, ``soon`` or ``later``; ``later`` where no day was given to judge by.
    """

    document: Reference
    y: int
    bar_x: str
    bar_width: str
    marks: tuple[Mark, ...]
    nearness: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing; *left_out* contracts found no room in it."""

    height: int
    ticks: tuple[Tick, ...]
    today: Tick | None
    rows: tuple[Row, ...]
    left_out: int


def timeline(courses: Sequence[Course], as_of: date | None) -> Timeline | None:
    """Return the drawing of the contracts to look at first; None if no day is known."""
    shown = _chosen(courses, as_of)
    if not shown:
        return None
    scale = _Scale.around(_days(shown, as_of))
    return Timeline(
        height=_AXIS + _ROW * len(shown),
        ticks=tuple(scale.ticks()),
        today=None if as_of is None else Tick(scale.x(as_of), as_of.isoformat()),
        rows=tuple(_row(course, index, scale, as_of) for index, course in enumerate(shown)),
        left_out=len(courses) - len(shown),
    )


def nearness(course: Course, as_of: date | None) -> str:
    """Return how near the next day to act on is."""
    if as_of is None:
        return "later"
    following = course.next_day(as_of)
    if following is None:
        return "past"
    return "soon" if following - as_of <= _SOON else "later"


def _chosen(courses: Sequence[Course], as_of: date | None) -> list[Course]:
    """Return what fits, in the order of time: what is still to come before what has passed."""
    if as_of is None:
        return list(courses[:MAX_ROWS])
    coming = [course for course in courses if course.next_day(as_of) is not None]
    coming.sort(key=lambda course: course.next_day(as_of) or date.max)
    past = [course for course in courses if course.next_day(as_of) is None]
    past.sort(key=lambda course: course.last_day, reverse=True)
    return [*coming, *past][:MAX_ROWS]


def _days(shown: Iterable[Course], as_of: date | None) -> list[date]:
    """Return the days that must be visible: those to act on, the beginning only of what runs."""
    days = [day for course in shown for day in (course.notice, course.ends) if day is not None]
    return days if as_of is None else [*days, as_of]


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int  # ordinals
    last: int

    @classmethod
    def around(cls, days: Sequence[date]) -> "_Scale":
        first, last = min(days).toordinal(), max(days).toordinal()
        margin = max(round((last - first) * _MARGIN), 15)
        latest = date.max.toordinal()
        return cls(max(first - 4 * margin, 1), min(last + margin, latest))

    def share(self, day: date) -> float:
        place = (day.toordinal() - self.first) / (self.last - self.first)
        return min(max(place, 0.0), 1.0)

    def x(self, day: date) -> str:
        return _percent(self.share(day))

    def ticks(self) -> Iterable[Tick]:
        """Yield the beginnings of years, or of quarters where little time is shown."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        months = 12 * (last.year - first.year) + last.month - first.month
        if months <= _FEW_MONTHS:
            for month in range(12 * first.year, 12 * last.year + 12, 3):
                yield from self._tick(date(month // 12, month % 12 + 1, 1), "%Y-%m")
            return
        years = last.year - first.year
        step = next(step for step in _YEAR_STEPS if years / step <= _TICKS)
        for year in range(first.year - first.year % step, last.year + 1, step):
            if year:
                yield from self._tick(date(year, 1, 1), "%Y")

    def _tick(self, day: date, form: str) -> Iterable[Tick]:
        if self.first <= day.toordinal() <= self.last:
            yield Tick(self.x(day), day.strftime(form))


def _row(course: Course, index: int, scale: _Scale, as_of: date | None) -> Row:
    begins = 0.0 if course.begins is None else scale.share(course.begins)
    ends = scale.share(course.last_day)
    days = (("notice", course.notice), ("end", course.ends))
    return Row(
        document=course.document,
        y=_AXIS + _ROW * index,
        bar_x=_percent(min(begins, ends)),
        bar_width=_percent(max(ends - begins, 0.0)),
        marks=tuple(
            Mark(scale.x(day), kind, day.isoformat()) for kind, day in days if day is not None
        ),
        nearness=nearness(course, as_of),
        is_sure=course.is_sure,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"
