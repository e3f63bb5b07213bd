"""Lengths of time, and the day that lies one of them from another."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from contractsai.domain.findings import JsonValue

IN_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
IN_DAYS: Final = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: days, weeks, months, quarters or years.

    Attributes:
        said: how the contract puts it, where that is not the same.
    """

    n: int
    unit: str
    said: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return what a person reads: ``3 years``, ``17 days (for 10 business days)``."""
        said = f" (for {self.said})" if self.said else ""
        return f"{self.n} {self.unit}{'' if self.n == 1 else 's'}{said}"

    def times(self, number: int) -> "Period":
        """Return the period that is *number* times as long."""
        return Period(self.n * number, self.unit)

    @property
    def about(self) -> float:
        """How many days it has, roughly: to tell which of two is longer."""
        return self.n * (IN_DAYS.get(self.unit) or 30.44 * IN_MONTHS[self.unit])


def period_of(normal: JsonValue) -> Period | None:
    """Return the period that a fact's typed value tells; None if it is none.

    Nobody knows the holidays of a place. A notice in business days errs early: two days more for
    each week of them that was begun, and one for each two weeks.
    """
    match normal:
        case {"n": int() as number, "unit": "day", "business": True}:
            days = number - 2 * (-number // 5) - (-number // 10)
            return Period(days, "day", f"{number} business day{'' if number == 1 else 's'}")
        case {"n": int() as number, "unit": str() as unit}:
            return Period(number, unit)
    return None


def moved(day: date, by: Period, *, back: bool = False) -> date:
    """Return the day that lies one period after *day*, or before it.

    Raises:
        OverflowError: there is no such day in the calendar.
    """
    signed = -by.n if back else by.n
    if by.unit in IN_DAYS:
        return day + timedelta(days=signed * IN_DAYS[by.unit])
    year, month = divmod(day.year * 12 + day.month - 1 + signed * IN_MONTHS[by.unit], 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("no such year")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
