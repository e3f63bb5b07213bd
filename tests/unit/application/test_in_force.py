"""Rules about today go by the words that hold."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.deadlines import due
from contractsai.application.in_force import in_force
from contractsai.domain.deadline import Deadline, Severity
from contractsai.testing.builders import a_line, a_statement_of_work, an_amendment

MASTER = a_line(
    "master.txt",
    "SUPPLY AGREEMENT",
    agreement_date="2023-07-01",
    expiration_date="2025-06-30",
    notice_deadline="2025-05-31",
)
LATER = an_amendment(new_end="2027-03-31", expiration_date="2027-03-31")
RULE = Deadline(
    "expired", "risk.expired", Severity.HIGH, "It has expired", "expiration_date", at_most=-1
)


def expired(day: str, *lines: dict[str, Any]) -> list[str]:
    as_of = date.fromisoformat(day)
    return [item.path for item in due(in_force(lines, as_of=as_of), [RULE], as_of=as_of)]


def test_a_contract_that_was_extended_has_not_expired() -> None:
    """The alarm comes when the new end has passed, from the paper that says it."""
    assert expired("2026-01-01", MASTER, LATER) == []
    assert expired("2027-04-01", MASTER, LATER) == ["first.txt"]
    assert expired("2026-01-01", MASTER) == ["master.txt"]


def test_an_end_that_was_extended_twice_counts_no_more() -> None:
    again = an_amendment(path="second.txt", agreement_date="2026-06-01", new_end="2029-03-31")

    assert expired("2027-04-01", MASTER, LATER, again) == []
    assert expired("2027-04-01", MASTER, again, LATER) == []


def test_an_amendment_that_does_not_hold_yet_replaces_nothing() -> None:
    early = {**MASTER, "findings": [*MASTER["findings"]]}

    assert in_force([early, LATER], as_of=date(2025, 2, 2)) == [early, LATER]


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"new_end": "2027-03-31"}, []),
        ({"extension": {"n": 2, "unit": "year"}}, []),
        ({"renews": "no"}, ["expiration_date"]),
        ({"notice_period": {"n": 9, "unit": "day"}}, ["expiration_date"]),
        ({}, ["expiration_date", "notice_deadline"]),
    ],
)
def test_what_follows_from_a_replaced_fact_goes_with_it(
    facts: dict[str, Any], left: list[str]
) -> None:
    """A day for notice counts from the end and from the notice that were agreed."""
    [master, _] = in_force([MASTER, an_amendment(**facts)], as_of=date(2026, 1, 1))

    asked = ("expiration_date", "notice_deadline")
    days = [item["name"] for item in master["findings"] if item["name"] in asked]
    assert days == left


def test_a_statement_of_work_replaces_nothing() -> None:
    lines = [MASTER, a_statement_of_work(1, agreement_date="2024-01-01", new_end="2027-01-01")]

    assert in_force(lines, as_of=date(2026, 1, 1)) == lines


def test_what_was_not_read_stays() -> None:
    unread = {**MASTER, "outcome": "failed", "findings": []}

    assert in_force([unread], as_of=date(2026, 1, 1)) == [unread]
