"""Which contract an amendment names."""

import pytest

from contractsai.pipeline.draft import Draft
from contractsai.pipeline.facts.amends import find_amended
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def draft(text: str) -> Draft:
    return draft_of(normalise(Reading((text,)), max_characters=100_000))


def found(text: str) -> dict[str, object]:
    return {fact.name: fact.normal for fact in find_amended(draft(text))}


@pytest.mark.parametrize(
    "words",
    [
        "This Amendment is made on 5 May 2025 and amends the Supply Agreement dated 1 July 2023.",
        "The parties to the Supply Agreement between them dated as of July 1, 2023 agree:",
        'This changes that certain Supply Agreement (the "Agreement"), dated 1 July 2023.',
    ],
)
def test_title_and_date_of_the_amended_contract_are_found(words: str) -> None:
    """Only together can they tell which contract is meant."""
    told = found(f"AMENDMENT NO. 1\n\n{words}")

    assert told == {"amends": "Supply Agreement", "amends_date": "2023-07-01"}


def test_the_amendments_own_date_is_not_that_of_the_contract() -> None:
    """Its heading names the contract, right before its own date."""
    told = found(
        "AMENDMENT TO SUPPLY AGREEMENT\n\nThis Amendment is made on 5 May 2025 and amends the"
        " Supply Agreement dated 1 July 2023."
    )

    assert told["amends_date"] == "2023-07-01"


@pytest.mark.parametrize(
    "text",
    [
        "SUPPLY AGREEMENT\n\nThis replaces the Supply Agreement dated 1 July 2023.",
        "SUPPLY AGREEMENT\n\nSOWs under the Services Agreement dated 1 July 2023 stay.",
        "AMENDMENT\n\nThis Amendment is made on 1 July 2023.",
        "AMENDMENT\n\nNotice of the Board dated 1 July 2023.",
        "ORDER FORM\n\nThis Order Form and our terms are the Agreement.",
    ],
)
def test_what_amends_no_named_contract_is_left_alone(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            'the Supply Agreement ("Supply Agreement") entered into on 1 July 2023',
            "Supply Agreement",
        ),
        (
            "a Supply Agreement, by and between Acme, Inc. and Oak N.A., dated as of 1 July 2023",
            "Supply Agreement",
        ),
        (
            "that certain Software License, Service and Support Agreement dated 1 July 2023",
            "Software License, Service and Support Agreement",
        ),
        ("the Supply Agreement Number 12965 dated as of 1 July 2023", "Supply Agreement"),
        ("the Supply Agreement executed by the Parties on 1 July 2023", "Supply Agreement"),
        (
            'the Supply Agreement ("Agreement") with an Effective Date of 1 July 2023',
            "Supply Agreement",
        ),
        (
            'the Supply Agreement (the "Agreement") between us (Effective Date: 1 July 2023',
            "Supply Agreement",
        ),
        ("the MSA dated 1 July 2023", "MSA"),
        ("the Office Lease dated 1 July 2023", "Office Lease"),
        ("the Agreement dated 1 July 2023", "Agreement"),
    ],
)
def test_titles_come_in_many_ways(words: str, title: str) -> None:
    told = found(f"FIRST AMENDMENT\n\nA and B change {words} as follows.")

    assert told == {"amends": title, "amends_date": "2023-07-01"}


def test_the_heading_says_what_the_agreement_is() -> None:
    """ "The Agreement" alone could be any."""
    told = found("AMENDMENT TO SUPPLY AGREEMENT\n\nA and B change the Agreement dated 1 July 2023.")

    assert told == {"amends": "SUPPLY AGREEMENT", "amends_date": "2023-07-01"}


def test_the_dates_of_earlier_amendments_are_not_that_of_the_contract() -> None:
    told = found(
        "SECOND AMENDMENT\n\nA and B change the Agreement, as amended by the First Amendment dated"
        " 2 August 2024, being the Supply Agreement dated 1 July 2023, as amended 3 May 2025."
    )

    assert told["amends_date"] == "2023-07-01"


@pytest.mark.parametrize(
    "own",
    [
        "This First Amendment to Supply Agreement dated 5 May 2025 is made by A and B.",
        "THIS AMENDMENT TO THE SUPPLY AGREEMENT dated 5 May 2025 is made by A and B.",
        "AMENDMENT NO. 2 TO SUPPLY AGREEMENT dated 5 May 2025",
        "This Supply Agreement dated 5 May 2025 changes.",
    ],
)
def test_a_date_that_may_be_the_papers_own_names_no_contract(own: str) -> None:
    """Better none than a wrong one: a wrong tie hides a deadline."""
    assert "amends_date" not in found(f"AMENDMENT\n\n{own}")


def test_what_a_statement_of_work_stands_under_is_no_amendment() -> None:
    """It has a term of its own, and changes none."""
    told = found(
        "STATEMENT OF WORK NO. 2\n\nThis Statement of Work is made on 9 September 2025 under"
        " the Consulting Services Agreement dated 4 February 2024 between A and B."
    )

    assert told == {"under": "Consulting Services Agreement", "under_date": "2024-02-04"}


@pytest.mark.parametrize("of", ["Renewal of the", "Extension of", "Amendment to our"])
def test_what_a_letter_is_about_is_the_contract(of: str) -> None:
    """Its date is the contract's, not the letter's own."""
    told = found(f"Elm Press Ltd\n\nRe: {of} Supply Agreement dated 1 July 2023\n\nDear Ms Roe,")

    assert told == {"amends": "Supply Agreement", "amends_date": "2023-07-01"}


def test_a_letter_of_renewal_is_an_amendment() -> None:
    told = found(
        "Elm Press Ltd\n\n5 May 2026\n\nRe: Renewal of our contract\n\nDear Ms Roe,\n\nWe renew the"
        " Supply Agreement dated 1 July 2023 for a further year until 30 June 2027."
    )

    assert told == {"amends": "Supply Agreement", "amends_date": "2023-07-01"}


@pytest.mark.parametrize(
    ("text", "title", "confidence"),
    [
        ("AMENDMENT\n\nA and B amend the Supply Agreement between them.", "Supply Agreement", 0.5),
        ("AMENDMENT NO. 2 TO SUPPLY AGREEMENT\n\nA and B agree:", "SUPPLY AGREEMENT", 0.5),
        ("AMENDMENT\n\nA and B amend the Agreement.", "Agreement", 0.4),
    ],
)
def test_without_a_date_it_is_less_sure(text: str, title: str, confidence: float) -> None:
    """It says what the paper is, so that nothing is called missing in it."""
    [fact] = find_amended(draft(text))

    assert (fact.name, fact.value, fact.confidence) == ("amends", title, confidence)
