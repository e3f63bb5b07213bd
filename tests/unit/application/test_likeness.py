"""How surely a paper belongs to a contract."""

import pytest

from contractsai.application.likeness import TIE, Named, likeness
from contractsai.domain.alike import party_name

TWO = ("Elm Press Ltd", "Oak Mills plc")
DAY = ("2023-07-01",)


def named(
    title: str,
    days: tuple[str, ...] = DAY,
    parties: tuple[str, ...] = TWO,
    relation: str | None = None,
) -> Named:
    return Named(relation, title, days, tuple(party_name(text) for text in parties))


SUPPLY = named("Supply Agreement")


def sure(one: Named, other: Named = SUPPLY) -> float | None:
    found = likeness(one, other)
    return None if found is None else found.confidence


@pytest.mark.parametrize(
    ("one", "confidence"),
    [
        (SUPPLY, 0.95),
        (named("Master Supply Agreement"), 0.85),
        (named("Agreement"), 0.7),
        (named("Lease"), 0.5),
        (named("Supply Agreement", ()), 0.7),
        (named("Agreement", ()), 0.45),
        (named("Lease", ()), None),
        (named("Supply Agreement", ("2024-07-01",)), 0.5),
        (named("Agreement", ("2024-07-01",)), None),
        (named("Supply Agreement", parties=TWO[:1]), 0.6),
        (named("Supply Agreement", parties=()), 0.4),
        (named("Agreement", parties=()), None),
        (named("Supply Agreement", (), ()), None),
    ],
)
def test_only_title_date_and_two_parties_tie(one: Named, confidence: float | None) -> None:
    """Anything less is a question, or nothing."""
    assert sure(one) == confidence
    assert ((confidence or 0) >= TIE) == (one in (SUPPLY, named("Master Supply Agreement")))


def test_a_contract_without_a_date_is_a_question() -> None:
    assert sure(SUPPLY, named("Supply Agreement", ())) == 0.7


def test_a_paper_is_a_contract_only_by_its_title() -> None:
    """Another statement of work of the same day is none that it could be part of."""
    work = named("Statement of Work", relation="under")

    assert sure(named("Lease"), work) is None
    assert sure(named("Statement of Work"), work) == 0.95


def test_it_says_why() -> None:
    found = likeness(named("", ()), named("", ()))

    assert found is not None
    assert found.why == (
        "It names no title of no date; the same: 2 parties; not the same, or not said: title, date"
    )
