"""A page as a picture, for OCR to read."""

import math
from typing import Final

import pypdfium2 as pdfium

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.ocr import Ocr, Picture
from contractsai.pipeline.text.reading import Checkpoint

_POINTS_PER_INCH: Final = 72
_DOTS_PER_INCH: Final = 300
_FEWEST_DOTS: Final = 70  # that Tesseract believes in
_COARSE: Final = 0.5  # dots a point: enough to see that there is something
_DARK: Final = 160
_FEWEST_DARK: Final = 40  # dots: a word


class PageReader:
    """Draws pages and has them read, as many as one document may have."""

    def __init__(self, ocr: Ocr, limits: Limits, checkpoint: Checkpoint) -> None:
        """Take who reads; nothing is read yet."""
        self._ocr = ocr
        self._max_pixels = limits.max_pixels
        self._left = limits.max_ocr_pages
        self._checkpoint = checkpoint

    def read(self, page: pdfium.PdfPage) -> str | None:
        """Return the text, empty if there are no words; None if nobody could read it."""
        if self._left <= 0:
            return None
        self._left -= 1
        self._checkpoint("ocr")
        return self._ocr.read(picture_of(page, self._max_pixels))


def picture_of(page: pdfium.PdfPage, max_pixels: int) -> Picture:
    """Draw *page* as finely as OCR wants it, and as coarsely as memory does."""
    width, height = (max(side, 1.0) for side in page.get_size())
    finest = math.sqrt(max_pixels / (width * height))
    return _drawn(page, min(_DOTS_PER_INCH / _POINTS_PER_INCH, finest))


def has_ink(page: pdfium.PdfPage, max_pixels: int) -> bool:
    """Return whether a reader sees anything like a word on *page*."""
    width, height = (max(side, 1.0) for side in page.get_size())
    pixels = _drawn(page, min(_COARSE, math.sqrt(max_pixels / (width * height)))).pixels
    return sum(pixels.count(shade) for shade in range(_DARK)) >= _FEWEST_DARK


def _drawn(page: pdfium.PdfPage, scale: float) -> Picture:
    width, height = (max(side, 1.0) for side in page.get_size())
    if max(width, height) * scale < 1 or min(width, height) * scale < 1:
        raise pdfium.PdfiumError("a page without an area")
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    try:
        rows = memoryview(bitmap.buffer).cast("B")
        stride = bitmap.stride
        pixels = b"".join(
            rows[row * stride : row * stride + bitmap.width] for row in range(bitmap.height)
        )
        dots = max(round(scale * _POINTS_PER_INCH), _FEWEST_DOTS)
        return Picture(bitmap.width, bitmap.height, pixels, dots)
    finally:
        bitmap.close()
