"""What differs between two texts that are nearly the same, in numbers and dates."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from contractsai.domain.words import folded

MOST_WORDS: Final = 20_000
"""Words of each text that are compared."""
MOST: Final = 100
"""Differences that are told."""
_AROUND: Final = 4  # words that are shown on either side

_WORD: Final = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W_]+")
_NUMBER: Final = re.compile(
    r".*\d|(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$"
)
_NUMBERING: Final = re.compile(
    r"^[ \t]*(?:\(?\d+(?:\.\d+)*[.)](?=\s)|\d+(?:\.\d+)+(?=\s)"
    r"|(?:page )?[-|]? ?\d+(?: of \d+)? ?[-|]?$)",
    re.MULTILINE,
)
"""Numbers of sections and pages, which one form of a text has and another has not."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in one of the texts; offsets count code points, the end is exclusive."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in one text and not in the other, with some words around.

    Attributes:
        left: in the first text.
        right: at the same place of the second.
    """

    left: Passage
    right: Passage


def differences(left: str, right: str) -> list[Difference]:
    """Return where *left* and *right* differ and one of them has a number or a month there."""
    of_left, of_right = _words(left), _words(right)
    matcher = SequenceMatcher(
        None, [word for word, _, _ in of_left], [word for word, _, _ in of_right]
    )
    found: list[Difference] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        changed = [*of_left[start:end], *of_right[other_start:other_end]]
        if kind == "equal" or not any(_NUMBER.match(word) for word, _, _ in changed):
            continue
        found.append(
            Difference(
                _passage(left, of_left, start, end),
                _passage(right, of_right, other_start, other_end),
            )
        )
    return found[:MOST]


_Placed = tuple[str, int, int]


def _words(text: str) -> list[_Placed]:
    """Return the words of a text with their places, but for numbers of sections and pages."""
    plain = folded(text)
    passed = [found.span() for found in _NUMBERING.finditer(plain)]
    return list(_kept(plain, passed))


def _kept(plain: str, passed: Sequence[tuple[int, int]]) -> Iterator[_Placed]:
    starts = [start for start, _ in passed]
    count = 0
    for found in _WORD.finditer(plain):
        at = bisect_right(starts, found.start()) - 1
        if at >= 0 and found.start() < passed[at][1]:
            continue
        yield found[0], found.start(), found.end()
        count += 1
        if count == MOST_WORDS:
            return


def _passage(text: str, words: Sequence[_Placed], start: int, end: int) -> Passage:
    """Return the words from *start* to *end* with some around; empty if the text has none."""
    shown = words[max(0, start - _AROUND) : end + _AROUND]
    first, last = (shown[0][1], shown[-1][2]) if shown else (0, 0)
    return Passage(first, last, text[first:last])
