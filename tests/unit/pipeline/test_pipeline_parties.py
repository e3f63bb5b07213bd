"""Who the parties are, where the text does not introduce them in so many words."""

from collections.abc import Callable
from typing import Final

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.draft import squeezed
from contractsai.pipeline.facts.parties.organisations import organisations

Analyse = Callable[[str], tuple[Analysis, ...]]
Names = Callable[[str], set[str]]

DUTIES: Final = (
    "As an employee you will learn confidential information of the Company. Every employee shall "
    "keep it secret during and after employment. No employee may compete with the Company for one "
    "year after the employee leaves. This letter is governed by the laws of the State of Ohio.\n\n"
)


@pytest.fixture
def names(analyse: Analyse) -> Names:
    def find(text: str) -> set[str]:
        [analysis] = analyse(text)
        found = (item for item in analysis.findings if item.name == "party" and item.is_answer)
        return {item.value for item in found}

    return find


def test_a_person_who_signs_for_nobody_else_is_a_party_to_an_employees_covenant(
    names: Names,
) -> None:
    covenant = (
        "CONFIDENTIALITY AND NON-COMPETITION AGREEMENT\n\n"
        "March 3, 2025\n\nAda M. Byron\n12 Main Street, Dayton, Ohio\n\nDear Ms. Byron:\n\n"
        'This letter is about your employment by Acme, Inc. (the "Company").\n\n'
        f"{DUTIES}/s/ Ada M. Byron\nSignature\nAda M. Byron\n\n"
        "Acme, Inc.\nBy: /s/ Max Kern\nTitle: President\n"
    )

    assert names(covenant) == {"Acme, Inc.", "Ada M. Byron"}


def test_who_signs_for_a_company_is_none_in_a_supply_contract(names: Names) -> None:
    supply = (
        "SUPPLY AGREEMENT\n\nThis Agreement is made on March 3, 2025 between Acme, Inc., an Ohio "
        'corporation ("Supplier"), and Borealis GmbH ("Buyer").\n\nSupplier shall deliver.\n\n'
        "Acme, Inc.\nBy: /s/ Ada Byron\nTitle: President\n\nBorealis GmbH\nBy: /s/ Max Kern\n"
    )

    assert names(supply) == {"Acme, Inc.", "Borealis GmbH"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Execution Copy\nACME WIDGETS, INC.", "ACME WIDGETS, INC."),
        ("Ada Byron\nAcme Widgets, Inc.", "Acme Widgets, Inc."),
        ("Very truly yours,\nAcme Widgets, Inc.", "Acme Widgets, Inc."),
        ("the Board of Directors of Acme Widgets, Inc.", "Acme Widgets, Inc."),
        ("a possible transaction involving Acme Widgets, Inc.", "Acme Widgets, Inc."),
        (
            "which was signed on behalf of the purchaser by Acme\nWidgets, Inc.",
            "Acme Widgets, Inc.",
        ),
        ("Acme Widgets,\nInc.", "Acme Widgets, Inc."),
    ],
)
def test_a_name_begins_where_a_reader_would_say(text: str, name: str) -> None:
    """A line that is full may go on in the next; a short one ends what it says."""
    assert [squeezed(text[slice(*span)]) for span in organisations(text, 0, len(text))] == [name]
