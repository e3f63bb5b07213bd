"""From words to numbers: the part of the model that training and analysing must agree on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.pipeline.clauses.model.rows import (
    UNKNOWN,
    Known,
    Rows,
    Vocabulary,
    numbers_of,
    rows_of,
)
from contractsai.pipeline.clauses.model.words import words_of
from contractsai.pipeline.text.units import Unit

WORDS = ("buyer", "pays", "the", "term")
TEXT = "The buyer pays. Pays the unknown buyer."
UNITS = (Unit(0, 15, "", ""), Unit(16, len(TEXT), "term", ""))


SIGNS = 'aB1,.%$"\u201c\u201d\u2019\u2014\u00a7\u00e9\u03a3 \n'


@pytest.fixture
def vocabulary() -> Vocabulary:
    """Know four words, the pairs "buyer pays" and "the buyer", and one word of headings."""
    return Vocabulary(
        words={word: number for number, word in enumerate(WORDS)},
        pairs=np.array([0 * 4 + 1, 2 * 4 + 0]),
        columns=np.array(
            [[0, 1, 2, 3, UNKNOWN], [UNKNOWN, UNKNOWN, UNKNOWN, 6, UNKNOWN]], np.int32
        ),
        first_pair=4,
        idf=np.array([1, 2, 1, 1, 2, 2, 3], np.float32),
        listed=WORDS,
    )


def entries(rows: Rows, line: int) -> dict[int, float]:
    chosen = rows.line == line
    return {
        int(column): float(value)
        for column, value in zip(rows.column[chosen], rows.value[chosen], strict=True)
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Buyer's 30 days", ["buyer", "s", "#2", "days"]),
        ("USD 1,000.50 (5%)", ["usd", "#5", "#1", "%"]),
        ("“Term” means", ['"', "term", '"', "means"]),
        ("in 2019 or 1999999", ["in", "#4", "or", "#5"]),
        ("", []),
    ],
)
def test_numbers_count_by_their_length_and_quotes_are_alike(text: str, words: list[str]) -> None:
    """A sum or a year says what kind of clause it is; which one it is says nothing."""
    assert words_of(text) == words


def test_a_unit_has_its_words_and_pairs_each_once(vocabulary: Vocabulary) -> None:
    rows = rows_of(numbers_of(TEXT, UNITS, vocabulary.known), vocabulary)

    assert set(entries(rows, 0)) == {0, 1, 2, 4, 5}


def test_a_pair_does_not_reach_over_an_unknown_word_or_the_end_of_a_unit(
    vocabulary: Vocabulary,
) -> None:
    rows = rows_of(numbers_of(TEXT, UNITS, vocabulary.known), vocabulary)

    assert set(entries(rows, 2)) == {0, 1, 2}


def test_headings_are_a_look_of_their_own(vocabulary: Vocabulary) -> None:
    rows = rows_of(numbers_of(TEXT, UNITS, vocabulary.known), vocabulary)

    assert entries(rows, 1) == {}
    assert entries(rows, 3) == {6: 1.0}


def test_every_look_has_length_one(vocabulary: Vocabulary) -> None:
    """A long sentence must not be surer only because it is long."""
    rows = rows_of(numbers_of(TEXT, UNITS, vocabulary.known), vocabulary)

    lengths = np.bincount(rows.line, rows.value.astype(float) ** 2)
    assert lengths[[0, 2, 3]] == pytest.approx(1.0)


def test_a_text_without_units_has_no_rows(vocabulary: Vocabulary) -> None:
    rows = rows_of(numbers_of("", (), vocabulary.known), vocabulary)

    assert rows.units == 0
    assert len(rows.line) == 0


@pytest.mark.parametrize(("column", "name"), [(2, "the"), (5, "the buyer"), (6, "heading: term")])
def test_a_column_can_be_named(vocabulary: Vocabulary, column: int, name: str) -> None:
    """A finding says which words spoke for it."""
    assert vocabulary.name_of(column) == name


@given(st.lists(st.text(SIGNS, max_size=8), max_size=6))
def test_texts_that_are_read_at_once_have_the_words_of_each_alone(texts: list[str]) -> None:
    """A vocabulary of all that can be said, so that no two words have one number."""
    said = [words_of(text) for text in texts]
    known = dict.fromkeys(word for of in said for word in of)
    words = {word: number for number, word in enumerate(known)}

    text, number = Known(words).numbers_of(texts)

    assert text.tolist() == [place for place, of in enumerate(said) for _ in of]
    assert number.tolist() == [words[word] for of in said for word in of]


def test_what_was_learned_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractsai.pipeline.clauses.model.rows._MOST_KNOWN", 3)
    known = Known({"term": 7})

    for text in ("one two three four", "term"):
        found = numbers_of(text, (Unit(0, len(text), "", ""),), known)

    assert found.word.tolist() == [7]
    assert len(known) <= 3
