"""The typed values: what a correction may be, and how it reads."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.facts import IN_DOCUMENTS
from contractsai.domain.normals import (
    BadNormal,
    amount_of,
    check_normal,
    identity_of,
    normal_of,
    value_of,
)

GOOD: list[tuple[str, Any, str]] = [
    ("title", "SUPPLY AGREEMENT", "SUPPLY AGREEMENT"),
    ("document_type", {"type": "software_license", "group": "licensing"}, "Software license"),
    ("party", {"name": "Acme, Inc."}, "Acme, Inc."),
    (
        "party",
        {
            "name": "Ada Ng",
            "role": "Buyer",
            "kind": "person",
            "address": "1 Main St",
            "country": "US",
        },
        "Ada Ng",
    ),
    ("party", {"name": "Acme", "role": None, "kind": None, "country": None}, "Acme"),
    ("agreement_date", "2026-03-03", "3 March 2026"),
    ("effective_date", "2024-02-29", "29 February 2024"),
    ("expiration_date", "perpetual", "perpetual"),
    ("notice_deadline", "2026-12-31", "31 December 2026"),
    ("term", {"n": 24, "unit": "month"}, "24 months"),
    ("term", "perpetual", "perpetual"),
    ("renewal_term", {"n": 1, "unit": "year", "successive": True}, "1 year"),
    ("renewal_term", {"n": 1, "unit": "year", "successive": True, "times": 2}, "1 year"),
    ("notice_period", {"n": 90, "unit": "day"}, "90 days"),
    ("notice_period", {"n": 10, "unit": "day", "business": True}, "10 business days"),
    ("renews", "until_ended", "until_ended"),
    ("payment_term", {"n": 30, "unit": "day"}, "30 days"),
    ("renews", "by_agreement", "by_agreement"),
    ("amends", "Supply Agreement", "Supply Agreement"),
    ("amends_date", "2023-07-01", "1 July 2023"),
    ("under", "Supply Agreement", "Supply Agreement"),
    ("under_date", "2023-07-01", "1 July 2023"),
    ("new_end", "2027-05-31", "31 May 2027"),
    ("former_name", "Sorrent, Inc.", "Sorrent, Inc."),
    ("notice_window", {"n": 120, "unit": "day"}, "120 days"),
    ("option_notice", {"n": 6, "unit": "month"}, "6 months"),
    ("extension", {"n": 2, "unit": "year"}, "2 years"),
    ("duty", {"who": "Buyer", "what": "send a list", "first": "2027-03-31"}, "send a list"),
    ("duty", {"who": "A", "what": "b", "first": "--02-29", "every": "year"}, "b"),
    (
        "duty",
        {"who": "A", "what": "b", "every": "quarter", "after": {"n": 10, "unit": "day"}},
        "b",
    ),
    ("governing_law", {"code": "US-NY", "name": "New York"}, "New York"),
    ("governing_law", {"code": "GB-EAW", "name": "England and Wales"}, "England and Wales"),
    ("jurisdiction", {"text": "the courts of Paris", "place": None}, "the courts of Paris"),
    (
        "jurisdiction",
        {"text": "the courts of Paris", "place": {"code": "FR", "name": "France"}},
        "the courts of Paris",
    ),
    ("address", {"text": "1 Main St", "party": "Acme", "country": "US"}, "1 Main St"),
    ("country", {"code": "FR", "name": "France", "party": "Acme"}, "France"),
    ("liability_cap", {"money": {"amount": "5000.00", "currency": "EUR"}}, "EUR 5000.00"),
    ("contract_value", {"money": None, "basis": "fees paid"}, "fees paid"),
    ("signature_status", "partly_signed", "partly_signed"),
    ("signatory", {"name": "Ada Ng", "title": "CEO", "date": "2026-03-03"}, "Ada Ng"),
    ("signatory", {"title": "CEO", "party": "Acme"}, "CEO"),
]
BAD: list[tuple[str, Any]] = [
    ("title", " "),
    ("renews", "perhaps"),
    ("amends", ""),
    ("amends_date", "July"),
    ("under", ""),
    ("under_date", "July"),
    ("former_name", ""),
    ("new_end", "May"),
    ("duty", {"who": "Buyer"}),
    ("duty", {"who": "Buyer", "what": "send a list"}),
    ("duty", {"who": "Buyer", "what": "send a list", "first": "--02-30", "every": "year"}),
    ("duty", {"who": "Buyer", "what": "send a list", "first": "--03-31"}),
    ("duty", {"who": "Buyer", "what": "send a list", "every": "week"}),
    ("duty", {"who": "Buyer", "what": "x", "every": "year", "after": "perpetual"}),
    ("title", "nul \0"),
    ("title", "half a character \ud83d"),
    ("governing_law", {"code": "US-OH", "name": "\udfff"}),
    ("title", "x" * 1001),
    ("document_type", {"type": "supply"}),
    ("document_type", {"type": "Supply!", "group": "supply"}),
    ("party", "Acme"),
    ("party", {"name": ""}),
    ("party", {"name": "Acme", "colour": "red"}),
    ("party", {"name": "Acme", "kind": "company"}),
    ("party", {"name": "Acme", "country": "France"}),
    ("party", {"name": "Acme", "role": 7}),
    ("agreement_date", "3 March 2026"),
    ("agreement_date", "2026-02-30"),
    ("agreement_date", "20260303"),
    ("agreement_date", "perpetual"),
    ("expiration_date", None),
    ("term", {"n": 0, "unit": "month"}),
    ("term", {"n": True, "unit": "month"}),
    ("term", {"n": 10**30, "unit": "month"}),
    ("term", {"n": 2, "unit": "months"}),
    ("term", {"n": 2, "unit": "year", "successive": True}),
    ("renewal_term", {"n": 1, "unit": "year", "successive": 1}),
    ("renewal_term", {"n": 1, "unit": "year", "times": True}),
    ("renewal_term", {"n": 1, "unit": "year", "times": 0}),
    ("notice_period", {"n": 1, "unit": "month", "business": True}),
    ("notice_period", {"n": 1, "unit": "day", "business": "yes"}),
    ("governing_law", {"code": "us-ny", "name": "New York"}),
    ("governing_law", {"code": "US-NY"}),
    ("jurisdiction", {"text": "Paris", "place": "FR"}),
    ("address", {"party": "Acme"}),
    ("country", {"code": "FR", "name": "France", "party": 7}),
    ("liability_cap", {}),
    ("liability_cap", {"money": {"amount": "5,000", "currency": "EUR"}}),
    ("liability_cap", {"money": {"amount": "5000", "currency": "euro"}}),
    ("liability_cap", {"money": 5}),
    ("liability_cap", {"basis": 5}),
    ("payment_term", "30 days"),
    ("notice_window", "120 days"),
    ("option_notice", {"n": 0, "unit": "month"}),
    ("extension", "two years"),
    ("signature_status", "maybe"),
    ("signatory", {"party": "Acme"}),
    ("signatory", {"name": "Ada", "date": "today"}),
]


@pytest.mark.parametrize(("name", "normal", "read"), GOOD)
def test_a_value_of_the_facts_form_is_taken_and_reads_well(
    name: str, normal: Any, read: str
) -> None:
    check_normal(name, normal)

    assert value_of(name, normal) == read


@pytest.mark.parametrize(("name", "normal"), BAD)
def test_a_value_of_another_form_is_refused_with_the_right_one(name: str, normal: Any) -> None:
    """It would break every program that reads the report."""
    with pytest.raises(BadNormal, match=f"the value of {name} has to be "):
        check_normal(name, normal)


def test_every_fact_has_a_good_and_a_bad_example() -> None:
    assert {name for name, _, _ in GOOD} == set(IN_DOCUMENTS)
    assert {name for name, _ in BAD} | {"effective_date", "notice_deadline", "notice_period"} | {
        "contract_value"
    } == set(IN_DOCUMENTS)


def test_what_is_no_fact_has_no_value() -> None:
    with pytest.raises(BadNormal, match=r"cuad\.insurance has no value"):
        check_normal("cuad.insurance", "yes")


@pytest.mark.parametrize(
    ("name", "text", "old", "normal"),
    [
        ("title", " Lease ", None, "Lease"),
        ("agreement_date", "2026-03-03", "2025-03-03", "2026-03-03"),
        ("expiration_date", "perpetual", None, "perpetual"),
        ("term", "24 months", None, {"n": 24, "unit": "month"}),
        ("notice_period", "1 Day", None, {"n": 1, "unit": "day"}),
        ("notice_period", "9 Business days", None, {"n": 9, "unit": "day", "business": True}),
        ("term", "perpetual", None, "perpetual"),
        ("party", "Acme", {"name": "Acne", "role": "Buyer"}, {"name": "Acme", "role": "Buyer"}),
        ("address", "1 Main St", None, {"text": "1 Main St"}),
        ("governing_law", "US-NY New York", None, {"code": "US-NY", "name": "New York"}),
        ("governing_law", "FR", None, {"code": "FR", "name": "FR"}),
        ("signature_status", "signed", None, "signed"),
    ],
)
def test_a_value_is_read_as_a_person_writes_it(name: str, text: str, old: Any, normal: Any) -> None:
    assert normal_of(name, text, old=old) == normal


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("term", "two years"),
        ("governing_law", "New York"),
        ("agreement_date", "3/3/26"),
        ("x", "y"),
    ],
)
def test_a_text_that_says_no_such_value_is_refused(name: str, text: str) -> None:
    """A guess would be worse: it would be called a person's."""
    with pytest.raises(BadNormal):
        normal_of(name, text, old=None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["n", "unit", "name", "code", "money", "text", "type"]), inner
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from(IN_DOCUMENTS), json_values)
def test_no_value_is_a_defect(name: str, normal: Any) -> None:
    """Anybody may send anything."""
    assert isinstance(value_of(name, "2026-03-03"), str)
    identity_of(name, normal)
    amount_of(normal)
    try:
        check_normal(name, normal)
    except BadNormal:
        return
    assert value_of(name, normal)


