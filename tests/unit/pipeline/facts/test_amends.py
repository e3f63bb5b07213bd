"""Which contract an amendment names."""

import pytest

from contractsai.pipeline.facts.amends import find_amended
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(text: str) -> dict[str, object]:
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return {fact.name: fact.normal for fact in find_amended(draft)}


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
        "AMENDMENT\n\nThis Amendment is made on 1 July 2023.",
        "AMENDMENT\n\nNotice of the Board dated 1 July 2023.",
    ],
)
def test_what_amends_no_named_contract_is_left_alone(text: str) -> None:
    assert found(text) == {}
