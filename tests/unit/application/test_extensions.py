"""Contracts and amendments that make a term longer."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.schedules import Schedule, schedules

PARTIES = ("Wren Robotics, Inc.", "Calder Foods plc")
YEAR = {"n": 1, "unit": "year"}
TWO_YEARS = {"n": 2, "unit": "year"}


def line(path: str, **facts: Any) -> dict[str, Any]:
    """Return a line of a report; a fact is its typed value, or that and its method."""
    given = [*facts.items(), *(("party", {"name": name}) for name in PARTIES)]
    findings = []
    for at, (name, value) in enumerate(given, start=1):
        normal, method = value if isinstance(value, tuple) else (value, "rule:x")
        shown = normal["name"] if name == "party" else str(normal)
        findings.append(
            {"id": f"f{at}", "name": name, "value": shown, "normal": normal, "band": "sure"}
            | {"confidence": 0.9, "method": method, "evidence": [{"quote": f"words of {name}"}]}
        )
    return {
        "path": path,
        "member": None,
        "document_id": f"id of {path}",
        "outcome": "analysed",
        "findings": findings,
    }


def amendment(path: str, day: str, **facts: Any) -> dict[str, Any]:
    return line(
        path, agreement_date=day, amends="Supply Agreement", amends_date="2024-02-01", **facts
    )


def contract(**facts: Any) -> dict[str, Any]:
    return line("a.txt", title="Supply Agreement", agreement_date="2024-02-01", **facts)


def told(*lines: dict[str, Any], day: date = date(2025, 6, 1)) -> Schedule:
    [schedule] = schedules(lines, as_of=day)
    return schedule


COUNTED = {"term": YEAR, "expiration_date": ("2025-02-01", "derived")}


def test_a_contract_may_say_it_itself() -> None:
    found = told(
        contract(term=YEAR, expiration_date=("2027-02-01", "derived"), extension=TWO_YEARS)
    )

    assert found.calendar.term_to == date(2027, 2, 1)
    assert "extension" in [ground.name for ground in found.sources]


def test_an_end_that_was_moved_as_it_was_read_is_not_moved_again() -> None:
    moved = ("2027-12-31", "rule:expiry.extended")
    found = told(contract(expiration_date=moved, extension=TWO_YEARS))

    assert found.calendar.term_to == date(2027, 12, 31)


def test_an_amendment_adds_to_the_end() -> None:
    found = told(contract(**COUNTED), amendment("b.txt", "2025-01-15", extension=TWO_YEARS))

    assert found.calendar.term_to == date(2027, 2, 1)
    assert ("b.txt", "extension") in [(ground.path, ground.name) for ground in found.sources]


def test_one_that_does_not_hold_yet_adds_nothing() -> None:
    later = amendment("b.txt", "2025-09-01", extension=TWO_YEARS)
    ends = ("2025-12-31", "rule:expiry.until")

    assert told(contract(expiration_date=ends), later).calendar.term_to == date(2025, 12, 31)


def test_each_amendment_adds_to_what_the_one_before_said() -> None:
    found = told(
        contract(**COUNTED),
        amendment("b.txt", "2024-06-01", extension=YEAR),
        amendment("c.txt", "2024-09-01", extension=TWO_YEARS),
    )

    assert found.calendar.term_to == date(2028, 2, 1)


@pytest.mark.parametrize(
    ("named", "other", "end"),
    [("2024-09-01", "2024-06-01", "2030-12-31"), ("2024-06-01", "2024-09-01", "2032-12-31")],
)
def test_a_named_end_replaces_what_was_added_before_it(named: str, other: str, end: str) -> None:
    """And what comes behind it adds to it."""
    ends = "2030-12-31"
    found = told(
        contract(**COUNTED),
        amendment("b.txt", named, expiration_date=ends, new_end=ends),
        amendment("c.txt", other, extension=TWO_YEARS),
    )

    assert found.calendar.term_to == date.fromisoformat(end)
