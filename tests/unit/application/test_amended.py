"""What amendments made of their contracts, as a person reads it."""

from datetime import date
from typing import Any

from support.lines import line

from contractsai.application.amended import Amended, Force, amended

OURS = ("Elm Press Ltd", "Oak Mills plc")
DAY = date(2026, 6, 15)


MASTER = line(
    "master.txt",
    title="SUPPLY AGREEMENT",
    parties=OURS,
    agreement_date="2023-07-01",
    expiration_date="2025-06-30",
)


def amendment(path: str, day: str, **facts: Any) -> dict[str, Any]:
    said = {"agreement_date": day, "amends": "Supply Agreement", "amends_date": "2023-07-01"}
    return line(path, title="AMENDMENT", parties=OURS, **(said | facts))


def told(*lines: dict[str, Any]) -> Amended:
    return amended(lines, as_of=DAY)


def test_a_change_names_what_holds_from_when_and_in_place_of_what() -> None:
    """Both with their words, and with the papers that say them."""
    first = amendment("first.txt", "2025-02-03", new_end="2027-03-31")

    [family] = told(first, MASTER).families

    [paper] = family.papers
    assert (paper.document.path, paper.since, paper.has_begun) == (
        "first.txt",
        date(2025, 2, 3),
        True,
    )
    [change] = family.changes
    assert (family.contract.path, family.parties) == ("master.txt", OURS)
    assert (change.fact, change.value, change.force) == (
        "expiration_date",
        "2027-03-31",
        Force.HOLDS,
    )
    assert (change.words, change.paper) == ("new_end of first.txt", paper)
    assert (change.was, change.was_words) == ("2025-06-30", "expiration_date of master.txt")
    assert change.was_in == family.contract


def test_the_latest_paper_that_has_begun_holds() -> None:
    """It comes first; an older one is superseded, and one to come does not hold yet."""
    papers = [
        amendment("c.txt", "2026-07-01", new_end="2029-03-31"),
        amendment("z.txt", "2023-08-03", new_end="2025-12-31"),
        amendment("a.txt", "2024-02-03", new_end="2026-03-31"),
        amendment("b.txt", "2025-02-03", new_end="2027-03-31"),
    ]

    [family] = told(MASTER, *papers).families

    assert [(item.value, item.force) for item in family.changes] == [
        ("2027-03-31", Force.HOLDS),
        ("2029-03-31", Force.LATER),
        ("2026-03-31", Force.SUPERSEDED),
        ("2025-12-31", Force.SUPERSEDED),
    ]
    assert [(item.was, item.was_in.path) for item in family.changes if item.was_in] == [
        ("2026-03-31", "a.txt"),
        ("2027-03-31", "b.txt"),
        ("2025-12-31", "z.txt"),
        ("2025-06-30", "master.txt"),
    ]


def test_what_the_contract_did_not_say_was_in_no_place() -> None:
    [family] = told(amendment("a.txt", "2024-02-03", renews="no"), MASTER).families

    [change] = family.changes
    assert (change.fact, change.was, change.was_words, change.was_in) == ("renews", "", "", None)


def test_a_length_that_is_added_is_told_as_a_change_of_the_end() -> None:
    """The calendar goes by it: a page that left it out would say that nothing changed."""
    longer = amendment("a.txt", "2024-02-03", extension={"n": 1, "unit": "year"})

    [family] = told(MASTER, longer).families

    [change] = family.changes
    assert (change.fact, change.by, change.was) == ("expiration_date", "extension", "2025-06-30")


def test_an_end_takes_the_place_of_a_length() -> None:
    """A contract that says for how long, and on no day, ends on one now."""
    master = line(
        "master.txt",
        title="SUPPLY AGREEMENT",
        parties=OURS,
        agreement_date="2023-07-01",
        term={"n": 2, "unit": "year"},
    )
    first = amendment("a.txt", "2024-02-03", new_end="2026-03-31")
    second = amendment("b.txt", "2025-02-03", new_end="2027-03-31")

    [family] = told(master, first, second).families

    assert [(item.value, item.was_words) for item in family.changes] == [
        ("2027-03-31", "new_end of a.txt"),
        ("2026-03-31", "term of master.txt"),
    ]


def test_where_nothing_renews_any_more_no_notice_is_shown_as_changed() -> None:
    """The line of the renewal says it."""
    stops = amendment("a.txt", "2024-02-03", renews="no")

    [family] = told(MASTER, stops).families

    assert [item.fact for item in family.changes] == ["renews"]


def test_an_end_that_is_not_said_of_the_contract_changes_none() -> None:
    """As in the calendar: it may be that of a period of orders, or of the amendment itself."""
    other = amendment("a.txt", "2024-02-03", expiration_date="2027-03-31")

    [family] = told(MASTER, other).families

    assert family.changes == ()


def test_an_amendment_without_its_contract_is_told_with_what_it_names() -> None:
    """It is a question to a person, not a tie."""
    alone = amendment("a.txt", "2024-02-03")
    undated = line("b.txt", agreement_date="2024-02-03", amends="Supply Agreement")

    found = told(undated, alone)

    assert found.families == ()
    assert [(item.document.path, item.contract) for item in found.loose] == [
        ("a.txt", None),
        ("b.txt", None),
    ]
    assert all("Supply Agreement" in item.why for item in found.loose)


def test_the_likeliest_contract_of_a_paper_is_asked_about() -> None:
    """What is not certain is said, and no tie."""
    undated = line("b.txt", parties=OURS, agreement_date="2024-02-03", amends="Supply Agreement")
    other = {**MASTER, "path": "other.txt", "document_id": "other"}

    [item] = told(MASTER, other, undated).loose

    assert item.contract is not None
    assert item.contract.path == "master.txt"


def test_a_statement_of_work_is_asked_about_where_a_contract_is_likely() -> None:
    """It has a calendar of its own, so that nothing is missed without an answer."""
    order = line("o.txt", parties=OURS, under="Supply Agreement")
    stray = line("s.txt", parties=("X Ltd", "Y Ltd"), under="Consulting Agreement")

    [item] = told(MASTER, order, stray).loose

    assert (item.document.path, item.contract and item.contract.path) == ("o.txt", "master.txt")


def test_what_was_not_read_amends_nothing() -> None:
    failed = {**amendment("a.txt", "2024-02-03"), "outcome": "failed"}

    assert told(MASTER, failed) == Amended((), ())
