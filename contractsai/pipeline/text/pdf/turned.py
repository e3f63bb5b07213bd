"""Pages that lie on their side: PDFium hands over the lines of some of them from last to first."""

import math
from itertools import pairwise
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf.letters import Letters

_QUARTER: Final = math.pi / 2
_DOWNWARDS: Final = 3  # quarters, against the clock: where text runs from top to bottom
_MOST: Final = 0.8  # of the steps from line to line
_BREAK: Final = -1


def runs_downwards(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> bool:
    """Return whether a reader would have to turn *page* to read it, against the clock."""
    return (_quarters(textpage, text) - _rotation(page)) % 4 == _DOWNWARDS


def _rotation(page: pdfium.PdfPage) -> int:
    return max(int(pdfium_c.FPDFPage_GetRotation(page)), 0)


def _quarters(textpage: pdfium.PdfTextPage, text: str) -> int:
    """Return how far a letter in the middle is turned: it stands for the page."""
    middle = len(text) // 2
    place = next((at for at in range(middle, len(text)) if text[at].isalnum()), middle)
    angle = pdfium_c.FPDFText_GetCharAngle(textpage, place)
    return -round(angle / _QUARTER) % 4 if angle >= 0 else 0  # it counts with the clock


def by_lines(page: pdfium.PdfPage, letters: Letters) -> list[int] | None:
    """Return the order of the letters from the first line to the last, None if they have it."""
    angle = (_rotation(page) + _DOWNWARDS) % 4 * _QUARTER
    lines = letters.lines()
    heights = [
        line.box.middle[0] * math.sin(angle) - line.box.middle[1] * math.cos(angle)
        for line in lines
    ]
    backwards = sum(1 for above, below in pairwise(heights) if below < above)
    if len(lines) < 2 or backwards < _MOST * (len(lines) - 1):  # noqa: PLR2004 - two have an order
        return None
    return [index for line in reversed(lines) for index in (*range(line.start, line.end), _BREAK)]
