"""Files inside a PDF: those of a portfolio, those kept beside the pages, those pinned to one."""

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.reading import Attachment

_MAX_NAME: Final = 200


def embedded_in(document: pdfium.PdfDocument, limits: Limits) -> list[Attachment]:
    """Return the files that the document as a whole carries.

    What is over a limit is named without its bytes, so that memory holds.
    """
    count = max(pdfium_c.FPDFDoc_GetAttachmentCount(document), 0)
    found: list[Attachment] = []
    room = limits.max_expanded_bytes
    for index in range(min(count, limits.max_members + limits.max_unread_named)):
        file = pdfium_c.FPDFDoc_GetAttachment(document, index)
        item = file_of(file, index + 1, max_bytes=room if index <= limits.max_members else 0)
        room -= len(item.content or b"")
        found.append(item)
    return found


def file_of(file: Any, number: int, *, max_bytes: int) -> Attachment:  # noqa: ANN401 - a pointer of PDFium's
    """Return one embedded file; without its bytes if it is broken or larger than *max_bytes*."""
    name = _name(file) or f"file-{number}"
    size = ctypes.c_ulong()
    if not file or not pdfium_c.FPDFAttachment_GetFile(file, None, 0, size):
        return Attachment(name, None, "corrupt")
    if size.value > max_bytes:
        return Attachment(name, None, "too_large" if max_bytes else "member_limit")
    buffer = ctypes.create_string_buffer(max(size.value, 1))
    if not pdfium_c.FPDFAttachment_GetFile(file, buffer, size.value, size):
        return Attachment(name, None, "corrupt")
    return Attachment(name, buffer.raw[: size.value])


def _name(file: Any) -> str:  # noqa: ANN401 - a pointer of PDFium's
    if not file:
        return ""
    raw = utf16(partial(pdfium_c.FPDFAttachment_GetName, file))
    last = raw.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:_MAX_NAME]


def utf16(fill: Callable[[Any, int], int], *, max_bytes: int = 20_000) -> str:
    """Return what a call of PDFium's writes in UTF-16; it is asked for the size first.

    Args:
        fill: takes a buffer, or None, and its size in bytes; returns the size that it needs.
        max_bytes: a longer answer is none.
    """
    size = fill(None, 0)
    if not 2 < size <= max_bytes:  # noqa: PLR2004 - the last two bytes are its end
        return ""
    buffer = ctypes.create_string_buffer(size)
    fill(ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")
