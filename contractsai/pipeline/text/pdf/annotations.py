"""Annotations: what people add on top of a page, and the fields of its forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf.embedded import file_of, utf16
from contractsai.pipeline.text.pdf.geometry import Box
from contractsai.pipeline.text.reading import Attachment

_MAX_ANNOTATIONS: Final = 1_000  # of a page
_MAX_OPTIONS: Final = 1_000
_UNSEEN: Final = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_READ_ONLY: Final = 1  # bit of a field's flags
_PASSWORD: Final = 1 << 13  # likewise
_TICKED, _UNTICKED = "\u2612", "\u2610"
_THIN: Final = 3.0


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in a box: filled in by somebody, or still to be.

    Attributes:
        box: where.
        value: what it says; empty if nobody has filled it in.
        name: of the field, as the form calls it; empty for a note.
        is_tick: whether it is a box to tick.
    """

    box: Box
    value: str
    name: str = ""
    is_tick: bool = False


@dataclass(slots=True)
class Annotations:
    """The annotations of a page by what they mean."""

    struck: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    has_widgets: bool = False
    is_cut: bool = False  # there are more than anybody looks at


def annotations_on(
    page: pdfium.PdfPage, form: object | None, *, max_file_bytes: int
) -> Annotations:
    """Return what is seen of *page*'s annotations; *form* is the environment for its fields."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    found = Annotations(is_cut=count > _MAX_ANNOTATIONS)
    for index in range(min(count, _MAX_ANNOTATIONS)):
        with _annotation(page, index) as item:
            if item and not pdfium_c.FPDFAnnot_GetFlags(item) & _UNSEEN:
                _take(item, form, found, max_file_bytes)
    return found


@contextmanager
def _annotation(page: pdfium.PdfPage, index: int) -> Iterator[Any]:
    item = pdfium_c.FPDFPage_GetAnnot(page, index)
    try:
        yield item
    finally:
        if item:
            pdfium_c.FPDFPage_CloseAnnot(item)


def _take(item: Any, form: object | None, found: Annotations, max_file_bytes: int) -> None:  # noqa: ANN401 - a pointer of PDFium's
    match pdfium_c.FPDFAnnot_GetSubtype(item):
        case pdfium_c.FPDF_ANNOT_STRIKEOUT:
            quads = _quads(item)
            room = _MAX_ANNOTATIONS - len(found.struck)
            found.struck += quads[:room]
            found.is_cut |= len(quads) > room
        case pdfium_c.FPDF_ANNOT_LINE:
            if (box := _box(item)).height <= _THIN:
                found.lines.append(box)
        case pdfium_c.FPDF_ANNOT_FREETEXT:
            if value := _string(item, b"Contents").strip():
                found.fields.append(Field(_box(item), value))
        case pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
            file = pdfium_c.FPDFAnnot_GetFileAttachment(item)
            found.files.append(file_of(file, len(found.files) + 1, max_bytes=max_file_bytes))
        case pdfium_c.FPDF_ANNOT_WIDGET:
            found.has_widgets = True
            if form is not None and (widget := _widget(item, form)) is not None:
                found.fields.append(widget)


def _widget(item: Any, form: object) -> Field | None:  # noqa: ANN401 - a pointer of PDFium's
    """Return a field that is there to be filled in; buttons and signatures are not."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, item)
    flags = pdfium_c.FPDFAnnot_GetFormFieldFlags(form, item)
    box = _box(item)
    if kind in {pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON}:
        is_ticked = pdfium_c.FPDFAnnot_IsChecked(form, item)
        return Field(box, _TICKED if is_ticked else _UNTICKED, is_tick=True)
    if kind not in {
        pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
        pdfium_c.FPDF_FORMFIELD_COMBOBOX,
        pdfium_c.FPDF_FORMFIELD_LISTBOX,
    } or (flags & _PASSWORD and kind == pdfium_c.FPDF_FORMFIELD_TEXTFIELD):
        return None
    value = "" if kind == pdfium_c.FPDF_FORMFIELD_TEXTFIELD else _chosen(item, form)
    value = value or _asked(pdfium_c.FPDFAnnot_GetFormFieldValue, form, item)
    name = _asked(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, item)
    name = name or _asked(pdfium_c.FPDFAnnot_GetFormFieldName, form, item)
    if not value.strip() and flags & _READ_ONLY:
        return None  # nobody can fill it in
    return Field(box, value.strip(), name.strip())


def _chosen(item: Any, form: object) -> str:  # noqa: ANN401 - a pointer of PDFium's
    """Return what a reader sees of the options chosen, rather than what a program gets."""
    count = min(pdfium_c.FPDFAnnot_GetOptionCount(form, item), _MAX_OPTIONS)
    return ", ".join(
        utf16(partial(pdfium_c.FPDFAnnot_GetOptionLabel, form, item, index))
        for index in range(count)
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, item, index)
    )


def _quads(item: Any) -> list[Box]:  # noqa: ANN401 - a pointer of PDFium's
    count = min(pdfium_c.FPDFAnnot_CountAttachmentPoints(item), _MAX_ANNOTATIONS + 1)
    boxes = []
    for index in range(count):
        quad = pdfium_c.FS_QUADPOINTSF()
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(item, index, quad):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            up = (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append(Box(min(across), min(up), max(across), max(up)))
    return boxes or [_box(item)]


def _box(item: Any) -> Box:  # noqa: ANN401 - a pointer of PDFium's
    edges = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(item, edges):
        return Box(0.0, 0.0, 0.0, 0.0)
    across, up = sorted((edges.left, edges.right)), sorted((edges.bottom, edges.top))
    return Box(across[0], up[0], across[1], up[1])


def _string(item: Any, key: bytes) -> str:  # noqa: ANN401 - a pointer of PDFium's
    return utf16(partial(pdfium_c.FPDFAnnot_GetStringValue, item, key))


def _asked(question: Any, form: object, item: Any) -> str:  # noqa: ANN401 - functions and pointers of PDFium's
    return utf16(partial(question, form, item))
