"""One page of a PDF: as a picture, and where words stand on it.

Runs in a process of its own (`main`), since PDFium reads files of strangers.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.adapters.drawing.places import Places, Quote
from contractsai.adapters.drawing.png import png_of
from contractsai.pipeline.text.pdf.geometry import Box
from contractsai.pipeline.text.pdf.letters import Letters, letters_of

WIDTH: Final = 1100  # dots: sharp enough at the width of a column on a common screen
MOST_DOTS: Final = 4_000_000
_FINE: Final = 16  # steps a point; PDFium tells of places in whole ones
_MOST_LETTERS: Final = 200_000


class NoSuchPage(Exception):
    """The file has no such page, or none that can be drawn."""


def picture(content: bytes, number: int) -> bytes:
    """Return page *number*, counted from 1, as PNG.

    Raises:
        NoSuchPage: it cannot be drawn.
    """
    with _page(content, number) as page:
        width, height = page.get_size()
        scale = min(WIDTH / width, math.sqrt(MOST_DOTS / (width * height)))
        with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
            return png_of(
                memoryview(bitmap.buffer).cast("B"),
                width=bitmap.width,
                height=bitmap.height,
                stride=bitmap.stride,
            )


def layout(content: bytes, number: int, quotes: Sequence[Quote]) -> dict[str, Any]:
    """Return the size of page *number*, and where each of *quotes* stands on it.

    Lengths are points, counted from the left and from the top of the page as it is shown.

    Raises:
        NoSuchPage: it cannot be drawn.
    """
    with _page(content, number) as page:
        width, height = page.get_size()
        with closing(page.get_textpage()) as textpage:
            is_sane = pdfium_c.FPDFText_CountChars(textpage.raw) <= _MOST_LETTERS
            places = Places(letters_of(textpage) if is_sane else Letters("", []))
        boxes: dict[str, list[tuple[float, float, float, float]]] = {}
        for quote in quotes:
            found = [_as_shown(page, box, width, height) for box in places.of(quote)]
            boxes.setdefault(quote.of, []).extend(found)
        return {"width": width, "height": height, "boxes": boxes}


@contextmanager
def _page(content: bytes, number: int) -> Iterator[pdfium.PdfPage]:
    try:
        with closing(pdfium.PdfDocument(content)) as document:
            if not 1 <= number <= len(document):
                raise NoSuchPage
            with closing(document[number - 1]) as page:
                if min(page.get_size()) < 1:
                    raise NoSuchPage
                yield page
    except pdfium.PdfiumError as error:
        raise NoSuchPage from error


def _as_shown(
    page: pdfium.PdfPage, box: Box, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a box on the page as it is turned and cut."""
    corners = [
        _placed(page, x, y, width, height)
        for x, y in ((box.left, box.bottom), (box.right, box.top))
    ]
    across, down = zip(*corners, strict=True)
    left, top = min(across), min(down)
    return left, top, max(across) - left, max(down) - top


def _placed(
    page: pdfium.PdfPage, x: float, y: float, width: float, height: float
) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(width * _FINE), round(height * _FINE))
    pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
