"""The calendar of a contract out of what its analysis found."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.schedules import Schedule, schedules
from contractsai.domain.schedule import Status

DAY = date(2026, 6, 15)
YEAR = {"n": 1, "unit": "year"}


def line(path: str = "a.txt", outcome: str = "analysed", **facts: Any) -> dict[str, Any]:
    """Return a line of a report; a fact is its typed value, or that and its method."""
    findings = []
    for at, (name, given) in enumerate(facts.items(), start=1):
        normal, method = given if isinstance(given, tuple) else (given, "rule:x")
        place = {"quote": f"words of {name}"}
        findings.append(
            {"id": f"f{at}", "name": name, "value": str(normal), "normal": normal, "band": "sure"}
            | {"confidence": 0.9, "method": method}
            | {"evidence": [] if method == "derived" else [place]}
        )
    return {
        "path": path,
        "member": None,
        "document_id": f"id of {path}",
        "outcome": outcome,
        "findings": findings,
    }


def told(**facts: Any) -> Schedule:
    [schedule] = schedules([line(**facts)], as_of=DAY)
    return schedule


def test_a_derived_end_is_an_anniversary_and_rolls_forward() -> None:
    """The term is counted anew from its start, however long ago it ended first."""
    found = told(
        agreement_date="2020-03-01",
        term={"n": 2, "unit": "year"},
        expiration_date=("2022-03-01", "derived"),
        renewal_term={**YEAR, "successive": True},
        notice_period={"n": 30, "unit": "day"},
    )

    calendar = found.calendar
    assert calendar.status is Status.RENEWED
    assert (calendar.term_from, calendar.term_to) == (date(2026, 3, 1), date(2027, 3, 1))
    assert calendar.notice_by == date(2027, 1, 29)


def test_every_finding_that_was_used_is_named_with_its_words() -> None:
    """Who doubts a date looks at the sentence behind it."""
    found = told(
        agreement_date="2020-03-01",
        effective_date="2026-01-01",
        term=YEAR,
        expiration_date=("2027-01-01", "derived"),
        notice_period={"n": 30, "unit": "day"},
    )

    assert [(item.name, item.finding, item.words) for item in found.sources] == [
        ("effective_date", "f2", "words of effective_date"),
        ("term", "f3", "words of term"),
        ("expiration_date", "f4", "2027-01-01"),
    ]


def test_an_end_that_the_contract_names_is_a_last_full_day() -> None:
    found = told(
        effective_date="2024-01-10",
        expiration_date="2026-06-14",
        renewal_term={**YEAR, "successive": False},
    )

    assert found.calendar.term_from == date(2026, 6, 15)
    assert found.calendar.term_to == date(2027, 6, 14)


def test_an_end_counted_from_another_day_keeps_that_day() -> None:
    """Three years from the Start Date: the agreement's own date begins nothing."""
    found = told(
        agreement_date="2024-01-10",
        term={"n": 3, "unit": "year"},
        expiration_date=("2027-09-01", "rule:expiry.named_start"),
    )

    assert found.calendar.term_from == date(2024, 9, 1)
    assert found.calendar.term_to == date(2027, 9, 1)


@pytest.mark.parametrize("how", ["no", "by_agreement", "option"])
def test_what_does_not_renew_by_itself_expires(how: str) -> None:
    """A length of renewal alone is no renewal."""
    found = told(
        effective_date="2024-01-10",
        expiration_date="2025-01-09",
        renewal_term={**YEAR, "successive": True},
        renews=how,
        notice_period={"n": 30, "unit": "day"},
    )

    assert found.calendar.status is Status.EXPIRED
    assert [item.name for item in found.sources] == ["effective_date", "expiration_date", "renews"]


def test_what_renews_for_nobody_knows_how_long_has_not_expired() -> None:
    """A contract that is called expired is looked at no more."""
    found = told(effective_date="2024-01-10", expiration_date="2025-01-09", renews="repeatedly")

    assert (found.calendar.status, found.calendar.expired_on) == (Status.UNKNOWN, None)
    assert found.calendar.term_to == date(2025, 1, 9)


def test_until_terminated_is_open_ended() -> None:
    found = told(agreement_date="2021-02-03", expiration_date="perpetual")

    assert (found.calendar.status, found.calendar.term_from) == (
        Status.OPEN_ENDED,
        date(2021, 2, 3),
    )


def test_an_end_before_the_start_leaves_the_start_open() -> None:
    """One of the two is misread; nobody should be shown a term that runs backwards."""
    found = told(agreement_date="2027-01-01", expiration_date="2026-12-31")

    assert (found.calendar.status, found.calendar.term_from) == (Status.RUNNING, None)


def test_duties_are_told_with_their_next_day() -> None:
    duty = {"who": "Supplier", "what": "deliver a list", "first": "2025-05-01"}
    found = told(duty={**duty, "every": "year", "after": None})
    over = told(expiration_date="2026-01-01", duty={**duty, "every": "year", "after": None})
    [item] = found.duties

    assert (item.who, item.by, item.every) == ("Supplier", date(2027, 5, 1), "year")
    assert item.evidence == "words of duty"
    assert over.duties == ()


