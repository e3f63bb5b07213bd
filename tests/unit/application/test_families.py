"""An amendment speaks through its contract, if it is certain which one that is."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.families import families
from contractsai.application.schedules import Schedule, schedules
from contractsai.domain.schedule import Status

OURS = ("Elm Press Ltd", "Oak Mills plc")
YEAR = {"n": 1, "unit": "year"}


def line(path: str, title: str, parties: tuple[str, ...] = OURS, **facts: Any) -> dict[str, Any]:
    named = [("title", title), *(("party", name) for name in parties), *facts.items()]
    return {
        "path": path,
        "member": None,
        "document_id": f"id of {path}",
        "outcome": "analysed",
        "findings": [
            {"id": f"f{at}", "name": name, "value": str(normal), "normal": normal}
            | {"band": "sure", "confidence": 0.9, "method": "rule:x", "evidence": []}
            for at, (name, normal) in enumerate(named, start=1)
        ],
    }


MASTER = line(
    "master.txt",
    "SUPPLY AGREEMENT",
    agreement_date="2023-07-01",
    term=YEAR,
    renewal_term={**YEAR, "successive": True},
    notice_period={"n": 30, "unit": "day"},
)


def amendment(parties: tuple[str, ...] = OURS, **facts: Any) -> dict[str, Any]:
    said = {"agreement_date": "2025-02-03", "amends": "Supply Agreement"}
    said |= {"amends_date": "2023-07-01", "expiration_date": "2027-03-31", "renews": "no"}
    return line("first.txt", "FIRST AMENDMENT", parties, **(said | facts))


def on(day: str, *lines: dict[str, Any]) -> list[Schedule]:
    return schedules(lines, as_of=date.fromisoformat(day))


def test_what_an_amendment_changes_holds_from_its_date_on() -> None:
    """Before, the contract's own words do; behind, they are superseded."""
    [before] = on("2025-02-02", amendment(), MASTER)
    [after] = on("2025-02-03", amendment(), MASTER)

    assert before.calendar.status is Status.RENEWED
    assert before.calendar.term_to == date(2025, 7, 1)
    assert after.path == "master.txt"
    assert after.calendar.status is Status.RUNNING
    assert (after.calendar.term_from, after.calendar.term_to, after.calendar.notice_by) == (
        date(2023, 7, 1),
        date(2027, 3, 31),
        None,
    )
    assert "first.txt" in [source.path for source in after.sources]


@pytest.mark.parametrize(
    "other",
    [
        amendment(("Elm Press Ltd", "Ash Ltd")),
        amendment(amends="Service Agreement"),
        amendment(amends_date="2023-07-02"),
        amendment(("Elm Press Ltd",)),
    ],
    ids=["parties", "title", "date", "one party"],
)
def test_what_does_not_match_in_everything_is_not_tied(other: dict[str, Any]) -> None:
    """A wrong tie hides a deadline; without one a person sees both."""
    assert [item.path for item in on("2026-01-01", other, MASTER)] == ["first.txt", "master.txt"]


def test_of_two_contracts_alike_none_is_chosen() -> None:
    contracts, tied = families([MASTER, {**MASTER, "path": "copy.txt"}, amendment()])

    assert (len(contracts), tied) == (3, {})


def test_the_latest_of_two_amendments_holds() -> None:
    """Whichever file comes first."""
    second = amendment(agreement_date="2026-01-01", expiration_date="2029-03-31")
    [found] = on("2026-06-01", second, MASTER, amendment())

    assert found.calendar.term_to == date(2029, 3, 31)
