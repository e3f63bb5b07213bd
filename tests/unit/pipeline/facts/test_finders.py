"""The rules behind signatures, key terms, courts, money, organisations and reasons to look."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.findings import Analysis, Finding
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.facts.parties.signatures import signatures
from contractsai.pipeline.facts.ranker import Ranker, Table, calibrated, ranker
from contractsai.pipeline.lexicon.money import find_money

Analyse = Callable[[str], tuple[Analysis, ...]]
OPENING = (
    "SUPPLY AGREEMENT\n\nThis Supply Agreement is made on March 3, 2025 between Acme, Inc., an "
    'Ohio corporation ("Supplier"), and Borealis GmbH ("Buyer").\n\n'
)
SIGNED = "Acme, Inc.\nBy: /s/ Ada Byron\nTitle: President\n\nBorealis GmbH\nBy: /s/ Max Kern\n"


@pytest.fixture
def facts(analyse: Analyse) -> Callable[[str, str], list[Finding]]:
    def find(text: str, name: str) -> list[Finding]:
        [analysis] = analyse(text)
        found = [item for item in analysis.findings if item.name == name and item.is_answer]
        return sorted(found, key=lambda item: -item.confidence)

    return find


Facts = Callable[[str, str], list[Finding]]


def normal(found: list[Finding]) -> Any:
    return found[0].normal if found else None


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (SIGNED, "signed"),
        ("Acme, Inc.\nBy: ________\nName:\n\nBorealis GmbH\nBy: ________\nName:\n", "unsigned"),
        ("Acme, Inc.\nBy: /s/ Ada Byron\n\nBorealis GmbH\nBy: ________\nName:\n", "partly_signed"),
        ("/s/ Ada Byron\nBy: ________________\n", "signed"),
        ("DocuSigned by: Ada Byron\n", "signed"),
        ("Signature | | |\nPrint Name | Ada Byron | | Max Kern\n", "unsigned"),
        ("The parties agree.", "unknown"),
    ],
)
def test_a_contract_is_signed_where_somebody_put_a_name(
    facts: Facts, ending: str, status: str
) -> None:
    assert normal(facts(OPENING + ending, "signature_status")) == status


def test_forms_attached_to_a_signed_contract_do_not_unsign_it(facts: Facts) -> None:
    form = "EXHIBIT A\n" + "Form of order. " * 300 + "\nBy: ________\nName:\n"

    assert normal(facts(OPENING + SIGNED + form, "signature_status")) == "signed"


def test_who_signs_is_told_with_office_and_party(facts: Facts) -> None:
    found = facts(OPENING + SIGNED, "signatory")

    assert [item.normal for item in found] == [
        {"name": "Ada Byron", "title": "President", "party": "Acme, Inc.", "date": None},
        {"name": "Max Kern", "title": None, "party": "Borealis GmbH", "date": None},
    ]


def test_two_columns_read_as_one_line_keep_their_pairs() -> None:
    """Text layers write column after column of a row, names first."""
    text = "ACME, INC. BOREALIS GMBH\nBy: /s/ Ada Byron By: /s/ Max Kern"

    found = signatures(text.replace("GMBH", "GmbH"))

    assert [text[slice(*item.organisation)] for item in found if item.organisation] == [
        "ACME, INC.",
        "BOREALIS GMBH",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the employment with Acme Widgets, Inc., and", ["Acme Widgets, Inc."]),
        ("Premier Foods Company, LLC agrees", ["Premier Foods Company, LLC"]),
        ("Legion Partners Asset Management, LLC is", ["Legion Partners Asset Management, LLC"]),
        ("ACME LIMITED GLOBEX INC. By:", ["ACME LIMITED", "GLOBEX INC."]),
        ("Title: Managing Director ACME HOLDINGS, L.P.", ["ACME HOLDINGS, L.P."]),
        ("in the County of Kent. Acme, Inc. signs", ["Acme, Inc."]),
        ("nothing of the kind", []),
    ],
)
def test_an_organisation_is_its_whole_name_and_no_more(text: str, names: list[str]) -> None:
    assert [text[slice(*span)] for span in organisations(text, 0, len(text))] == names


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("Effective Date | 4 May 2024", "effective_date", "2024-05-04"),
        ("**Effective Date:** May 4, 2024", "effective_date", "2024-05-04"),
        ("Effective Date the date it starts | May 4, 2024", "effective_date", "2024-05-04"),
        ("Agreement Date: 2024-05-04", "agreement_date", "2024-05-04"),
        ("Term of NDA | 24 months", "term", {"n": 24, "unit": "month"}),
        ("Subscription Period | 1 year", "term", {"n": 1, "unit": "year"}),
        ("Notice Period | 90 days", "notice_period", {"n": 90, "unit": "day"}),
        (
            "MNDA Term | [ x ] Expires 2 years from signing. [ ] Expires 5 years from signing.",
            "term",
            {"n": 2, "unit": "year"},
        ),
    ],
)
def test_a_row_of_key_terms_states_its_fact(facts: Facts, row: str, name: str, value: Any) -> None:
    assert normal(facts(f"{OPENING}Key Terms\n{row}\n", name)) == value


def test_what_stands_beside_an_empty_box_is_only_worth_a_look(facts: Facts) -> None:
    """The ticked alternative counts; the other one was filled in, and that is all we know."""
    text = OPENING + "Effective Date | [ x ] Date of last signature [ ] May 4, 2024\n"

    [found] = facts(text, "effective_date")

    assert (found.normal, found.band.value) == ("2024-05-04", "look_here")


def test_a_sentence_behind_a_heading_is_no_row(analyse: Analyse) -> None:
    """ "Term: ..." opens many a clause, and its first period may be anything's."""
    text = OPENING + (
        "Term: Notice of any change is given 30 days ahead, and this Agreement continues in effect "
        "for two (2) years from its date.\n"
    )

    [analysis] = analyse(text)

    assert not any("key_terms" in finding.method for finding in analysis.findings)


