"""Which law governs: what is ruled out is not it, and what is left open is not sure."""

from collections.abc import Callable
from typing import Any

import pytest

from contractsai.domain.findings import Analysis, Band

Analyse = Callable[[str], tuple[Analysis, ...]]
Laws = Callable[[str], list[tuple[str, bool]]]
OPENING = (
    'SUPPLY AGREEMENT\n\nThis Supply Agreement (this "Agreement") is made on March 3, 2025 between '
    'Acme, Inc., an Ohio corporation ("Supplier"), and Borealis GmbH ("Buyer").\n\n'
    "7. Governing Law\n\n"
)


@pytest.fixture
def laws(analyse: Analyse) -> Laws:
    """Return the codes given, each with whether it is sure."""

    def find(text: str) -> list[tuple[str, bool]]:
        [analysis] = analyse(OPENING + text)
        given: list[tuple[Any, Band]] = [
            (item.normal, item.band)
            for item in analysis.findings
            if item.name == "governing_law" and item.is_answer
        ]
        return sorted((normal["code"], band is Band.SURE) for normal, band in given)

    return find


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            (
                "This Agreement shall not be governed by the laws of Texas. It is governed by the "
                "laws of Nevada."
            ),
            "US-NV",
        ),
        ("This Agreement is governed by the laws of Ohio and not by the laws of Texas.", "US-OH"),
        ("This Agreement is governed by the laws of Ohio, excluding the laws of Texas.", "US-OH"),
        ("This Agreement is not governed by the laws of Texas but by the laws of Ohio.", "US-OH"),
        ("Any law other than the laws of Texas may govern this Agreement.", None),
        ("The laws of Texas shall not apply to this Agreement.", None),
        ("This Agreement is governed by the laws of Ohio, never by Texas law.", "US-OH"),
        (
            "This Agreement is governed by the laws of Ohio where federal law does not apply.",
            "US-OH",
        ),
        ("The substantive and procedural laws of Ohio govern this Agreement.", "US-OH"),
        (
            "This Agreement, whether or not performed there, is governed by the laws of Ohio.",
            "US-OH",
        ),
        (
            (
                "This Agreement is governed by the internal law, and not the law of conflicts, of "
                "the State of New York."
            ),
            "US-NY",
        ),
    ],
)
def test_a_law_that_is_ruled_out_is_not_the_law(laws: Laws, text: str, code: str | None) -> None:
    """To take the opposite of what a contract says for its law is the worst of errors."""
    assert [found for found, _ in laws(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    "text",
    [
        "This Agreement is governed by the laws of [Delaware/New York].",
        "This Agreement is governed by the laws of [Delaware] [New York].",
        "This Agreement is governed by the laws of Delaware or New York.",
        (
            "This Agreement is governed by the laws of the State of Delaware or, at its option, "
            "by the laws of the State of New York."
        ),
        "Governing Law: Delaware / New York",
        "This Agreement is governed by Delaware law. This Agreement is governed by New York law.",
        (
            "This Agreement is governed by the laws of Delaware.\n\n8. General\n\nThis Agreement "
            "shall be governed by the laws of New York."
        ),
    ],
)
def test_of_several_laws_none_is_sure(laws: Laws, text: str) -> None:
    """The first one named is no better than the second."""
    assert laws(text) == [("US-DE", False), ("US-NY", False)]


def test_alternatives_in_brackets_are_left_to_fill_in(analyse: Analyse) -> None:
    [analysis] = analyse(OPENING + "This Agreement is governed by the laws of [Delaware/New York].")

    assert "blank_placeholders" in analysis.review_reasons


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("This Agreement is governed by Mexican law.", "MX"),
        ("Brazilian law shall govern this Agreement.", "BR"),
        ("This Agreement is subject to Austrian substantive law.", "AT"),
        ("This Agreement is governed by Scots law.", "GB-SCT"),
        ("This Agreement is governed by the laws of the DIFC.", "AE-DU"),
        ("This Agreement is governed by the law of the Abu Dhabi Global Market.", "AE-AZ"),
        ("This Agreement is governed by the laws of the Hong Kong SAR.", "HK"),
        ("This Agreement is governed by the laws of England.", "GB-EAW"),
        ("The proper law of this Agreement is that of Singapore.", "SG"),
        ("The governing law of this Agreement shall be French law.", "FR"),
        ("The parties choose the law of Ireland for this Agreement.", "IE"),
        ("All disputes are decided according to the law in force in New South Wales.", "AU-NSW"),
        ("Law that governs | Ontario", "CA-ON"),
    ],
)
def test_a_law_is_found_however_it_is_said(laws: Laws, text: str, code: str) -> None:
    assert [found for found, _ in laws(text)] == [code]


def test_a_state_that_is_only_described_is_no_law(laws: Laws) -> None:
    text = "This Agreement is governed by the laws of the State in which the property lies."

    assert laws(text) == []


@pytest.mark.parametrize(
    ("clue", "law"),
    [
        ("The courts of Tbilisi decide.", ("GE", True)),
        ("Payment is due in GEL. Notices go to Batumi.", ("GE", True)),
        ("The courts of Fulton County decide.", ("US-GA", True)),
        ("Notices go to 12 Peachtree Street, Atlanta.", ("US-GA", True)),
    ],
)
def test_georgia_is_the_one_that_the_contract_speaks_of(
    laws: Laws, clue: str, law: tuple[str, bool]
) -> None:
    """A state of the Union and a country share the name."""
    assert laws(f"This Agreement is governed by the laws of Georgia. {clue}") == [law]


def test_where_nothing_tells_which_georgia_it_is_not_sure(analyse: Analyse) -> None:
    """Neither reading is better than the other, so that a person has to look."""
    text = (
        "SUPPLY AGREEMENT\n\nThis Supply Agreement is made between Acme Ltd and Borealis GmbH. "
        "It is governed by the laws of Georgia."
    )
    [analysis] = analyse(text)

    [law] = [item for item in analysis.findings if item.name == "governing_law"]
    assert law.band is Band.LOOK_HERE
