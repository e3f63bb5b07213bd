"""Families in calendars."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.relatives import Place
from contractsai.application.schedules import Schedule, schedules
from contractsai.domain.schedule import Status
from contractsai.testing.builders import a_line as line
from contractsai.testing.builders import a_statement_of_work as work
from contractsai.testing.builders import an_amendment as amendment

YEAR = {"n": 1, "unit": "year"}
REPORT = {"who": "Buyer", "what": "send a report", "first": "--03-31", "every": "year"}
PAY = {"who": "Buyer", "what": "pay the fee", "first": "2026-12-31", "every": None}
MASTER = line(
    "master.txt",
    "SUPPLY AGREEMENT",
    agreement_date="2023-07-01",
    term=YEAR,
    renewal_term={**YEAR, "successive": True},
    notice_period={"n": 30, "unit": "day"},
    duty=REPORT,
)
CHANGED = amendment(new_end="2027-03-31", renews="no", duty=PAY)


def on(day: str, *lines: dict[str, Any]) -> list[Schedule]:
    return schedules(lines, as_of=date.fromisoformat(day))


def place(path: str) -> Place:
    return Place(path, None, f"id of {path}")


def test_what_an_amendment_changes_holds_from_its_date_on() -> None:
    """Before, the contract's own words do; behind, they are superseded."""
    [before] = on("2025-02-02", CHANGED, MASTER)
    [after] = on("2025-02-03", CHANGED, MASTER)

    assert before.calendar.status is Status.RENEWED
    assert before.calendar.term_to == date(2025, 7, 1)
    assert before.superseded == ()
    assert after.path == "master.txt"
    assert after.calendar.status is Status.RUNNING
    assert (after.calendar.term_from, after.calendar.term_to, after.calendar.notice_by) == (
        date(2023, 7, 1),
        date(2027, 3, 31),
        None,
    )
    assert "first.txt" in [source.path for source in after.sources]
    assert [item.name for item in after.superseded] == ["term", "renewal_term", "notice_period"]


def test_the_latest_of_two_amendments_holds() -> None:
    second = amendment(path="second.txt", agreement_date="2026-01-01", new_end="2029-03-31")
    [found] = on("2026-06-01", second, MASTER, CHANGED)

    assert found.calendar.term_to == date(2029, 3, 31)


def test_another_day_in_an_amendment_leaves_the_end_as_it_is() -> None:
    """A period of orders that ends is not the contract's end."""
    [found] = on("2025-03-01", amendment(expiration_date="2025-06-30"), MASTER)

    assert found.calendar.term_to == date(2025, 7, 1)


@pytest.mark.parametrize(("day", "force"), [("2025-02-02", False), ("2025-02-03", True)])
def test_a_paper_is_shown_with_its_contract(day: str, *, force: bool) -> None:
    """Also before it holds; from then on its duties are the contract's."""
    [found] = on(day, CHANGED, MASTER)

    [paper] = found.family
    assert (paper.paper, paper.relation) == (place("first.txt"), "amends")
    assert (paper.holds_from, paper.is_in_force) == (date(2025, 2, 3), force)
    duties = [(duty.path, duty.what) for duty in found.duties]
    report = ("master.txt", "send a report")
    assert duties == ([report, ("first.txt", "pay the fee")] if force else [report])


def test_a_statement_of_work_has_a_calendar_and_a_contract() -> None:
    """Its term is its own, and changes none."""
    [master, sow] = on("2025-03-01", MASTER, work(1, expiration_date="2025-09-30"))

    assert sow.part_of == place("master.txt")
    assert sow.calendar.term_to == date(2025, 9, 30)
    assert master.part_of is None
    [paper] = master.family
    assert (paper.relation, paper.holds_from, paper.is_in_force) == ("under", None, False)
    assert master.calendar.term_to == date(2025, 7, 1)


def test_a_question_is_told_at_the_paper_and_at_the_contract() -> None:
    """Whoever reads the contract's deadlines has to know that they may have changed."""
    [paper, master] = on("2025-03-01", amendment(amends_date="2023-07-02"), MASTER)

    assert paper.asks == master.asks
    [ask] = paper.asks
    assert (ask.paper, ask.contract) == (place("first.txt"), place("master.txt"))
    assert (ask.relation, ask.confidence) == ("amends", 0.5)


def test_a_question_without_a_contract_is_told_at_the_paper() -> None:
    [paper] = on("2025-03-01", amendment())

    assert [ask.contract for ask in paper.asks] == [None]