def test_a_row_beats_the_running_text(facts: Facts) -> None:
    text = OPENING + "Term: 24 months\n\n1. Term. The initial term is three (3) years.\n"

    assert [item.normal for item in facts(text, "term")] == [{"n": 24, "unit": "month"}]


@pytest.mark.parametrize(
    ("sentence", "text", "code"),
    [
        (
            "Each party submits to the exclusive jurisdiction of the courts of the State of Ohio.",
            "the courts of the State of Ohio",
            "US-OH",
        ),
        (
            "Venue lies in the state and federal courts located in Kings County, New York.",
            "the state and federal courts located in Kings County, New York",
            "US-NY",
        ),
        ("Chosen Courts | courts of London, England", "courts of London, England", "GB-EAW"),
    ],
)
def test_the_courts_are_told_with_their_place(
    facts: Facts, sentence: str, text: str, code: str
) -> None:
    found = normal(facts(f"{OPENING}9. Disputes.\n{sentence}\n", "jurisdiction"))

    assert (found["text"], found["place"]["code"]) == (text, code)


def test_courts_that_only_come_up_are_no_choice(facts: Facts) -> None:
    text = OPENING + "A receiver may be named by the courts of the State of Ohio.\n"

    assert facts(text, "jurisdiction") == []


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("$1,250,000", "1250000", "USD"),
        ("US$1.5 million", "1500000", "USD"),
        ("EUR 200,000.50", "200000.50", "EUR"),
        ("€300", "300", "EUR"),
        ("£2 billion", "2000000000", "GBP"),
        ("500,000 US dollars", "500000", "USD"),
        ("40,000 (forty thousand) Canadian dollars", "40000", "CAD"),
        ("HK$80,000", "80000", "HKD"),
    ],
)
def test_money_is_an_amount_with_its_currency(written: str, amount: str, currency: str) -> None:
    [found] = find_money(f"a sum of {written} is due")

    assert (found.amount, found.currency) == (amount, currency)


