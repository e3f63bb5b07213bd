"""Who the parties are, where the text does not introduce them in so many words."""

from collections.abc import Callable
from typing import Any, Final

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


def introduced(name: str) -> str:
    return (
        'CONSULTING AGREEMENT\n\nThis Consulting Agreement (this "Agreement") is entered into as '
        f'of March 3, 2025 by and between {name} ("Supplier"), and Borealis Pumps LLC, an Ohio '
        'limited liability company ("Customer").\n\nSupplier shall advise Customer.\n'
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hogg, Quill & Marsh, LLP, a New York partnership", "Hogg, Quill & Marsh, LLP"),
        ("Hogg, Quill and Marsh, LLP", "Hogg, Quill and Marsh, LLP"),
        ("Acme Trading, S.A. de C.V., a Mexican company", "Acme Trading, S.A. de C.V."),
        ("Norte, S. de R.L. de C.V.", "Norte, S. de R.L. de C.V."),
        ("Forêts Générales S.à r.l., a Luxembourg company", "Forêts Générales S.à r.l."),
        ("Nowak Narzędzia Sp. z o.o., a Polish company", "Nowak Narzędzia Sp. z o.o."),
        ("Praha Motor s.r.o., a Czech company", "Praha Motor s.r.o."),
        ("Zagreb Alati d.o.o., a Croatian company", "Zagreb Alati d.o.o."),
        ("Gép Kft., a Hungarian company", "Gép Kft."),
        ("Nokka Oy, a Finnish company", "Nokka Oy"),
        ("Dansk Vind A/S, a Danish company", "Dansk Vind A/S"),
        ("Tokyo Seimitsu K.K., a Japanese corporation", "Tokyo Seimitsu K.K."),
        ("Outback Mining Pty Ltd", "Outback Mining Pty Ltd"),
        ("Northside General Hospital", "Northside General Hospital"),
        ("the University of Ashcombe, a public university", "the University of Ashcombe"),
    ],
)
def test_a_name_is_whole_in_any_country(names: Names, written: str, name: str) -> None:
    """Half a name is another company."""
    assert names(introduced(written)) == {name, "Borealis Pumps LLC"}


@pytest.mark.parametrize("blank", ["[***]", "XXXX", "[REDACTED]"])
def test_a_name_that_was_made_unreadable_is_a_blank(analyse: Analyse, blank: str) -> None:
    """It is no party, and a person has to find out who was meant."""
    [analysis] = analyse(introduced(f"{blank}, a Delaware corporation"))

    found = {item.value for item in analysis.findings if item.name == "party" and item.is_answer}
    assert found == {"Borealis Pumps LLC"}
    assert "blank_placeholders" in analysis.review_reasons


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Dr. Ada Q. Byron, M.D., an individual residing at 5 Elm Lane", "person"),
        ("Mr. Max Kern", "person"),
        ("Prof. Ada Byron", "person"),
        ("Max Kern, Esq.", "person"),
        ("Ada Byron, of legal age, married", "person"),
        ("Byron Holdings", "organisation"),
    ],
)
def test_people_are_told_from_organisations(analyse: Analyse, written: str, kind: str) -> None:
    [analysis] = analyse(introduced(written))

    parties = [item for item in analysis.findings if item.name == "party" and item.is_answer]
    normal: Any = parties[0].normal
    assert normal["kind"] == kind