def test_what_is_no_value_reads_as_nothing() -> None:
    assert value_of("party", None) == ""


@pytest.mark.parametrize(
    ("normal", "amount"),
    [
        ({"money": {"amount": "5000.50", "currency": "EUR"}}, (Decimal("5000.50"), "EUR")),
        ({"money": {"amount": "5,000", "currency": "EUR"}}, None),
        ({"basis": "fees paid"}, None),
    ],
)
def test_an_amount_is_a_number_or_nothing(normal: Any, amount: Any) -> None:
    """A stage may have found one that is none."""
    assert amount_of(normal) == amount


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("party", {"name": "Acme  Inc"}, {"name": "ACME Inc", "address": "1 Main St"}, True),
        ("party", {"name": "Acme Inc"}, {"name": "Acme LLC"}, False),
        ("governing_law", {"code": "US-NY", "name": "NY"}, {"code": "US-NY", "name": "N.Y."}, True),
        ("document_type", {"type": "nda", "group": "x"}, {"type": "nda", "group": "y"}, True),
        ("term", {"n": 2, "unit": "year"}, {"n": 2, "unit": "month"}, False),
        ("effective_date", "2026-03-03", "2026-03-04", False),
    ],
)
def test_a_value_stays_the_same_when_more_of_it_becomes_known(
    name: str, one: Any, other: Any, *, same: bool
) -> None:
    """Else a better version would forget what people said of the last one."""
    assert (identity_of(name, one) == identity_of(name, other)) is same