REPORTS = {"who": "Supplier", "what": "report", "first": "2026-07-01", "every": "quarter"}


@pytest.mark.parametrize(
    ("facts", "later"),
    [
        ({}, ["2026-10-01", "2027-01-01", "2027-04-01"]),
        ({"expiration_date": "2026-12-31"}, ["2026-10-01"]),
        (
            {"expiration_date": "2026-12-31", "renews": "repeatedly"},
            ["2026-10-01", "2027-01-01", "2027-04-01"],
        ),
        (
            {"expiration_date": "2025-12-31", "renewal_term": {**YEAR, "successive": False}},
            ["2026-10-01"],
        ),
    ],
    ids=["no end", "an end", "renewal", "the only renewal"],
)
def test_the_later_days_of_a_duty_end_after_a_year_or_with_the_contract(
    facts: dict[str, Any], later: list[str]
) -> None:
    """A calendar needs more than the next day, and no days that nobody is bound by."""
    [item] = told(**facts, duty={**REPORTS, "after": None}).duties

    assert [day.isoformat() for day in item.later] == later


def test_a_calendar_names_the_facts_that_ask_for_a_look() -> None:
    """A day that follows from one of them asks for it too."""
    doubtful = line(effective_date="2026-01-01", expiration_date="2027-01-01")
    doubtful["findings"][1]["band"] = "look_here"
    sure = line("b.txt", effective_date="2026-01-01", expiration_date="2027-01-01")

    assert [item.unsure for item in schedules([doubtful, sure], as_of=DAY)] == [
        {"expiration_date"},
        set(),
    ]


@pytest.mark.parametrize(
    ("facts", "goes_on"),
    [
        ({"expiration_date": "2027-01-01"}, False),
        ({"expiration_date": "2027-01-01", "renews": "repeatedly"}, True),
        ({"expiration_date": "2027-01-01", "renewal_term": {**YEAR, "successive": False}}, True),
        ({"expiration_date": "2026-01-01", "renewal_term": {**YEAR, "successive": False}}, False),
        ({"expiration_date": "perpetual"}, True),
    ],
)
def test_whether_something_follows_the_term(facts: dict[str, Any], *, goes_on: bool) -> None:
    """An end that is none should not be called one."""
    assert told(**facts).goes_on is goes_on


def test_what_was_not_read_has_no_calendar() -> None:
    """A failed file is no contract without a term."""
    lines = [line("b.txt"), line("c.txt", outcome="failed"), line("a.txt", outcome="partial")]

    assert [item.path for item in schedules(lines, as_of=DAY)] == ["a.txt", "b.txt"]


def test_a_duty_of_one_day_that_has_passed_is_not_listed() -> None:
    duty = {"who": "Supplier", "what": "deliver a list", "every": None, "after": None}

    assert told(duty={**duty, "first": "2025-05-01"}).duties == ()
    assert len(told(duty={**duty, "first": "2026-07-01"}).duties) == 1


@pytest.mark.parametrize(
    ("how", "status"), [("once", Status.EXPIRED), ("repeatedly", Status.RENEWED)]
)
def test_a_contract_that_renews_once_ends_after_that(how: str, status: Status) -> None:
    """Three years after the first end, one more year is over and one after another is not."""
    found = told(
        effective_date="2022-01-01",
        term=YEAR,
        renews=how,
        renewal_term={**YEAR, "successive": True},
    )

    assert found.calendar.status is status


@pytest.mark.parametrize(("times", "status"), [(2, Status.EXPIRED), (4, Status.RENEWED)])
def test_a_contract_that_says_how_often_it_renews_ends_after_that(
    times: int, status: Status
) -> None:
    found = told(
        effective_date="2022-01-01",
        term=YEAR,
        renews="repeatedly",
        renewal_term={**YEAR, "successive": True, "times": times},
    )

    assert found.calendar.status is status


def test_a_contract_that_goes_on_until_somebody_ends_it_does_not_expire() -> None:
    """Its first term is over, and nothing else of it ends by itself."""
    found = told(effective_date="2022-01-01", term=YEAR, renews="until_ended")

    assert found.calendar.status is Status.OPEN_ENDED
    assert found.calendar.term_to is None


def test_a_notice_in_business_days_says_so_in_its_arithmetic() -> None:
    found = told(
        effective_date="2026-01-01",
        term=YEAR,
        renews="repeatedly",
        renewal_term={**YEAR, "successive": True},
        notice_period={"n": 10, "unit": "day", "business": True},
    )

    assert "(for 10 business days)" in str(found.calendar)


def test_a_term_longer_than_the_calendar_tells_no_start() -> None:
    """An end is known; what was counted back from it is not made up."""
    found = told(
        term={"n": 5000, "unit": "year"}, expiration_date=("2027-09-01", "rule:expiry.named_start")
    )

    assert found.calendar.term_from is None
