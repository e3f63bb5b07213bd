"""PDF through PDFium: text in content-stream order, one page open at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.reading import Checkpoint, Reading, Unreadable, failed

_MAX_FORM_DEPTH: Final = 3


def read_pdf(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the text layer, page by page.

    Raises:
        Unreadable: corrupt, encrypted, or images only.
    """
    with _opened(content) as document:
        count = len(document)
        if count == 0:
            raise failed("corrupt")
        pages: list[str] = []
        gaps: set[str] = set()
        for number in range(min(count, limits.max_pages)):
            checkpoint("text")
            text, gap = _read_page(document, number)
            pages.append(text)
            gaps |= gap
    if not any(page.strip() for page in pages):
        if "pages_unreadable" in gaps:
            raise failed("corrupt")
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    if count > limits.max_pages:
        gaps.add("page_limit")
    # One reason is told: what a reader can do least about comes first.
    order = ("pages_unreadable", "pages_need_ocr", "page_limit")
    return Reading(
        tuple(pages), is_paged=True, reason=next((gap for gap in order if gap in gaps), None)
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


def _read_page(document: pdfium.PdfDocument, number: int) -> tuple[str, set[str]]:
    """Return a page's text and what is missing of it."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return "", {"pages_unreadable"}
    try:
        text = _text_of(page)
        return text, set() if text.strip() or not _has_image(page) else {"pages_need_ocr"}
    except pdfium.PdfiumError:
        return "", {"pages_unreadable"}
    finally:
        page.close()


def _text_of(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range(errors="replace"))
    finally:
        textpage.close()


def _has_image(page: pdfium.PdfPage) -> bool:
    images = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=_MAX_FORM_DEPTH)
    return next(iter(images), None) is not None
