"""What differs between two texts in numbers and dates."""

import pytest

from contractsai.domain.differences import MOST, MOST_WORDS, differences

TEXT = """MASTER AGREEMENT
1. Term
This Agreement of March 3, 2026 runs for 24 months and renews for periods of 12 months each.
Page 1 of 2
2. Fees
The Customer pays USD 2,500.00 a month, within 30 days, to the account that the invoice names.
(a) Nothing else is owed by anybody, whatever happens to the parties or to their successors.
"""


def told(left: str, right: str) -> list[tuple[str, str]]:
    """Return the words of each difference, with all that stands around them."""
    return [(one.left.quote, one.right.quote) for one in differences(left, right)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("24 months", "36 months"),
        ("March 3", "April 3"),
        ("2026", "2025"),
        ("2,500.00", "2,750.00"),
        ("30 days", "thirty days"),
        ("within 30 days", "at once"),
    ],
)
def test_a_number_or_a_month_that_differs_is_told_with_words_around(old: str, new: str) -> None:
    [(left, right)] = told(TEXT, TEXT.replace(old, new, 1))

    assert old.split()[-1 if old.endswith("3") else 0] in left
    assert new.split(maxsplit=1)[0] in right
    assert len(left.split()) <= 12


def test_places_are_those_of_each_text() -> None:
    other = f"DRAFT\n{TEXT.replace('24', '36')}"

    [found] = differences(TEXT, other)

    assert TEXT[found.left.start : found.left.end] == found.left.quote
    assert other[found.right.start : found.right.end] == found.right.quote


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("anybody", "somebody"),
        ("Page 1 of 2\n", ""),
        ("Page 1 of 2", "- 1 -"),
        ("1. Term", "Term"),
        ("2. Fees", "2.1 Fees"),
        ("(a) Nothing", "Nothing"),
        ("MASTER", "master"),
        ("\n", " \n"),
    ],
)
def test_words_and_the_numbers_of_sections_and_pages_are_not_told(old: str, new: str) -> None:
    """One form of a text has them, and another has not."""
    assert told(TEXT, TEXT.replace(old, new)) == []


def test_a_blank_that_was_filled_in_is_told() -> None:
    [(left, right)] = told(TEXT.replace("24", "____"), TEXT)

    assert ("24" in left, "24" in right) == (False, True)


def test_nothing_differs_from_nothing() -> None:
    assert told("", "") == []
    assert told("", "x 5 x") == [("", "x 5 x")]


def test_so_many_words_are_compared_and_so_many_differences_told() -> None:
    far = "x " * MOST_WORDS
    assert told(f"{far} 5", f"{far} 6") == []

    many = [" ".join(f"word{number} {number + more}" for number in range(300)) for more in (0, 1)]
    assert len(told(*many)) == MOST
