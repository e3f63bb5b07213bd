"""Terms that the text makes longer, and what merely may become so."""

from collections.abc import Callable
from typing import Any

import pytest
from support.supply_agreement import OPENING, normals

from contractsai.domain.findings import Analysis
from contractsai.pipeline.draft import Fact
from contractsai.pipeline.facts.extension import extended, with_extension

Analyse = Callable[[str], tuple[Analysis, ...]]
AMENDING = OPENING.replace("SUPPLY AGREEMENT", "AMENDMENT TO SUPPLY AGREEMENT", 1)
TWO_YEARS = {"n": 2, "unit": "year"}


def given(analyse: Analyse, text: str, name: str) -> list[Any]:
    [analysis] = analyse(text)
    return normals(analysis, name)


@pytest.mark.parametrize(
    "words",
    [
        "The term of the Agreement is hereby extended for two additional years.",
        "The parties agree to extend the term by two (2) years, unless sooner terminated.",
        "The term of this Agreement is extended for a further period of two years.",
        "Buyer and Supplier hereby extend the Agreement for two more years.",
    ],
)
def test_a_term_is_made_longer(analyse: Analyse, words: str) -> None:
    assert given(analyse, OPENING + words, "extension") == [TWO_YEARS]
    assert given(analyse, OPENING + words, "renewal_term") == []
    assert given(analyse, OPENING + words, "renews") == []


def test_an_extension_does_not_hide_that_the_contract_renews(analyse: Analyse) -> None:
    words = "The term is extended for two years. It shall not be renewed automatically."

    assert given(analyse, AMENDING + words, "renews") == ["no"]


def test_an_amendment_says_it_as_a_command(analyse: Analyse) -> None:
    """In a contract the same words are of what may happen to it."""
    words = "The term of the Agreement shall be extended by two years."

    assert given(analyse, AMENDING + words, "extension") == [TWO_YEARS]
    assert given(analyse, OPENING + words, "extension") == []


@pytest.mark.parametrize(
    "words",
    [
        "The term may be extended for two years.",
        "The term is automatically extended for two years unless a party objects.",
        "If the goods are late the term is hereby extended by two months.",
        "The time for delivery is hereby extended by two months.",
        "The term is hereby extended for successive periods of two years.",
        "The term is hereby extended for two years, until December 31, 2029.",
        "The term is hereby extended, and Buyer shall keep its records two years.",
        "The warranty is hereby extended for two years.",
    ],
)
def test_what_may_be_or_is_something_else_is_none(analyse: Analyse, words: str) -> None:
    assert given(analyse, AMENDING + words, "extension") == []


@pytest.mark.parametrize(
    ("before", "end"),
    [
        ("The initial term is one year.", "2028-03-03"),
        ("This Agreement continues until December 31, 2026.", "2028-12-31"),
        (
            'The initial term is one year from the Start Date. "Start Date" means June 1, 2025.',
            "2028-05-31",
        ),
    ],
)
def test_the_end_moves(analyse: Analyse, before: str, end: str) -> None:
    """An end that was counted is a last full day from then on: the day before, to err early."""
    words = "The term of the Agreement is hereby extended for two additional years."

    assert given(analyse, f"{OPENING}{before} {words}", "expiration_date") == [end]


def test_the_old_end_stays_as_a_candidate() -> None:
    old = Fact("expiration_date", "x", "2026-12-31", 0.9, "rule:expiry.until", ((5, 9),))
    longer = Fact("extension", "2 years", {"n": 2, "unit": "year"}, 0.7, "rule:x", ((20, 29),))

    found = with_extension([old, longer])

    assert [(fact.normal, fact.confidence) for fact in found if fact.name == old.name] == [
        ("2028-12-31", 0.7),
        ("2026-12-31", 0.3),
    ]
    assert found[0].spans == ((5, 9), (20, 29))


@pytest.mark.parametrize(
    ("end", "by"),
    [
        ("perpetual", TWO_YEARS),
        (None, TWO_YEARS),
        ("2026-12-31", "perpetual"),
        ("9999-12-30", TWO_YEARS),
    ],
)
def test_what_has_no_day_is_not_moved(end: Any, by: Any) -> None:
    assert extended(end, by, is_counted=False) is None
