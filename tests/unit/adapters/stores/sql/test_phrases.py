"""The filter of a document's phrases: what stands there is never missed, what does not hardly."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.adapters.stores.sql.phrases import BLOCK, filter_of, runs_of
from contractsai.domain.search import SearchQuery, Term
from contractsai.domain.words import words_of

CLAUSE = "Neither party may assign this Agreement without the prior written consent of the other."
words = st.lists(st.sampled_from(["of", "the", "party", "notice", "prior", "état"]), max_size=12)


def may_hold(held: bytes, term: Term) -> bool:
    """Return what a server answers, which counts and compares as this does."""
    last = len(held) // BLOCK - 1
    return all(
        int.from_bytes(held[(run.place & last) * BLOCK :][:BLOCK], "big") & run.bits == run.bits
        for run in runs_of(term)
    )


def phrase(text: str) -> Term:
    [term] = SearchQuery.of(f'"{text}"').terms
    return term


@given(text=words, start=st.integers(0, 12), length=st.integers(1, 6), is_open=st.booleans())
def test_a_phrase_that_stands_in_a_text_is_never_missed(
    text: list[str], start: int, length: int, *, is_open: bool
) -> None:
    """The filter may say more than is true, for the text is asked then; it may not say less."""
    part = tuple(text[start : start + length])
    if not part:
        return
    beginning = (*part[:-1], part[-1][:3]) if is_open else part

    assert may_hold(filter_of(text), Term(beginning, is_open))


def test_common_words_in_another_order_are_not_taken_for_the_phrase() -> None:
    held = filter_of(words_of(CLAUSE))

    assert may_hold(held, phrase("prior written consent"))
    assert not may_hold(held, phrase("consent of this agreement"))
    assert not may_hold(held, phrase("the party"))


def test_common_pairs_are_not_taken_for_a_phrase_of_three() -> None:
    """Every contract has "prior written consent" and "upon written notice"."""
    held = filter_of(words_of(f"{CLAUSE} It ends upon written notice."))

    assert may_hold(held, phrase("prior written"))
    assert may_hold(held, phrase("written notice"))
    assert not may_hold(held, phrase("prior written notice"))


def test_few_phrases_that_do_not_stand_look_as_if_they_did() -> None:
    """The fuller a filter, the more of them; a twentieth of the texts can be looked through."""
    chance = random.Random(17)
    text = [f"w{chance.randrange(3_000)}" for _ in range(7_650)]
    held = filter_of(text)
    others = (f"w{number} of w{number + 1}" for number in range(4_000))

    assert len(held) == 16_384  # of 20,480 runs that it has room for, 15,000
    assert sum(may_hold(held, phrase(other)) for other in others) < 200


@pytest.mark.parametrize("text", ["", "alpha", "alpha beta"])
def test_a_text_without_a_run_has_a_filter_that_says_so(text: str) -> None:
    """An empty one would have no block to look at."""
    held = filter_of(text.split())

    assert len(held) == BLOCK
    assert may_hold(held, phrase("alpha beta")) is (text == "alpha beta")


def test_what_is_no_phrase_asks_for_nothing() -> None:
    assert runs_of(Term(("alpha",))) == []
    assert runs_of(Term(("alpha", "bet"), is_open=True)) == []


def test_the_same_text_has_the_same_filter_in_every_process() -> None:
    """A worker writes what an API process asks for: no hash of Python's own is in it."""
    assert filter_of(["prior", "written", "notice"]).hex() == "00015020888300c1"
