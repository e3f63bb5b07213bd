"""What a party has to do by a day."""

from typing import Any

import pytest

from contractsai.pipeline.facts.duties import find_duties
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(text: str) -> list[Any]:
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return [fact.normal for fact in find_duties(draft)]


@pytest.mark.parametrize(
    ("text", "who", "when"),
    [
        (
            "The Tenant shall deliver a certificate of insurance by 5 May 2027.",
            "Tenant",
            ("2027-05-05", None, None),
        ),
        (
            "Supplier must file a list on or before 1 June 2026 and each year thereafter.",
            "Supplier",
            ("2026-06-01", "year", None),
        ),
        (
            "Agent shall send an account within fifteen (15) days after the end of each month.",
            "Agent",
            (None, "month", {"n": 15, "unit": "day"}),
        ),
        (
            "By 31 March of each year, the Operator shall provide audited accounts.",
            "Operator",
            ("--03-31", "year", None),
        ),
        (
            "Each party shall report its sales by the 10th day of each month.",
            "Each party",
            ("---10", "month", None),
        ),
        (
            "3. Reports. Marsh Oak, Inc. shall send a report no later than April 30 of every year.",
            "Marsh Oak, Inc.",
            ("--04-30", "year", None),
        ),
    ],
)
def test_a_duty_says_who_what_and_when(text: str, who: str, when: tuple[Any, ...]) -> None:
    """A reminder without a name is nobody's."""
    [duty] = found(text)

    assert duty["who"] == who
    assert (duty["first"], duty["every"], duty["after"]) == when
    assert duty["what"]


@pytest.mark.parametrize(
    "text",
    [
        "This Agreement shall commence by 5 May 2027.",
        "The Agreement shall end before 1 June 2026.",
        "The Supplier shall not deliver before 1 June 2026.",
        "If the list is not filed by 1 June 2026, the Supplier shall pay a fee.",
        "Royalties shall be payable by March 31 of each year.",
        "Tenant shall give notice of renewal by 5 May 2027.",
        "The Buyer shall pay each invoice within thirty (30) days.",
        "The Buyer shall pay the fees that were due under the contract of 5 May 2020.",
    ],
)
def test_what_is_no_dated_duty_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("space", [" ", "\n          "])
def test_who_owes_a_duty_is_the_name_alone_however_the_lines_break(space: str) -> None:
    """The words of time before it end with a comma, and that is no part of a name."""
    text = (
        "Within 30 days after the end of each month during the Term, Service Provider shall report."
    )

    [duty] = found(text.replace(", Service ", f",{space}Service{space}"))

    assert duty["who"] == "Service Provider"
