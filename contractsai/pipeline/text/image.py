"""A picture as a document: a scan or a photograph, read by OCR.

Nothing here decodes a picture: its head tells how large it is, and the program that reads it is a
process of its own.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.ocr import Ocr
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable, failed, unsupported

_SMALLEST: Final = 400  # dots a side: a page has more, a logo or a button hardly ever
_LARGEST: Final = 6  # times the pixels of a page that OCR is given: 600 dots an inch, in black
_PNG: Final = b"\x89PNG"
_JPEG: Final = b"\xff\xd8"
_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_MAX_MARKERS: Final = 2_000
_MAX_FOLDERS: Final = 2_000  # pages of a TIFF that are counted
_MAX_TAGS: Final = 60  # of a page that are looked at; they are sorted, and its sides come early
_TIFF_SIDES: Final = (256, 257)
_TIFF_SHORT: Final = 3
_PAGE_END: Final = "\f"


@dataclass(frozen=True, slots=True)
class _Size:
    """A page of a picture: its sides in dots, and where the file says what comes after it."""

    width: int
    height: int
    next_at: int = 0


def read_image(
    content: bytes, *, limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None
) -> Reading:
    """Return what OCR reads in a PNG, JPEG or TIFF file, page by page.

    Raises:
        Unreadable: too large, too small to be a document, or nobody can read it here.
    """
    sizes = list(_sizes(content))
    if max((min(size.width, size.height) for size in sizes), default=0) < _SMALLEST:
        raise unsupported()
    if any(size.width * size.height > _LARGEST * limits.max_pixels for size in sizes):
        raise failed("too_large")
    if ocr is None:
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    most = min(limits.max_ocr_pages, limits.max_pages)
    checkpoint("ocr")
    read = ocr.read_file(_first(content, sizes, most))
    pages = tuple((read or "").removesuffix(_PAGE_END).split(_PAGE_END))
    if not any(page.strip() for page in pages):
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    return Reading(
        pages,
        is_paged=True,
        ocr_pages=len(pages),
        reason="pages_need_ocr" if len(sizes) > most else None,
    )


def _first(content: bytes, sizes: list[_Size], most: int) -> bytes:
    """Return the file with so many pages: a TIFF ends where it says that nothing follows."""
    if len(sizes) <= most:
        return content
    at = sizes[most - 1].next_at
    return content[:at] + bytes(4) + content[at + 4 :]


def _sizes(content: bytes) -> Iterator[_Size]:
    """Yield the size of each page, as far as the file can be followed."""
    try:
        if content.startswith(_PNG):
            yield _Size(*struct.unpack_from(">II", content, 16))
        elif content.startswith(_JPEG):
            yield from _jpeg(content)
        else:
            yield from _tiff(content)
    except struct.error:  # it ends too early
        return


def _jpeg(content: bytes) -> Iterator[_Size]:
    """Yield the size that the first frame tells."""
    at = len(_JPEG)
    for _ in range(_MAX_MARKERS):
        start, marker = struct.unpack_from(">BB", content, at)
        if start != 0xFF:  # noqa: PLR2004 - what every marker begins with
            return
        if marker == 0xFF:  # noqa: PLR2004 - filling
            at += 1
        elif marker in _JPEG_BARE:
            at += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            yield _Size(width, height)
            return
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]


def _tiff(content: bytes) -> Iterator[_Size]:
    """Yield the size of each page; a file that leads back to a page seen ends there."""
    order = "<" if content.startswith(b"II") else ">"
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MAX_FOLDERS:
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", content, at)
        sides = {}
        for index in range(min(count, _MAX_TAGS)):
            entry = at + 2 + 12 * index
            tag, kind = struct.unpack_from(f"{order}HH", content, entry)
            if tag in _TIFF_SIDES:
                form = "H" if kind == _TIFF_SHORT else "I"
                (sides[tag],) = struct.unpack_from(f"{order}{form}", content, entry + 8)
        next_at = at + 2 + 12 * count
        (at,) = struct.unpack_from(f"{order}I", content, next_at)
        if len(sides) == len(_TIFF_SIDES):
            yield _Size(sides[256], sides[257], next_at)
