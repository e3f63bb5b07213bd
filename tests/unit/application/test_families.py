"""A paper belongs to the contract that it names, if it is certain which one that is."""

from typing import Any

import pytest

from contractsai.application.families import Families, day_of, families
from contractsai.testing.builders import TWO_PARTIES as OURS
from contractsai.testing.builders import a_line as line
from contractsai.testing.builders import a_statement_of_work as work
from contractsai.testing.builders import an_amendment as amendment

MASTER = line("master.txt", "SUPPLY AGREEMENT", agreement_date="2023-07-01")


def paths(found: Families) -> list[str]:
    return [contract["path"] for contract in found.contracts]


def tied(found: Families) -> dict[str, list[str]]:
    return {
        found.contracts[at]["path"]: [tie.paper["path"] for tie in ties]
        for at, ties in found.ties.items()
    }


def asked(found: Families) -> list[tuple[str, str | None]]:
    return [
        (ask.paper["path"], ask.contract["path"] if ask.contract else None) for ask in found.asks
    ]


def test_an_amendment_has_no_calendar_of_its_own() -> None:
    """What it says holds of its contract."""
    found = families([amendment(), MASTER])

    assert (paths(found), tied(found)) == (["master.txt"], {"master.txt": ["first.txt"]})
    [[tie]] = found.ties.values()
    assert (tie.relation, tie.confidence) == ("amends", 0.95)
    assert tie.why == ("It names Supply Agreement of 2023-07-01; the same: title, date, 2 parties")
    assert found.asks == []


def test_a_statement_of_work_keeps_its_own() -> None:
    """It has a term of its own, and no date is needed to show it with its contract."""
    found = families([MASTER, work(1)])

    assert paths(found) == ["master.txt", "sow-1.txt"]
    assert tied(found) == {"master.txt": ["sow-1.txt"]}


def test_papers_come_in_the_order_of_their_days() -> None:
    """Whichever file comes first: the latest holds."""
    second = amendment(path="a.txt", agreement_date="2026-01-01")

    assert tied(families([second, MASTER, amendment()])) == {"master.txt": ["first.txt", "a.txt"]}


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (
            amendment(("Elm Press Ltd", "Ash Ltd")),
            "title, date, 1 party; not the same, or not said: parties",
        ),
        (amendment(("Elm Press Ltd",)), "title, date, 1 party; not the same, or not said: parties"),
        (amendment(()), "title, date; not the same, or not said: parties"),
        (amendment(amends="Agreement"), "date, 2 parties; not the same, or not said: title"),
        (
            amendment(amends="Service Agreement"),
            "date, 2 parties; not the same, or not said: title",
        ),
        (amendment(amends_date="2023-07-02"), "title, 2 parties; not the same, or not said: date"),
        (amendment(amends_date=None), "title, 2 parties; not the same, or not said: date"),
        (
            amendment(amends="Agreement", amends_date=None),
            "2 parties; not the same, or not said: title, date",
        ),
        (
            amendment(agreement_date=None),
            "title, date, 2 parties; but it does not say from which day it holds",
        ),
    ],
)
def test_what_does_not_match_in_everything_is_asked(paper: dict[str, Any], why: str) -> None:
    """A wrong tie hides a deadline; without one a person sees both, and why they are apart."""
    found = families([paper, MASTER])

    assert paths(found) == ["master.txt", "first.txt"]
    assert (tied(found), asked(found)) == ({}, [("first.txt", "master.txt")])
    [ask] = found.asks
    assert ask.why.partition("; the same: ")[2] == why
    assert ask.confidence < 0.8


def test_what_is_like_no_contract_says_what_it_names() -> None:
    """The contract may be in another folder."""
    found = families([amendment(amends="Lease", parties=("A", "B")), work(1)])

    assert asked(found) == [("first.txt", None), ("sow-1.txt", None)]
    assert found.asks[0].why == "It names Lease of 2023-07-01; no contract here is like that"


def test_of_two_contracts_alike_none_is_chosen() -> None:
    """A draft and its executed copy, or two that somebody gave one name."""
    found = families([MASTER, {**MASTER, "path": "copy.txt"}, amendment()])

    assert (len(found.contracts), tied(found)) == (3, {})
    assert asked(found) == [("first.txt", "master.txt"), ("first.txt", "copy.txt")]
    assert found.asks[0].why.endswith("2 parties; but so is another")
    assert found.asks[0].confidence < 0.8


