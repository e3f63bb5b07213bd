"""Lengths of time on the calendar."""

from datetime import date

import pytest

from contractsai.domain.lengths import Period, moved, period_of


@pytest.mark.parametrize(
    ("day", "by", "after"),
    [
        ("2024-08-31", Period(6, "month"), "2025-02-28"),
        ("2024-02-29", Period(4, "year"), "2028-02-29"),
        ("2024-12-30", Period(2, "week"), "2025-01-13"),
        ("2024-11-30", Period(1, "quarter"), "2025-02-28"),
        ("2024-01-01", Period(366, "day"), "2025-01-01"),
    ],
)
def test_months_end_on_their_last_day(day: str, by: Period, after: str) -> None:
    assert moved(date.fromisoformat(day), by) == date.fromisoformat(after)


def test_a_day_before_the_calendar_is_refused() -> None:
    """Whoever counts has to know that there is no such day."""
    with pytest.raises(OverflowError):
        moved(date(2024, 1, 1), Period(9_999, "year"), back=True)


def test_lengths_are_compared_roughly_and_read_aloud() -> None:
    assert Period(12, "month").about > Period(51, "week").about
    assert Period(2, "month").times(3) == Period(6, "month")
    assert [str(Period(1, "year")), str(Period(3, "day"))] == ["1 year", "3 days"]


@pytest.mark.parametrize(("number", "days"), [(1, 4), (5, 8), (10, 15), (30, 45)])
def test_business_days_are_counted_as_more_days_than_any_two_weekends_make(
    number: int, days: int
) -> None:
    """A notice errs early: nobody knows the holidays of a place."""
    period = period_of({"n": number, "unit": "day", "business": True})

    assert period == Period(days, "day")
    assert str(period).endswith(f"(for {number} business day{'' if number == 1 else 's'})")


def test_what_is_no_period_has_no_length() -> None:
    assert period_of("perpetual") is None
    assert period_of({"n": 2, "unit": "week"}) == Period(2, "week")
