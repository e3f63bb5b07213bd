"""PDF through PDFium: text in content-stream order, one page open at a time."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.ocr import Ocr, Picture
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable, failed

_MAX_FORM_DEPTH: Final = 3
_POINTS_PER_INCH: Final = 72
_DOTS_PER_INCH: Final = 300
_FEWEST_DOTS: Final = 70  # that Tesseract believes in


def read_pdf(
    content: bytes, *, limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None = None
) -> Reading:
    """Return the text layer, page by page, and what OCR reads where a page has none.

    Raises:
        Unreadable: corrupt, encrypted, or images only.
    """
    with _opened(content) as document:
        count = len(document)
        if count == 0:
            raise failed("corrupt")
        pages: list[str] = []
        gaps: set[str] = set()
        by_ocr = 0
        reader = None if ocr is None else _PageReader(ocr, limits, checkpoint)
        for number in range(min(count, limits.max_pages)):
            checkpoint("text")
            text, gap, is_by_ocr = _read_page(document, number, reader)
            pages.append(text)
            gaps |= gap
            by_ocr += is_by_ocr
    if not any(page.strip() for page in pages):
        if "pages_unreadable" in gaps:
            raise failed("corrupt")
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    if count > limits.max_pages:
        gaps.add("page_limit")
    # One reason is told: what a reader can do least about comes first.
    order = ("pages_unreadable", "pages_need_ocr", "page_limit")
    return Reading(
        tuple(pages),
        is_paged=True,
        ocr_pages=by_ocr,
        reason=next((gap for gap in order if gap in gaps), None),
    )


@contextmanager
def _opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}
        raise failed("encrypted" if locked else "corrupt") from error
    try:
        yield document
    finally:
        document.close()


def _read_page(
    document: pdfium.PdfDocument, number: int, reader: "_PageReader | None"
) -> tuple[str, set[str], bool]:
    """Return a page's text, what is missing of it, and whether it came from OCR."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return "", {"pages_unreadable"}, False
    try:
        text = _text_of(page)
        if text.strip():
            return text, set(), False
        read = reader.read(page) if reader is not None and _is_drawn(page) else None
        if read is not None:
            return read, set(), bool(read.strip())
        return "", {"pages_need_ocr"} if _has_image(page) else set(), False
    except pdfium.PdfiumError:
        return "", {"pages_unreadable"}, False
    finally:
        page.close()


class _PageReader:
    """Draws pages and has them read, as many as one document may have."""

    def __init__(self, ocr: Ocr, limits: Limits, checkpoint: Checkpoint) -> None:
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
        return self._ocr.read(_picture(page, self._max_pixels))


def _picture(page: pdfium.PdfPage, max_pixels: int) -> Picture:
    """Draw *page* as finely as OCR wants it, and as coarsely as memory does."""
    width, height = (max(side, 1.0) for side in page.get_size())
    finest = math.sqrt(max_pixels / (width * height))
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, finest)
    if max(width, height) * scale < 1 or min(width, height) * scale < 1:
        raise pdfium.PdfiumError("a page without an area")
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False)
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


def _is_drawn(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def _text_of(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range(errors="replace"))
    finally:
        textpage.close()


def _has_image(page: pdfium.PdfPage) -> bool:
    images = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=_MAX_FORM_DEPTH)
    return next(iter(images), None) is not None
