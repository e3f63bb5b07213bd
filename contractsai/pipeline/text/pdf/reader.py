"""A PDF from bytes to pages: text in content-stream order, one page open at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.ocr import Ocr
from contractsai.pipeline.text.pdf.embedded import embedded_in
from contractsai.pipeline.text.pdf.page import Page, read_page
from contractsai.pipeline.text.pdf.picture import PageReader
from contractsai.pipeline.text.pdf.xfa import is_xfa, xfa_text
from contractsai.pipeline.text.reading import (
    Attachment,
    Checkpoint,
    Reading,
    Struck,
    Unreadable,
    distinctly_named,
    failed,
)

# One reason is told: what a reader can do least about comes first.
_GAPS: Final = ("pages_unreadable", "pages_need_ocr", "page_limit")
_LONGEST_COVER: Final = 1_500  # characters that say no more than what lies inside


def read_pdf(
    content: bytes, *, limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None = None
) -> Reading:
    """Return the text, page by page, what OCR reads where a page shows more, and what is inside.

    Raises:
        Unreadable: corrupt, encrypted, or nothing but what only OCR can read.
    """
    with _opened(content) as document:
        count = len(document)
        if count == 0:
            raise failed("corrupt")
        found = _Found(attachments=embedded_in(document, limits))
        reader = None if ocr is None else PageReader(ocr, limits, checkpoint)
        for number in range(min(count, limits.max_pages)):
            checkpoint("text")
            found.take(read_page(document, number, reader, limits))
        if is_xfa(document) and not found.has_widgets:
            found.replace_by(xfa_text(document))
    attachments = tuple(distinctly_named(found.attachments))
    if not found.has_text:
        if "pages_unreadable" in found.gaps:
            raise failed("corrupt", attachments)
        raise Unreadable(Outcome.NEEDS_OCR, "no_text", attachments)
    if count > limits.max_pages:
        found.gaps.add("page_limit")
    return Reading(
        tuple(found.pages),
        is_paged=True,
        ocr_pages=found.by_ocr,
        reason=next((gap for gap in _GAPS if gap in found.gaps), None),
        attachments=attachments,
        is_cover=bool(attachments) and sum(map(len, found.pages)) <= _LONGEST_COVER,
        struck=tuple(found.struck),
        review_reasons=frozenset({"blank_placeholders"} if found.has_blanks else ()),
    )


@contextmanager
def _opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}
        raise failed("encrypted" if locked else "corrupt") from error
    try:
        _open_form(document)
        yield document
    finally:
        document.close()


def _open_form(document: pdfium.PdfDocument) -> None:
    """Make the fields of a form readable; PDFium's own wrapper grumbles about XFA in the log."""
    if pdfium_c.FPDF_GetFormType(document) == pdfium_c.FORMTYPE_NONE:
        return
    config = pdfium_c.FPDF_FORMFILLINFO(version=2)
    raw = pdfium_c.FPDFDOC_InitFormFillEnvironment(document, config)
    if raw:
        document.formenv = pdfium.PdfFormEnv(raw, config)


@dataclass(slots=True)
class _Found:
    """What the pages held so far."""

    attachments: list[Attachment]
    pages: list[str] = field(default_factory=list)
    gaps: set[str] = field(default_factory=set)
    struck: list[Struck] = field(default_factory=list)
    by_ocr: int = 0
    has_text: bool = False  # more than the stamps on pages that nobody could read
    has_blanks: bool = False
    has_widgets: bool = False

    def take(self, page: Page) -> None:
        self.struck += [replace(item, page=len(self.pages)) for item in page.struck]
        self.pages.append(page.text)
        self.attachments += page.attachments
        self.by_ocr += page.is_by_ocr
        self.has_blanks |= page.has_blanks
        self.has_widgets |= page.has_widgets
        if page.gap:
            self.gaps.add(page.gap)
        elif page.text.strip():
            self.has_text = True

    def replace_by(self, form: str) -> None:
        """Put the words of a form in place of pages that only say to wait for it."""
        self.pages = [form, *[""] * (len(self.pages) - 1)]
        self.struck = []
        self.has_text = bool(form)
        self.gaps.add("pages_unreadable")
