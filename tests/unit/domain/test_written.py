"""A fact in a cell, and what a person writes into it."""

from typing import Any

import pytest

from contractsai.domain.findings import JsonValue
from contractsai.domain.normals import BadNormal
from contractsai.domain.written import normal_written, written

ROUND: list[tuple[str, JsonValue, str]] = [
    ("title", "SUPPLY AGREEMENT", "SUPPLY AGREEMENT"),
    ("party", {"name": "Acme Inc.", "role": "Buyer", "country": "US"}, "Acme Inc."),
    ("effective_date", "2026-01-20", "2026-01-20"),
    ("expiration_date", "perpetual", "perpetual"),
    ("term", {"n": 24, "unit": "month"}, "24 months"),
    ("term", "perpetual", "perpetual"),
    ("renewal_term", {"n": 1, "unit": "year", "successive": True}, "1 year"),
    ("governing_law", {"code": "US-NY", "name": "New York"}, "US-NY New York"),
    ("governing_law", {"code": "DE", "name": "DE"}, "DE"),
    (
        "contract_value",
        {"money": {"amount": "36000.50", "currency": "GBP"}, "basis": "annual fee"},
        "GBP 36000.50",
    ),
]


@pytest.mark.parametrize(("name", "normal", "text"), ROUND)
def test_what_is_written_is_read_as_the_same(name: str, normal: Any, text: str) -> None:
    """Whoever types what stands there changes nothing."""
    assert written(name, "as people read it", normal) in (text, "as people read it")
    assert normal_written(name, text, old=normal) == normal


@pytest.mark.parametrize(
    ("name", "normal", "text"), [row for row in ROUND if row[0] not in {"title"}]
)
def test_a_fact_has_one_text(name: str, normal: Any, text: str) -> None:
    assert written(name, "as people read it", normal) == text


def test_what_has_no_typed_text_is_written_as_people_read_it() -> None:
    assert written("contract_value", "a year's fees", {"basis": "a year's fees"}) == "a year's fees"
    assert written("document_type", "Supply agreement", {"type": "supply"}) == "Supply agreement"
    assert written("risk.x", "A risk", "perpetual") == "A risk"


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01",
        " 1 March 2027 ",
        "1. Mar. 2027",
        "March 1, 2027",
        "mar 1 2027",
    ],
)
def test_a_date_is_taken_in_any_unambiguous_form(text: str) -> None:
    assert normal_written("effective_date", text, old=None) == "2027-03-01"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("EUR 5,000.00", "5000.00"), ("EUR5000", "5000"), ("EUR 1,234,567", "1234567")],
)
def test_an_amount_is_taken_with_and_without_commas(text: str, amount: str) -> None:
    assert normal_written("contract_value", text, old=None) == {
        "money": {"amount": amount, "currency": "EUR"},
        "basis": None,
    }


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("effective_date", "01/02/2027", "2027-03-31"),  # of February or of January?
        ("effective_date", "31 June 2027", "2027-03-31"),
        ("effective_date", "1 Ju 2027", "2027-03-31"),
        ("effective_date", "1 mayday 2027", "2027-03-31"),
        ("effective_date", "perpetual", "2027-03-31"),
        ("expiration_date", "never", "perpetual"),
        ("term", "two years", "2 years"),
        ("governing_law", "New York", "US-NY New York"),
        ("contract_value", "5000", "EUR 5000.00"),
        ("contract_value", "EUR 50,00", "EUR 5000.00"),
        ("title", "x" * 1_001, "1000 characters"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused_with_what_would_do(
    name: str, text: str, says: str
) -> None:
    with pytest.raises(BadNormal, match=says):
        normal_written(name, text, old=None)


def test_a_corrected_length_says_nothing_of_how_often() -> None:
    old: JsonValue = {"n": 1, "unit": "year", "successive": True, "times": 2}

    assert normal_written("renewal_term", "2 years", old=old) == {
        "n": 2,
        "unit": "year",
        "successive": True,
        "times": 2,
    }
    assert normal_written("renewal_term", "Perpetual", old=old) == "perpetual"


def test_a_corrected_party_keeps_the_rest() -> None:
    old: JsonValue = {"name": "Acme", "role": "Buyer"}

    assert normal_written("party", "Acme Inc.", old=old) == {"name": "Acme Inc.", "role": "Buyer"}
