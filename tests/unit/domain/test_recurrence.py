"""A duty is due again and again, or once."""

from datetime import date

import pytest

from contractsai.domain.lengths import Period
from contractsai.domain.recurrence import Recurrence, first_day, is_first_day, later_due, next_due

D = date.fromisoformat


def test_a_duty_comes_again_on_its_day() -> None:
    """Each year, each month, or once."""
    yearly = Recurrence(first=D("2024-03-31"), every="year")

    assert next_due(yearly, D("2023-01-01")) == D("2024-03-31")
    assert next_due(yearly, D("2026-03-31")) == D("2026-03-31")
    assert next_due(yearly, D("2026-04-01")) == D("2027-03-31")
    assert next_due(Recurrence(first=D("2024-01-31"), every="month"), D("2026-02-01")) == D(
        "2026-02-28"
    )
    assert next_due(Recurrence(first=D("2024-03-31")), D("2024-04-01")) is None


def test_a_duty_after_the_end_of_each_quarter_is_counted_from_that_end() -> None:
    """The one of the quarter before may still be due."""
    quarterly = Recurrence(every="quarter", after=Period(15, "day"))

    assert next_due(quarterly, D("2026-10-10")) == D("2026-10-15")
    assert next_due(quarterly, D("2026-10-16")) == D("2027-01-15")
    assert next_due(Recurrence(every="month", after=Period(5, "day")), D("2026-03-04")) == D(
        "2026-03-05"
    )
    assert next_due(Recurrence(every="year", after=Period(90, "day")), D("2026-01-01")) == D(
        "2026-03-31"
    )


def test_ends_of_periods_are_due_on_their_last_day_without_a_length_after() -> None:
    assert next_due(Recurrence(every="quarter"), D("2026-02-01")) == D("2026-03-31")


def test_what_is_never_due_has_no_next_day() -> None:
    """Neither what names no day nor what the calendar cannot count to."""
    assert next_due(Recurrence(), D("2026-02-01")) is None
    assert next_due(Recurrence(D("9999-06-30"), "year"), D("9999-12-31")) is None


def test_later_days_are_those_between_two_days() -> None:
    """A month without that day has it on its last; what comes once, comes no more."""
    monthly = Recurrence(first=D("2026-01-31"), every="month")

    assert later_due(monthly, D("2026-01-31"), until=D("2026-04-30")) == [
        D("2026-02-28"),
        D("2026-03-31"),
        D("2026-04-30"),
    ]
    assert later_due(monthly, D("2026-01-31"), until=D("2026-02-27")) == []
    assert later_due(Recurrence(first=D("2026-01-31")), D("2026-01-31"), until=date.max) == []


def test_later_days_end_with_the_calendar() -> None:
    yearly = Recurrence(first=D("9998-06-30"), every="year")

    assert later_due(yearly, D("9998-06-30"), until=date.max) == [D("9999-06-30")]


def test_a_first_day_without_a_year_or_a_month_began_long_ago() -> None:
    assert first_day("2026-03-31") == D("2026-03-31")
    assert first_day("--03-31") == D("2000-03-31")
    assert first_day("---15") == D("2000-01-15")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        first_day("20260331")


def test_only_what_comes_again_can_lack_its_year() -> None:
    assert is_first_day("--03-31", is_again=True)
    assert is_first_day("2026-03-31", is_again=False)
    assert not is_first_day("--03-31", is_again=False)
    assert not is_first_day("2026-02-30", is_again=True)
    assert not is_first_day(31, is_again=True)
