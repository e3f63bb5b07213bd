"""One page: its text, what is missing of it, and what people have put on top of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.nonsense import is_nonsense
from contractsai.pipeline.text.pdf import struck, turned
from contractsai.pipeline.text.pdf.annotations import Annotations, annotations_on
from contractsai.pipeline.text.pdf.columns import by_columns, gutter_of
from contractsai.pipeline.text.pdf.letters import Edits, edited, letters_of
from contractsai.pipeline.text.pdf.picture import PageReader, has_ink
from contractsai.pipeline.text.pdf.placing import place
from contractsai.pipeline.text.pdf.shown import Shown, shown_on
from contractsai.pipeline.text.pdf.tables import by_rows, may_have_tables
from contractsai.pipeline.text.pdf.unread import letters_in, shows_more
from contractsai.pipeline.text.reading import Attachment, Struck

_MORE: Final = 1.2  # times the letters that OCR has to find for its text to be the fuller one


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page.

    Attributes:
        text: as it is to be read.
        gap: why some of it is missing, None if nothing is.
        is_by_ocr: whether OCR read it.
        struck: what was struck out or hidden, placed in the text.
        attachments: files that are pinned to the page.
        has_widgets: whether it has fields of a form.
        has_blanks: whether one of them is still to be filled in.
    """

    text: str
    gap: str | None = None
    is_by_ocr: bool = False
    struck: Sequence[Struck] = ()
    attachments: Sequence[Attachment] = ()
    has_widgets: bool = False
    has_blanks: bool = False


def read_page(
    document: pdfium.PdfDocument, number: int, reader: PageReader | None, limits: Limits
) -> Page:
    """Return what page *number* says."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return Page("", "pages_unreadable")
    try:
        return _read(page, document.formenv, reader, limits)
    except pdfium.PdfiumError:
        return Page("", "pages_unreadable")
    finally:
        page.close()


def _read(
    page: pdfium.PdfPage,
    form: pdfium.PdfFormEnv | None,
    reader: PageReader | None,
    limits: Limits,
) -> Page:
    notes = annotations_on(page, form, max_file_bytes=limits.max_expanded_bytes)
    shown = shown_on(page)
    textpage = page.get_textpage()
    try:
        layer = str(textpage.get_text_range(errors="replace"))
        text, gap, is_by_ocr = _whole(page, layer, shown, reader, limits)
        passages: Sequence[Struck] = ()
        if not is_by_ocr:
            text, passages = _as_seen(page, textpage, text, shown, notes)
        elif notes.fields:
            text = "\n".join([text, *(_row(item.name, item.value) for item in notes.fields)])
    finally:
        textpage.close()
    return Page(
        text,
        "pages_unreadable" if notes.is_cut and gap is None else gap,
        is_by_ocr,
        passages,
        notes.files,
        has_widgets=notes.has_widgets,
        has_blanks=any(not item.value for item in notes.fields),
    )


def _whole(
    page: pdfium.PdfPage, layer: str, shown: Shown, reader: PageReader | None, limits: Limits
) -> tuple[str, str | None, bool]:
    """Return a page's text, why some is missing, and whether it came from OCR."""
    letters = letters_in(layer)
    is_short = shows_more(page, layer, letters, shown) or (
        letters == 0
        and any(box.area for box in shown.texts)  # blanks have none
        and has_ink(page, limits.max_pixels)
    )
    if not is_short and (letters or not shown.count):
        return layer, None, False
    kept = "" if is_nonsense(layer) else layer
    read = reader.read(page) if reader is not None else None
    if read is None:
        return kept, "pages_need_ocr" if is_short else None, False
    if not kept.strip() or letters_in(read) > _MORE * letters:
        return read, None, bool(read.strip())
    return kept, None, False


def _as_seen(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    text: str,
    shown: Shown,
    notes: Annotations,
) -> tuple[str, Sequence[Struck]]:
    """Return the text as a reader sees the page: without what is struck, with what is filled in."""
    lines = [*struck.crossed(textpage, shown.lines, shown.texts), *notes.lines]
    hidden = [*shown.unseen, *struck.tiny(textpage, shown.tiny)]
    gutter = gutter_of(shown.texts)
    filled = [item for item in notes.fields if item.value]
    is_turned = turned.runs_downwards(page, textpage, text)
    is_laid_out = gutter is not None or may_have_tables(shown.texts)
    is_plain = not (lines or hidden or notes.struck or filled or is_turned or is_laid_out)
    if is_plain or not text.strip():
        rows = [_row(item.name, item.value) for item in filled]
        return "\n".join([text, *rows]) if rows else text, ()
    letters = letters_of(textpage)
    edits = Edits()
    edits.removed |= struck.inside(letters, notes.struck)
    edits.removed |= struck.hidden(letters, hidden)
    edits.removed |= struck.under_lines(letters, lines)
    if filled:
        place(letters, filled, edits)
    order = by_columns(letters, gutter) if gutter is not None else None
    if is_turned:
        order = turned.by_lines(page, letters)
    elif order is None:
        order = by_rows(letters, edits)
    if not edits and order is None:
        return text, ()
    return edited(letters, edits, order)


def _row(name: str, value: str) -> str:
    return f"{name} | {value}" if name else value
