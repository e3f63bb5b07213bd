"""A term that was made longer."""

from datetime import date

import pytest

from contractsai.domain.lengths import Period
from contractsai.domain.prolonged import prolonged
from contractsai.domain.schedule import Terms, calendar_on

START = date(2024, 2, 1)
TWO_YEARS = Period(2, "year")


def last_day(terms: Terms) -> date | None:
    return calendar_on(terms, date.min).term_to


@pytest.mark.parametrize(
    ("first", "by", "end"),
    [
        (Period(1, "year"), TWO_YEARS, date(2027, 2, 1)),
        (Period(18, "month"), Period(1, "year"), date(2026, 8, 1)),
        (Period(2, "week"), Period(1, "week"), date(2024, 2, 22)),
    ],
)
def test_a_counted_term_stays_a_counted_one(first: Period, by: Period, end: date) -> None:
    """It ends on an anniversary still, so that a deadline errs early as before."""
    longer = prolonged(Terms(start=START, first=first), by, START)

    assert longer.end is None
    assert last_day(longer) == end


def test_a_sum_that_is_no_length_ends_the_day_before() -> None:
    longer = prolonged(Terms(start=START, first=Period(90, "day")), Period(1, "month"), START)

    assert longer.end == date(2024, 5, 31)


def test_a_named_end_stays_a_last_full_day() -> None:
    longer = prolonged(Terms(start=START, end=date(2025, 2, 28)), Period(1, "year"), START)

    assert longer.end == date(2026, 2, 28)


def test_it_adds_to_the_term_that_ran_when_it_was_agreed() -> None:
    """Not to the first one, which was long over."""
    terms = Terms(start=START, first=Period(1, "year"), renewal=Period(1, "year"))

    longer = prolonged(terms, TWO_YEARS, date(2026, 6, 1))

    assert longer.end == date(2029, 1, 31)


@pytest.mark.parametrize(
    ("terms", "by"),
    [
        (Terms(start=START, stays=True), TWO_YEARS),
        (Terms(start=START, first=Period(1, "year")), Period(9_000, "year")),
        (Terms(end=date(2025, 1, 1)), Period(9_000, "year")),
    ],
)
def test_what_has_no_end_gets_none(terms: Terms, by: Period) -> None:
    found = prolonged(terms, by, START)

    assert found.end == terms.end
    assert calendar_on(found, START).term_to in (terms.end, None)
