"""The calendar of a contract on a day: which term runs, until when somebody can stop the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.lengths import Period, moved
from contractsai.domain.schedule import Calendar, Status, Terms, calendar_on

D = date.fromisoformat
YEARLY = Terms(
    start=D("2020-05-04"),
    first=Period(3, "year"),
    renewal=Period(1, "year"),
    notice=Period(30, "day"),
)


def dates(found: Calendar) -> dict[str, str]:
    """Return the dates that are there, as text."""
    names = [name for name in Calendar.__slots__ if name not in {"status", "arithmetic"}]
    return {name: str(value) for name in names if (value := getattr(found, name)) is not None}


def test_the_first_term_runs_to_its_anniversary_and_the_deadline_errs_early() -> None:
    """Who counts from the anniversary itself may be a day late."""
    found = calendar_on(YEARLY, D("2022-01-01"))

    assert found.status is Status.RUNNING
    assert dates(found) == {
        "term_from": "2020-05-04",
        "term_to": "2023-05-04",
        "notice_by": "2023-04-03",
    }
    assert found.arithmetic["notice_by"] == (
        "2023-05-04 (3 years from 2020-05-04), less one day, less 30 days"
    )


def test_a_contract_that_renews_is_rolled_forward_to_the_day_asked_about() -> None:
    """A calendar that says "expired in 2023" of a contract that runs is worse than none."""
    found = calendar_on(YEARLY, D("2026-03-01"))

    assert found.status is Status.RENEWED
    assert dates(found) == {
        "term_from": "2025-05-04",
        "term_to": "2026-05-04",
        "notice_by": "2026-04-03",
    }


def test_a_deadline_that_passed_is_told_together_with_the_next() -> None:
    """The next term cannot be stopped any more; the one after it can."""
    on_the_day = calendar_on(YEARLY, D("2026-04-03"))
    behind = calendar_on(YEARLY, D("2026-04-04"))

    assert dates(on_the_day)["notice_by"] == "2026-04-03"
    assert dates(behind) == {
        "term_from": "2025-05-04",
        "term_to": "2026-05-04",
        "missed": "2026-04-03",
        "next_notice_by": "2027-04-03",
    }


def test_the_next_term_begins_on_the_anniversary() -> None:
    """On that day nobody is in two terms."""
    assert dates(calendar_on(YEARLY, D("2026-05-04")))["term_from"] == "2026-05-04"
    assert dates(calendar_on(YEARLY, D("2026-05-03")))["term_to"] == "2026-05-04"


def test_what_does_not_renew_expires() -> None:
    """Without words of renewal there is nothing to stop."""
    terms = Terms(start=D("2024-02-10"), first=Period(6, "month"), notice=Period(1, "month"))

    assert dates(calendar_on(terms, D("2024-08-09"))) == {
        "term_from": "2024-02-10",
        "term_to": "2024-08-10",
    }
    found = calendar_on(terms, D("2024-08-10"))
    assert found.status is Status.EXPIRED
    assert dates(found) == {"term_to": "2024-08-10", "expired_on": "2024-08-10"}


def test_a_day_that_the_contract_names_is_its_last_full_day() -> None:
    """The next term begins behind it, and its end is a last full day, too."""
    terms = Terms(
        start=D("2023-01-15"),
        end=D("2024-06-30"),
        renewal=Period(1, "year"),
        renewals=1,
        notice=Period(60, "day"),
    )
    last_day = calendar_on(terms, D("2024-06-30"))
    renewed = calendar_on(terms, D("2024-07-01"))
    over = calendar_on(terms, D("2025-07-01"))

    assert last_day.status is Status.RUNNING
    assert dates(last_day)["missed"] == "2024-05-01"
    assert "next_notice_by" not in dates(last_day)  # the second term does not renew
    assert renewed.status is Status.RENEWED
    assert dates(renewed) == {"term_from": "2024-07-01", "term_to": "2025-06-30"}
    assert dates(over) == {"term_to": "2025-06-30", "expired_on": "2025-06-30"}


def test_a_month_to_month_contract_always_has_another_day_for_notice() -> None:
    """Its notice is as long as its terms: nothing is missed, notice counts a month later."""
    terms = Terms(
        start=D("2023-03-01"),
        end=D("2024-02-29"),
        renewal=Period(1, "month"),
        notice=Period(1, "month"),
    )
    found = calendar_on(terms, D("2025-09-10"))

    assert dates(found) == {
        "term_from": "2025-09-01",
        "term_to": "2025-09-30",
        "notice_by": "2025-09-30",
    }


def test_a_window_and_an_option_are_counted_like_a_notice() -> None:
    """Both from the last full day."""
    windowed = Terms(
        start=D("2025-01-01"),
        first=Period(12, "month"),
        renewal=Period(12, "month"),
        notice=Period(30, "day"),
        window=Period(60, "day"),
    )
    optional = Terms(start=D("2025-01-01"), first=Period(2, "year"), option=Period(3, "month"))

    assert dates(calendar_on(windowed, D("2025-06-01")))["window_opens"] == "2025-11-01"
    assert dates(calendar_on(windowed, D("2025-06-01")))["notice_by"] == "2025-12-01"
    assert dates(calendar_on(optional, D("2025-06-01")))["option_by"] == "2026-09-30"
    assert "option_by" not in dates(calendar_on(optional, D("2026-10-01")))


def test_until_terminated_has_no_end() -> None:
    """With a first term before it, that one runs first."""
    at_will = Terms(start=D("2024-01-01"), stays=True)
    later = Terms(start=D("2024-01-01"), first=Period(1, "year"), stays=True)

    assert calendar_on(at_will, D("2026-01-01")).status is Status.OPEN_ENDED
    assert calendar_on(at_will, D("2023-01-01")).status is Status.NOT_STARTED
    assert calendar_on(later, D("2024-06-01")).status is Status.RUNNING
    assert dates(calendar_on(later, D("2026-01-01"))) == {"term_from": "2025-01-01"}


def test_what_has_not_begun_shows_its_first_term() -> None:
    """The day of signature is not the first day."""
    found = calendar_on(YEARLY, D("2020-01-01"))

    assert (found.status, dates(found)["term_to"]) == (Status.NOT_STARTED, "2023-05-04")


@pytest.mark.parametrize("terms", [Terms(), Terms(start=D("2024-01-01"))])
def test_what_says_too_little_is_unknown(terms: Terms) -> None:
    """A guess would be trusted."""
    assert calendar_on(terms, D("2025-01-01")).status is Status.UNKNOWN


def test_months_end_on_their_last_day() -> None:
    """And come back to the day of the first one, where it exists."""
    terms = Terms(start=D("2024-02-29"), first=Period(1, "year"), renewal=Period(1, "year"))

    assert moved(D("2024-08-31"), Period(6, "month")) == D("2025-02-28")
    assert dates(calendar_on(terms, D("2027-12-01")))["term_to"] == "2028-02-29"


def test_a_term_beyond_the_calendar_is_unknown() -> None:
    """9,999 years from now is no date."""
    terms = Terms(start=D("2024-01-01"), first=Period(9_999, "year"))

    assert calendar_on(terms, D("2025-01-01")).status is Status.UNKNOWN


@given(
    start=st.dates(D("1990-01-01"), D("2030-12-31")),
    first=st.builds(Period, st.integers(1, 60), st.sampled_from(["month", "week", "day"])),
    renewal=st.builds(Period, st.integers(1, 36), st.sampled_from(["month", "year", "week"])),
    notice=st.builds(Period, st.integers(1, 12), st.sampled_from(["month", "week", "day"])),
    later=st.integers(0, 12_000),
    is_named=st.booleans(),
)
def test_the_day_asked_about_lies_in_the_term_that_is_told(
    start: date, first: Period, renewal: Period, notice: Period, later: int, *, is_named: bool
) -> None:
    """Whatever the lengths: terms follow one another without a gap, deadlines never come late."""
    end = moved(start, first)
    terms = Terms(
        start=start,
        first=None if is_named else first,
        end=end if is_named else None,
        renewal=renewal,
        notice=notice,
    )
    day = start + timedelta(days=later)
    found = calendar_on(terms, day)

    assert found.term_from is not None
    assert found.term_to is not None
    assert found.term_from <= day <= found.term_to
    if not is_named:
        assert day < found.term_to
    if found.notice_by is not None:
        assert found.notice_by >= day
    if found.missed is not None:
        assert found.missed < day
        assert found.next_notice_by is not None
