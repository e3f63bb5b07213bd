"""How alike two texts are, by their sketches."""

import random

import pytest

from contractsai.domain.sketch import (
    ALIKE,
    FEWEST,
    RUN,
    SIZE,
    groups_of,
    likeness,
    sketch_of,
)

WORDS = [f"w{number}" for number in range(3_000)]


def some_text(seed: int, count: int = 2_000) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))


@pytest.mark.parametrize("changed", [0, 5, 20, 60, 200, 1_000])
def test_likeness_is_about_the_part_of_runs_that_are_shared(changed: int) -> None:
    one = some_text(1)
    other = list(one)
    for place in range(0, 2_000, 2_000 // changed if changed else 2_001):
        other[place] = f"x{place}"
    shared = len(runs(one) & runs(other)) / len(runs(one) | runs(other))

    assert likeness(sketch_of(one), sketch_of(other)) == pytest.approx(shared, abs=0.1)


def test_a_run_is_its_words_in_their_order() -> None:
    one = some_text(1, 500)
    turned = [word for at in range(0, 500, 2) for word in (one[at + 1], one[at])]

    assert likeness(sketch_of(one), sketch_of(turned)) < 0.1


def test_where_a_run_stands_does_not_count() -> None:
    one = some_text(1)

    assert likeness(sketch_of(one), sketch_of(["x", *one[1_000:], *one[:1_000]])) > 0.95


def test_a_sketch_is_the_same_everywhere() -> None:
    """Rows hold it: another machine, or version of Python, has to get the same numbers."""
    found = sketch_of([f"w{number}" for number in range(FEWEST + RUN - 1)])

    assert (len(found), found[:2], found[-1]) == (FEWEST, (26863386, 80043659), 4276402664)
    assert len(sketch_of(some_text(1))) == SIZE


def test_a_short_text_is_like_nothing() -> None:
    short = sketch_of(["w1", "w2", "\udcff"] * 10)

    assert short == ()
    assert likeness(short, short) == 0.0
    assert groups_of([short, short]) == []


def test_groups_are_those_that_are_like_their_first() -> None:
    first, second = some_text(1), some_text(2)
    copies = [
        [*text[:number], "x", *text[number:]] for number in (10, 500) for text in (first, second)
    ]
    alone = some_text(3)

    groups = groups_of(map(sketch_of, [first, alone, *copies, second]))

    assert groups == [[0, 2, 4], [3, 5, 6]]


def test_half_of_a_text_is_another_one() -> None:
    one = some_text(1)

    assert likeness(sketch_of(one), sketch_of(one[:1_000])) < ALIKE
    assert groups_of([sketch_of(one), sketch_of(one[:1_000])]) == []


def test_a_clause_that_everybody_has_makes_nobody_alike() -> None:
    """Nor does it cost: of what more than some texts share, nothing follows."""
    clause = some_text(0, 100)
    texts = [[*clause, *some_text(seed, 300)] for seed in range(1, 80)]

    assert groups_of(map(sketch_of, texts)) == []
