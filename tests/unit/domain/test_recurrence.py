"""A duty is due again and again, or once."""

from datetime import date

from contractsai.domain.lengths import Period
from contractsai.domain.recurrence import Recurrence, next_due

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