@pytest.mark.parametrize(
    ("paper", "master"),
    [
        (amendment(("ELM PRESS LIMITED", "Oak Mills")), MASTER),
        (amendment(amends="Master Supply Agreement"), MASTER),
        (amendment(), line("master.txt", "MASTER SUPPLY AGREEMENT", effective_date="2023-07-01")),
        (
            amendment(amends="MSA"),
            line("master.txt", "Master Services Agreement", agreement_date="2023-07-01"),
        ),
        (amendment(("Elm Press Ltd", "Oak Group plc"), former_name="Oak Mills plc"), MASTER),
        (amendment((*OURS, "Ash Ltd")), MASTER),
    ],
    ids=["forms", "longer title", "effective date", "short title", "former name", "one more"],
)
def test_names_come_in_many_ways(paper: dict[str, Any], master: dict[str, Any]) -> None:
    assert tied(families([paper, master])) == {"master.txt": ["first.txt"]}


def test_an_amendment_may_change_a_statement_of_work() -> None:
    own = amendment(amends="Statement of Work No. 1", amends_date="2024-01-01")
    found = families([MASTER, work(1, agreement_date="2024-01-01"), own])

    assert tied(found) == {"master.txt": ["sow-1.txt"], "sow-1.txt": ["first.txt"]}


def test_papers_under_one_contract_are_not_taken_for_it() -> None:
    """Their titles and dates may be read as its."""
    one, two = (work(at, "Supply Agreement", agreement_date="2023-07-01") for at in (1, 2))

    assert tied(families([MASTER, one, two])) == {"master.txt": ["sow-1.txt", "sow-2.txt"]}
    assert asked(families([one, two])) == [("sow-1.txt", None), ("sow-2.txt", None)]
    undated = work(3, "Supply Agreement", under_date=None)
    assert asked(families([one, undated])) == [("sow-1.txt", None), ("sow-3.txt", None)]


def test_a_statement_of_work_is_not_asked_to_be_part_of_another() -> None:
    found = families([work(1, agreement_date="2023-07-01"), work(2, under="Other Agreement")])

    assert asked(found) == [("sow-1.txt", None), ("sow-2.txt", None)]


def test_what_hardly_belongs_to_anything_is_a_contract() -> None:
    """A candidate below the band of answers changes nothing."""
    weak = {
        **amendment(),
        "findings": [
            {**finding, "band": "unlikely"} if finding["name"] == "amends" else finding
            for finding in amendment()["findings"]
        ],
    }

    found = families([MASTER, weak])

    assert (paths(found), found.asks) == (["master.txt", "first.txt"], [])


@pytest.mark.parametrize(
    ("verdict", "facts", "is_tied"),
    [
        ("accepted", {"amends_date": None}, True),
        ("corrected", {"amends_date": None}, True),
        ("accepted", {"parties": OURS[:1]}, True),
        ("accepted", {"amends_date": "2023-07-02"}, False),
        ("accepted", {"amends": "Lease"}, False),
        ("accepted", {"parties": ()}, False),
        (None, {"amends_date": None}, False),
    ],
)
def test_a_person_answers_by_a_review_of_what_it_amends(
    verdict: str | None, facts: dict[str, Any], *, is_tied: bool
) -> None:
    """Their word on the title counts where the rest is not at odds."""
    paper = amendment(**facts)
    for finding in paper["findings"]:
        finding["review"] = {"state": verdict} if verdict else None

    assert tied(families([MASTER, paper])) == ({"master.txt": ["first.txt"]} if is_tied else {})


def test_a_person_is_asked_about_three_contracts_at_most() -> None:
    contracts = [{**MASTER, "path": f"{at}.txt"} for at in range(5)]

    assert len(families([*contracts, amendment()]).asks) == 3


def test_what_many_contracts_share_is_not_looked_up() -> None:
    """So that work does not grow with the square of a folder."""
    others = [
        line(f"{at:02}.txt", f"ORDER {at} AGREEMENT", agreement_date="2023-07-01")
        for at in range(30)
    ]

    assert tied(families([*others, MASTER, amendment()])) == {"master.txt": ["first.txt"]}
    assert asked(families([*others, amendment()])) == [("first.txt", None)]


@pytest.mark.parametrize(
    ("days", "day"),
    [
        ({"effective_date": "2025-03-01"}, "2025-03-01"),
        ({}, "2025-02-03"),
        ({"effective_date": "2023-07-01"}, "2025-02-03"),
        ({"effective_date": "2023-07-01", "agreement_date": None}, "2023-07-01"),
        ({"agreement_date": None}, None),
    ],
)
def test_a_paper_holds_from_the_day_that_it_says(days: dict[str, Any], day: str | None) -> None:
    """Not from that of its contract, which is in its first words, too."""
    assert day_of(amendment(**days)) == day
