"""Forms in the geometries that people use: each value is found, and belongs to its party."""

from typing import Any

import pytest
from support.form_layouts import LAYOUTS

from contractsai.domain.findings import Finding
from contractsai.pipeline.facts.entries import entries
from contractsai.pipeline.facts.parties.filled import form_parties
from contractsai.pipeline.lexicon.german import german_country, german_period
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.pipeline import ContractPipeline


def answers(text: str) -> list[Finding]:
    [analysis] = ContractPipeline().analyse(text.encode(), checkpoint=lambda _: None)
    return [item for item in analysis.findings if item.is_answer]


def normals(found: list[Finding], name: str) -> list[Any]:
    return [item.normal for item in found if item.name == name]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_value_of_a_form_is_found_wherever_it_stands(layout: str) -> None:
    """Rows, columns, blocks, leaders: what matters is which label a value belongs to."""
    text, addresses, start, term, law = LAYOUTS[layout]
    found = answers(text)

    assert {item["name"] for item in normals(found, "party")} == set(addresses)
    assert {item["party"]: item["text"] for item in normals(found, "address")} == addresses
    assert normals(found, "effective_date") == [start]
    assert [(item["n"], item["unit"]) for item in normals(found, "term")] == [term]
    assert [item["code"] for item in normals(found, "governing_law")] == [law]


def test_a_value_ends_where_the_next_label_begins() -> None:
    """A signatory's name and the label below it are no company."""
    text = """NON-DISCLOSURE AGREEMENT

Agreed to as of the Effective Date by each party's authorized representative:
Party Name: Ashgrove Tea Ltd.
Signature:
Name and Title: Nora Fenn
Company: Ashgrove Tea Ltd.
Postal mail: 31 Cask Street, Suite 9, Albany, NY 12207
Date:
Party Name: Wharfside Lines Company
Signature:
Name and Title: Otto Brand
Company: Wharfside Lines Company
Postal mail: 12 Third Avenue, Seattle, WA 98101
Date:
"""
    found = answers(text)

    assert {item["name"] for item in normals(found, "party")} == {
        "Ashgrove Tea Ltd.",
        "Wharfside Lines Company",
    }
    assert {item["text"] for item in normals(found, "address")} == {
        "31 Cask Street, Suite 9, Albany, NY 12207",
        "12 Third Avenue, Seattle, WA 98101",
    }


def test_the_unit_of_a_term_may_stand_in_its_label() -> None:
    """Who fills in the form writes the number alone."""
    text = "MAINTENANCE AGREEMENT\n\nSupplier\tHollin Lifts Ltd\n\nInitial Term (in years)\t4\n"

    assert normals(answers(text), "term") == [{"n": 4, "unit": "year"}]


def test_a_form_that_asks_for_its_date_alone_begins_on_it() -> None:
    """Nothing else says when it takes effect; a person may look, for that is only likely."""
    text = "PURCHASE AGREEMENT\n\nBuyer | Hollin Lifts Ltd\nDate of this agreement | 5 May 2025\n"

    assert normals(answers(text), "effective_date") == ["2025-05-05"]


@pytest.mark.parametrize(
    "text",
    [
        "Owner   Ownership Percentage\n",  # heads of a table of something else
        "Governing law ........ 12\n",  # contents
        "Term\n\nThis agreement binds the parties for as long as they wish.\n",
        "Consultant\n\nA consultant advises.\n",
    ],
)
def test_what_only_looks_like_a_form_has_no_entries(text: str) -> None:
    """A heading has a sentence below it; a gap has many uses."""
    assert entries(text) == ()


def test_who_signs_is_no_party() -> None:
    """ "Name" beside a signature is that of a person who acts for the party."""
    text = "Name | Nora Fenn\nTitle | Director\nCompany | Ashgrove Tea Ltd\n"

    assert [text[slice(*party.name)] for party in form_parties(text)] == ["Ashgrove Tea Ltd"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("PARTY 1 \u2013 FULL LEGAL NAME", "party"),
        ("Details of the Supplier", "party"),
        ("Legal entity", "name"),
        ("Name and address", "name"),
        ("Principal place of business", "address"),
        ("Postcode / City", "address_part"),
        ("City, State, ZIP", "address_part"),
        ("Vertragsbeginn", "effective_date"),
        ("Laufzeit", "term"),
        ("Laws of", "governing_law"),
    ],
)
def test_labels_of_the_world_are_known(written: str, kind: str) -> None:
    """In the variants of English, and in German."""
    label = label_of(written)

    assert label is not None
    assert label.kind == kind


def test_a_principal_office_is_nobodys() -> None:
    """The chief one of its offices, not that of one who has an agent."""
    assert label_of("Principal office") == Label("address")


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("Recht der Bundesrepublik Deutschland", "DE"),
        ("Schweizer Recht", "CH"),
        ("\u00f6sterreichisches Recht", "AT"),
        ("Deutschland oder \u00d6sterreich", None),
    ],
)
def test_countries_are_read_in_german(written: str, country: str | None) -> None:
    """Of two nobody chose one."""
    assert german_country(written) == country


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("24 Monate", (24, "month")),
        ("zwei (2) Jahre", (2, "year")),
        ("ein Jahr", (1, "year")),
        ("unbestimmt", None),
    ],
)
def test_lengths_of_time_are_read_in_german(written: str, period: tuple[int, str] | None) -> None:
    """In figures and in words."""
    assert german_period(written) == period
