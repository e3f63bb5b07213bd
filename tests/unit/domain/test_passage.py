"""The sentence that shows why a document was found."""

import pytest

from contractsai.domain.findings import MAX_QUOTE
from contractsai.domain.passage import best_sentence
from contractsai.domain.search import SearchQuery

TEXT = (
    "1. Term\n"
    "This Agreement is made by Acme Inc. and B\u00eata GmbH as of the first day of March.\n"
    "It shall be governed by the laws of the State of New York, whoever asks. The courts of New "
    "York, in the first place, have jurisdiction; liability is limited to the fees.\n\n"
    "12.3 Confidentiality. Each party keeps secret what it learns of the other one's business. "
    "The End."
)


def shown(text: str, asked: str) -> str | None:
    span = best_sentence(text, SearchQuery.of(asked).terms)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("asked", "begins", "ends"),
    [
        ("beta", "This Agreement", "day of March."),
        ('"new york" courts', "The courts", "to the fees."),
        ('"new york"', "It shall", "whoever asks."),
        ("govern*", "It shall", "whoever asks."),
        ("confidentiality", "12.3 Confidentiality", "business."),
        ("term", "1. Term", "day of March."),
        ("end", "The End.", "The End."),
        ("secret nowhere", "Each party", "business."),
    ],
)
def test_it_is_the_one_that_holds_most(asked: str, begins: str, ends: str) -> None:
    found = shown(TEXT, asked)

    assert found is not None
    assert (found.startswith(begins), found.endswith(ends)) == (True, True), found


@pytest.mark.parametrize("asked", ["nowhere", "ew", '"york courts new"', "learn", "jurisdictions"])
def test_what_is_not_there_has_none(asked: str) -> None:
    assert shown(TEXT, asked) is None


def test_a_long_sentence_is_cut_between_words_around_what_was_found() -> None:
    text = "before " * 200 + "needle " + "behind " * 200

    found = shown(text, "needle")

    assert found is not None
    assert "needle" in found
    assert len(found) <= MAX_QUOTE
    assert set(found.split()) == {"before", "needle", "behind"}


def test_without_any_blank_it_is_cut_all_the_same() -> None:
    text = "-" * 2_000 + "needle" + "-" * 2_000

    found = shown(text, "needle")

    assert found is not None
    assert ("needle" in found, len(found) <= MAX_QUOTE) == (True, True)


def test_a_phrase_longer_than_a_quote_is_found_whole() -> None:
    text = f"new{' ' * 2_000}york"

    assert shown(text, '"new york"') == text


def test_a_word_that_is_cut_in_the_index_is_found_whole() -> None:
    text = f"a {'y' * 100} b"

    assert shown(text, "y" * 90) == text


def test_words_that_are_everywhere_cost_no_more_than_some_places() -> None:
    """A page of hits is made while somebody waits."""
    found = shown("the needle. " + "the " * 200_000 + "needle", "the needle")

    assert found is not None
    assert "needle" in found
