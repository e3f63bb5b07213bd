"""Noise that a layout leaves at the ends of lines: broken words, numbers in the margin."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

# PDFium writes a sign of its own for a hyphen at a line's end, and leaves out the break.
# It begins with one of few signs, of which `re` finds the next at once.
_AT_END: Final = re.compile(
    r"[-\x02\u2010\ufffe](?<=[^\W\d_].)(?:(?<=[\x02\ufffe])|(?<=[-\u2010])\n)"
    r"(?=[a-z\u00df-\u00ff])"
)
_ENDS: Final = ("\x02", "\ufffe", "-\n", "\u2010\n")
_HALF: Final = re.compile(r"[^\W\d_]{1,40}")
_LONGEST_HALF: Final = 40
_WORD: Final = re.compile(r"[\w-]{2,80}")
_FIRST_HALVES: Final = (
    "after all anti arm by co counter cross day east ex fee first follow for full half high in "
    "inter intra key long low lump man mid month multi near net non north of off on one out over "
    "part per post pre pro pur quasi re sale second self semi set short single south state sub "
    "ten then third three to top two under up value vice week well west work year"
)
_KEEPS_ITS_HYPHEN: Final = frozenset(_FIRST_HALVES.split())
_AHEAD: Final = re.compile(r"(?m)^[ \t]{0,20}\d{1,4}(?:[ \t]|$)", re.ASCII)
_NUMBERED: Final = re.compile(r"[ \t]{0,20}(\d{1,4})(?:[ \t]+|$)", re.ASCII)
_WITHIN: Final = re.compile(r"(\w[\x02\ufffe])\d{1,4} (\w)")
_FEWEST_NUMBERS: Final = 10
_MOST_UNNUMBERED: Final = 0.2  # of a page's lines: a heading, a footer
_FEWEST_GOING_ON: Final = 0.15  # of the lines, or empty: a table of contents has none
_EVERY_FIFTH: Final = 5
_FEWEST_FIFTHS: Final = 4


class LineEnds:
    """Mends the lines of one document, whose other pages tell how a broken word is spelt."""

    def __init__(self, pages: Sequence[str]) -> None:
        """Take all raw pages; they are looked through when the first broken word asks."""
        self._pages = pages

    def mended(self, page: str, end: int | None = None) -> str:
        """Return a raw page without the numbers in its margin, its broken words made whole.

        Args:
            page: with any line ends.
            end: stop before this character of it, with what the whole page tells.
        """
        bare = _bare(page, end)
        if not any(sign in bare for sign in _ENDS):  # quicker than the pattern
            return bare
        return _AT_END.sub(lambda found: self._joint(bare, found), bare)

    def _joint(self, page: str, found: re.Match[str]) -> str:
        """Return what stands between the two halves of a word: a hyphen or nothing."""
        before = _HALF.findall(page[max(found.start() - _LONGEST_HALF, 0) : found.start()])
        ahead = _HALF.match(page, found.end())
        return "-" if before and ahead and self._is_compound(before[-1], ahead[0]) else ""

    def _is_compound(self, first: str, second: str) -> bool:
        """Decide as the document spells it elsewhere, or else by its halves."""
        whole, compound = f"{first}{second}".lower(), f"{first}-{second}".lower()
        if (compound in self._words) != (whole in self._words):
            return compound in self._words
        halves = {first.lower(), second.lower()}
        return first.lower() in _KEEPS_ITS_HYPHEN or halves <= self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        """Return what the document says on one line: half a broken word is no word."""
        return frozenset(
            word
            for page in self._pages
            for word in _WORD.findall(_AT_END.sub("0", _bare(page)).lower())
        )


def _bare(page: str, end: int | None = None) -> str:
    """Return a page up to *end* without the numbers in its margin, with one kind of line end."""
    return _without(_one_line_end(page[:end]), _numbered(_one_line_end(page)))


def _one_line_end(page: str) -> str:
    return page.replace("\r\n", "\n").replace("\r", "\n")


def _numbered(page: str) -> frozenset[int]:
    """Return which lines begin with a number that only counts them."""
    if len(_AHEAD.findall(page)) < _FEWEST_FIFTHS:
        return frozenset()
    lines = page.split("\n")
    numbers = [int(found[1]) if (found := _NUMBERED.match(line)) else None for line in lines]
    return frozenset(_column(lines, numbers) or _fifths(lines, numbers))


def _without(page: str, numbered: frozenset[int]) -> str:
    if not numbered:
        return page
    kept = (
        _NUMBERED.sub("", line, count=1) if index in numbered else line
        for index, line in enumerate(page.split("\n"))
    )
    return _WITHIN.sub(r"\1\2", "\n".join(kept))


def _column(lines: Sequence[str], numbers: Sequence[int | None]) -> set[int]:
    """Return the lines that a number counts, each one more than that before."""
    best: list[int] = []
    run: list[int] = []
    for index, number in enumerate(numbers):
        if number is None:
            continue
        before = numbers[run[-1]] if run else None
        # A line that PDFium has joined to its neighbour leaves out a number.
        if before is not None and before < number <= before + 2:
            run.append(index)
        elif len(run) < _FEWEST_NUMBERS:
            run = [index]
        if len(run) > len(best):
            best = run
    if len(best) < _FEWEST_NUMBERS:
        return set()
    filled = sum(1 for line in lines if line.strip())
    if best[-1] - best[0] < len(best) and not any(_rest(lines[index]) for index in best):
        return set(best)  # a column that was written on its own
    going_on = sum(1 for index in best if (rest := _rest(lines[index])) == "" or rest[0].islower())
    is_margin = len(best) >= (1 - _MOST_UNNUMBERED) * filled and going_on >= _FEWEST_GOING_ON * len(
        best
    )
    return set(best) if is_margin else set()


def _fifths(lines: Sequence[str], numbers: Sequence[int | None]) -> set[int]:
    """Return the lines that are counted by fives, each five lines below that before."""
    found = [
        index
        for index, number in enumerate(numbers)
        if number is not None and number > 0 and number % _EVERY_FIFTH == 0
    ]
    apart = [
        (later - earlier, (numbers[later] or 0) - (numbers[earlier] or 0))
        for earlier, later in pairwise(found)
    ]
    others = sum(number is not None for number in numbers) - len(found)
    is_counted = (
        len(found) >= _FEWEST_FIFTHS
        and others < len(found)
        and all(difference == _EVERY_FIFTH for _, difference in apart)
        and all(abs(distance - _EVERY_FIFTH) <= 1 for distance, _ in apart)
        and any(_rest(lines[index])[:1].islower() for index in found)
    )
    return set(found) if is_counted else set()


def _rest(line: str) -> str:
    return _NUMBERED.sub("", line, count=1).strip()
