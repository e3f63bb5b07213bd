"""Where words of the analysis stand on a page."""

import pytest

from contractsai.adapters.drawing.places import Places, Quote
from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.pdf.letters import Letters

HIGH = 10.0


def page(*lines: str) -> Places:
    """Return a page of lines: a letter is one point wide, a line ten high, the first on top."""
    text, boxes = [], []
    for number, line in enumerate(lines):
        for at, letter in enumerate(line):
            bottom = 1000 - HIGH * (number + 1)
            box = Box(at, bottom, at + 1, bottom + HIGH)
            text.append(letter)
            boxes.append(NOWHERE if letter == " " else box)
        text.append("\n")
        boxes.append(NOWHERE)
    return Places(Letters("".join(text), boxes))


def test_words_have_a_box_a_line() -> None:
    """However the analysis has joined them."""
    found = page("The term is two", "years from today.").of(Quote("f1", "is two years", 0))

    assert found == [Box(9, 990, 15, 1000), Box(0, 980, 5, 990)]


def test_hyphens_blanks_and_cases_do_not_matter() -> None:
    found = page("It is agree-", "ment  HERE").of(Quote("f1", "agreement here", 0))

    assert [(box.left, box.right) for box in found] == [(6, 11), (0, 10)]


def test_ligatures_are_the_letters_that_they_stand_for() -> None:
    assert page("an o\ufb03ce").of(Quote("f1", "office", 0)) == [Box(3, 990, 7, 1000)]


@pytest.mark.parametrize(("at", "top"), [(0.0, 1000), (0.4, 990), (1.0, 980)])
def test_of_several_places_the_nearest_counts(at: float, top: float) -> None:
    """A date stands on a page three times, and one of them is the evidence."""
    [box] = page("1 May 2026", "1 May 2026", "1 May 2026").of(Quote("f1", "1 May 2026", at))

    assert box.top == top


def test_what_goes_on_elsewhere_is_shown_as_far_as_it_stands_here() -> None:
    [box] = page("Either party may terminate").of(Quote("f1", "Either party may sing overleaf", 0))

    assert box.left == 0
    assert 12 <= box.right <= 17


@pytest.mark.parametrize("words", ["not there", "", "...", "Either way, nothing of the kind"])
def test_what_does_not_stand_here_has_no_box(words: str) -> None:
    assert page("Either party may terminate").of(Quote("f1", words, 0)) == []


def test_words_in_columns_are_not_one_line() -> None:
    """The text goes on at the top of the next column, to the right and higher up."""
    letters = Letters("ab", [Box(0, 0, 1, 10), Box(50, 500, 51, 510)])

    assert len(Places(letters).of(Quote("f1", "ab", 0))) == 2
