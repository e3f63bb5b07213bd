"""Most lines of a text are told from labels without asking what each label looks like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.beginnings import begins_with

from contractsai.pipeline.lexicon import labels
from contractsai.pipeline.lexicon.key_labels import KEYS
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.questions import _QUESTIONS

NOUNS = dict(labels._NOUNS)  # what stands before "of the Supplier", too
OTHERS = {
    **dict(KEYS),
    **{kind: pattern for kind, pattern in NOUNS.items() if kind != "address"},
    "role": labels._ROLE,
    "whose": labels._WHOSE,
    "asked": labels._ASKED,
    "elsewhere": labels._ELSEWHERE,
    **{f"question of {kind}": pattern for kind, pattern in _QUESTIONS},
}
# are always asked
NOT_ASCII = ("dur\u00e9", "g\u00fc", "k\u00e4", "k\u00fc", "l\u00f6", "ma\u00df", "verk\u00e4")
NEVER = (" ", "\t", "\n", "p\t", "p\n")  # since blanks are made one, and none is at an end
BEGINNINGS = (*labels._BEGINNINGS, *NOT_ASCII, *NEVER)


@pytest.mark.parametrize("pattern", OTHERS.values(), ids=OTHERS)
def test_every_label_begins_as_the_quick_look_asks(pattern: re.Pattern[str]) -> None:
    assert begins_with(pattern, BEGINNINGS)


@given(st.from_regex(NOUNS["address"], fullmatch=True))
def test_every_label_of_an_address_holds_a_word_for_one(label: str) -> None:
    assert labels._may_ask(label)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Customer", Label("party", "customer")),
        ("Trading address (if different)", Label("address")),
        ("PO Box", Label("address_part")),
        ("1. G\u00fcltig ab", Label("effective_date")),
        ("\u017fupplier", Label("party", "supplier")),
        ("of the foregoing", None),
    ],
)
def test_a_label_is_known_however_it_is_written(written: str, label: Label | None) -> None:
    assert label_of(written) == label
