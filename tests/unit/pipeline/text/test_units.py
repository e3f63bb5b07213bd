"""How a text is cut into units: what one of them is, a lawyer marks and the model judges."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.pipeline.text.units import units_of

FRAGMENTS = [
    "\n",
    "\n\n",
    " ",
    "1. Term.",
    "Acme, Inc.",
    "it shall",
    ";",
    "ends.",
    "(a)",
    "Law:",
    "é",
]


def pieces(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ends. Two ends.", ["One ends.", "Two ends."]),
        ("It may (a) run; (b) sit; or (c) go.", ["It may (a) run;", "(b) sit;", "or (c) go."]),
        ("Acme, Inc. The buyer pays.", ["Acme, Inc. The buyer pays."]),
        ("See Section 4. Then stop.", ["See Section 4.", "Then stop."]),
        ("12. Term. It lasts.", ["12. Term.", "It lasts."]),
        ("First\n\nSecond", ["First", "Second"]),
    ],
)
def test_a_unit_is_a_sentence_or_a_part_up_to_a_semicolon(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_page_that_ends_inside_a_sentence_does_not_end_the_unit() -> None:
    """Readers part pages by a blank line; a clause goes on over it."""
    assert pieces("The supplier shall\n\nindemnify the buyer.") == [
        "The supplier shall\n\nindemnify the buyer."
    ]


@pytest.mark.parametrize(
    ("text", "section", "heading"),
    [
        ("9. Insurance. The supplier insures itself.", "insurance", ""),
        ("ARTICLE 9 LIABILITY\n\n9.1 Cap. No party owes more.", "liability", "cap"),
        ("7. Assignment: Neither party may assign it.", "assignment", ""),
        ("CONFIDENTIALITY\n\nEach party keeps the secrets.", "confidentiality", ""),
        ("Source: ACME INC, 10-K, 1/2/2019\n\nThe supplier insures itself.", "", ""),
    ],
)
def test_a_unit_knows_the_headings_over_it(text: str, section: str, heading: str) -> None:
    """Most of a clause on insurance does not say the word."""
    last = units_of(text)[-1]

    assert (last.section, last.heading) == (section, heading)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_units_leave_out_only_white_space(text: str) -> None:
    """What is in no unit is read by nobody."""
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_units_ascend_without_overlap(text: str) -> None:
    units = units_of(text)

    assert all(unit.start < unit.end for unit in units)
    assert all(one.end <= other.start for one, other in pairwise(units))
