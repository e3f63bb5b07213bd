"""Words that a page shows as struck out, or does not show at all."""

from collections.abc import Iterable
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf.geometry import Box
from contractsai.pipeline.text.pdf.letters import NOWHERE, Letters

_LOWEST, _HIGHEST = 0.28, 0.72  # of a letter's height: between underlining and a table's border
_FEWEST_LETTERS: Final = 3  # under a line: fewer may be a sign of its own
_MOST_BETWEEN: Final = 4  # blanks and breaks between struck letters
_PROBES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
_REACH: Final = 5.0  # points to a letter's left or right


def crossed(textpage: pdfium.PdfTextPage, lines: Iterable[Box]) -> list[Box]:
    """Return those of *lines* that seem to run through letters; a cheap look at a few points."""
    return [line for line in lines if _meets_letters(textpage, line)]


def _meets_letters(textpage: pdfium.PdfTextPage, line: Box) -> bool:
    height = line.middle[1]
    return any(
        pdfium_c.FPDFText_GetCharIndexAtPos(
            textpage, line.left + share * line.width, height, _REACH, 0.0
        )
        >= 0
        for share in _PROBES
    )


def under_lines(letters: Letters, lines: Iterable[Box]) -> set[int]:
    """Return the letters that a line runs through the middle of."""
    struck: set[int] = set()
    for line in lines:
        height = line.middle[1]
        found = {
            index
            for index, box in enumerate(letters.boxes)
            if box is not NOWHERE
            and box.bottom + _LOWEST * box.height <= height <= box.bottom + _HIGHEST * box.height
            and line.left <= box.middle[0] <= line.right
        }
        if sum(letters.text[index].isalnum() for index in found) >= _FEWEST_LETTERS:
            struck |= found
    return _joined(letters, struck)


def inside(letters: Letters, boxes: Iterable[Box]) -> set[int]:
    """Return the letters whose middle lies in one of *boxes*."""
    found: set[int] = set()
    for area in boxes:
        found |= {
            index
            for index, box in enumerate(letters.boxes)
            if box is not NOWHERE and area.holds(box.middle)
        }
    return _joined(letters, found)


def _joined(letters: Letters, found: set[int]) -> set[int]:
    """Add the blanks between: words on two struck lines are one passage."""
    whole = set(found)
    last = None
    for index in sorted(found):
        if last is not None and 1 < index - last <= _MOST_BETWEEN:
            between = range(last + 1, index)
            if all(letters.text[place].isspace() for place in between):
                whole.update(between)
        last = index
    return whole
