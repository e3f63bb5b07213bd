"""Words that a page shows as struck out, or does not show at all."""

from collections.abc import Iterable, Sequence
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf.geometry import Box
from contractsai.pipeline.text.pdf.letters import Letters

_LOWEST, _HIGHEST = 0.28, 0.72  # of a letter's height: between underlining and a table's border
_FEWEST_LETTERS: Final = 3  # under a line: fewer may be a sign of its own
_MOST_BETWEEN: Final = 4  # blanks and breaks between struck letters
_EDGE: Final = 0.2  # of a piece of text, from its lowest letter to its highest: what underlines
_FARTHEST: Final = 30.0  # points from a line to the middle of a letter that it strikes
_TINY: Final = 3.0  # points from the font's bottom to its top
_PROBES: Final = (0.1, 0.35, 0.65, 0.9)
_REACH: Final = 5.0  # points to a letter's left or right


def crossed(textpage: pdfium.PdfTextPage, lines: Iterable[Box], texts: Sequence[Box]) -> list[Box]:
    """Return those of *lines* that seem to run through letters; a cheap look at a few points."""
    return [line for line in lines if _meets_text(line, texts) and _meets_letters(textpage, line)]


def _meets_text(line: Box, texts: Sequence[Box]) -> bool:
    height = line.middle[1]
    return any(
        bottom < height < top
        and left < line.right
        and line.left < right
        and _EDGE < (height - bottom) / (top - bottom) < 1 - _EDGE
        for left, bottom, right, top in texts
    )


def _meets_letters(textpage: pdfium.PdfTextPage, line: Box) -> bool:
    height = line.middle[1]
    probes = (line.left + share * line.width for share in _PROBES)
    hits = (_letter_at(textpage, (across, height), _REACH) for across in probes)
    return any(box is not None and _is_middle(box, height) for box in hits)


def tiny(textpage: pdfium.PdfTextPage, boxes: Iterable[Box]) -> list[Box]:
    """Return those of *boxes* whose letters are too small to be seen, by their font."""
    return [
        box
        for box in boxes
        if (letter := _letter_at(textpage, box.middle, box.width / 2)) and letter.height < _TINY
    ]


def _letter_at(
    textpage: pdfium.PdfTextPage, point: tuple[float, float], reach: float
) -> Box | None:
    index = pdfium_c.FPDFText_GetCharIndexAtPos(textpage, *point, reach, 0.0)
    edges = pdfium_c.FS_RECTF()
    if index < 0 or not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, edges):
        return None
    return Box(edges.left, edges.bottom, edges.right, edges.top)


def _is_middle(letter: Box, height: float) -> bool:
    part = (height - letter.bottom) / letter.height if letter.height > 0 else 0.0
    return _LOWEST <= part <= _HIGHEST


def under_lines(letters: Letters, lines: Iterable[Box]) -> set[int]:
    """Return the letters that a line runs through the middle of."""
    struck: set[int] = set()
    for line in lines:
        height = line.middle[1]
        found = {
            index
            for index in letters.between(height - _FARTHEST, height + _FARTHEST)
            if _is_middle(letters.boxes[index], height)
            and line.left <= letters.boxes[index].middle[0] <= line.right
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
            for index in letters.between(area.bottom, area.top)
            if area.holds(letters.boxes[index].middle)
        }
    return _joined(letters, found)


def hidden(letters: Letters, boxes: Iterable[Box]) -> set[int]:
    """Return the letters in *boxes* if they are words: a dash is small, and no secret."""
    found = inside(letters, boxes)
    count = sum(letters.text[index].isalnum() for index in found)
    return found if count >= _FEWEST_LETTERS else set()


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
