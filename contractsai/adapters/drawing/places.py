"""Where words of the analysis stand on a page: letters are compared, blanks and hyphens are not.

The text of an analysis is not the page's: lines are joined, hyphens taken out, signs made plain.
Letters and digits are the same in both, in the same order.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.pdf.letters import Letters

_HALF: Final = 0.5
_FEWEST: Final = 12  # letters that a part of a quote must have to stand for it


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to look for.

    Attributes:
        of: whose they are.
        text: as the analysis has them.
        at: how far down the page's text they begin, from 0 to 1: of several places, the nearest.
    """

    of: str
    text: str
    at: float


class Places:
    """The letters of a page, ready to be looked through."""

    def __init__(self, letters: Letters) -> None:
        """Take the letters of a page."""
        self._boxes = letters.boxes
        self._plain, self._index = _squeezed(letters.text)

    def of(self, quote: Quote) -> list[Box]:
        """Return a box for each line that the words stand on; none if they do not stand here.

        Words that go on overleaf, or behind something that the analysis has put elsewhere, are
        shown as far as they can be found.
        """
        wanted, _ = _squeezed(quote.text)
        while wanted:
            found = list(self._found(wanted))
            if found:
                start = min(found, key=lambda it: abs(it / len(self._plain) - quote.at))
                return self._lines(start, start + len(wanted))
            shorter = len(wanted) * 3 // 4
            wanted = wanted[:shorter] if shorter >= _FEWEST else ""
        return []

    def _found(self, wanted: str) -> Iterator[int]:
        place = self._plain.find(wanted)
        while place >= 0:
            yield place
            place = self._plain.find(wanted, place + 1)

    def _lines(self, start: int, end: int) -> list[Box]:
        indices = sorted({self._index[it] for it in range(start, end)})
        boxes = [box for it in indices if (box := self._boxes[it]) is not NOWHERE]
        lines: list[list[Box]] = []
        for box in boxes:
            if lines and _goes_on(lines[-1][-1], box):
                lines[-1].append(box)
            else:
                lines.append([box])
        return [_around(line) for line in lines]


def _goes_on(before: Box, box: Box) -> bool:
    """Return whether *box* stands on the line of the one before, and behind it."""
    height = max(before.height, box.height)
    is_level = abs(before.middle[1] - box.middle[1]) <= _HALF * height
    return is_level and box.left >= before.left


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return letters and digits alone, each with the index of the sign that it comes from."""
    plain: list[str] = []
    index: list[int] = []
    for number, sign in enumerate(text):
        for part in _plain(sign):
            plain.append(part)
            index.append(number)
    return "".join(plain), index


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    return "".join(it for it in unicodedata.normalize("NFKC", sign).casefold() if it.isalnum())