@given(st.text(alphabet="$€0123456789,. millionUSDdollars", max_size=80))
def test_money_is_read_from_any_text_without_an_error(text: str) -> None:
    for mention in find_money(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert float(mention.amount) >= 0


@pytest.mark.parametrize(
    ("sentence", "cap"),
    [
        (
            "Supplier's total liability shall not exceed $50,000.",
            {"money": {"amount": "50000", "currency": "USD"}, "basis": None},
        ),
        (
            "Its liability is limited to the fees paid by Buyer in the preceding twelve months.",
            {
                "money": None,
                "basis": "the fees paid by Buyer in the preceding twelve months",
            },
        ),
    ],
)
def test_a_cap_is_an_amount_or_what_it_is_measured_by(
    facts: Facts, sentence: str, cap: dict[str, Any]
) -> None:
    assert normal(facts(f"{OPENING}8. Liability.\n{sentence}\n", "liability_cap")) == cap


@pytest.mark.parametrize(
    "sentence",
    [
        "The insurance shall cover liability and not exceed $1,000,000 per occurrence.",
        "The discount shall not exceed $500.",
    ],
)
def test_other_limits_cap_no_liability(facts: Facts, sentence: str) -> None:
    assert facts(f"{OPENING}{sentence}\n", "liability_cap") == []


def test_a_price_that_is_named_is_the_contracts_value(facts: Facts) -> None:
    text = OPENING + "Buyer pays a total purchase price of EUR 90,000 in two parts.\n"

    assert normal(facts(text, "contract_value")) == {
        "money": {"amount": "90000", "currency": "EUR"},
        "basis": "total purchase price",
    }


def test_a_party_is_where_its_law_or_its_address_is(facts: Facts) -> None:
    found = {item.normal["party"]: item.normal["code"] for item in facts(OPENING, "country")}

    assert found == {"Acme, Inc.": "US"}


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("Acme, Inc.\nBy: ________\n\nBorealis GmbH\nBy: ________\n", "unsigned"),
        ("Acme, Inc.\nBy: /s/ Ada Byron\n\nGlobex LLC\nBy: /s/ Max Kern\n", "party_mismatch"),
        ("The price is [amount] for each unit.\n" + SIGNED, "blank_placeholders"),
        ("Delivery is due on {delivery_date}.\n" + SIGNED, "blank_placeholders"),
        ("The term of this Agreement expires on June 1, 2020.\n" + SIGNED, "date_conflict"),
    ],
)
def test_a_person_is_told_why_to_look(analyse: Analyse, ending: str, reason: str) -> None:
    [analysis] = analyse(OPENING + ending)

    assert reason in analysis.review_reasons


def test_a_clean_contract_gives_no_reason_to_look(analyse: Analyse) -> None:
    [analysis] = analyse(OPENING + SIGNED + "Name: ____________\n[***] [REDACTED]\n")

    assert analysis.review_reasons == ()


def test_what_is_derived_is_no_surer_than_what_it_follows_from(analyse: Analyse) -> None:
    text = OPENING + "1. Term. The initial term of this Agreement is two (2) years.\n" + SIGNED

    [analysis] = analyse(text)

    by_id = {finding.id: finding for finding in analysis.findings}
    derived = [finding for finding in analysis.findings if finding.method == "derived"]
    assert [finding.name for finding in derived] == ["expiration_date"]
    for finding in derived:
        inputs = [by_id[str(entry["finding"])] for entry in finding.because]
        assert finding.confidence <= min(item.confidence for item in inputs)


def test_a_feature_nobody_trained_weighs_nothing() -> None:
    """An old model must not fail where a new rule looks at more."""
    model = Ranker(bias=0.0, weights={"known": 2.0})

    assert model.probability({"new": 9.0}) == 0.5
    assert model.probability({"known": 1.0, "new": 9.0}) > 0.85


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=6, unique=True),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_surer_score_never_reads_as_a_lower_confidence(
    points: list[float], one: float, other: float
) -> None:
    curve = Table(sorted(points), [index / len(points) for index in range(len(points))])

    low, high = sorted((one, other))

    assert curve.read(low) <= curve.read(high) + 1e-9


def test_the_committed_numbers_are_there() -> None:
    """Without them every candidate would be worth a coin's toss, and nobody would notice."""
    for name in ("party", "agreement_date", "effective_date"):
        assert ranker(name).weights
    assert calibrated("title", 0.95) > calibrated("title", 0.8)
    assert calibrated("signature_status", 0.5) == 0.5
