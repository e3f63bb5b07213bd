"""Where in a Word 97 file the text lies, and which of it is struck, hidden or the end of a row."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.text.reading import failed

_PAGE: Final = 512  # bytes of formatting
_CHARACTERS_AT: Final = 0xFA  # in the header: where the pages of each kind are listed
_PARAGRAPHS_AT: Final = 0x102
_PIECES_AT: Final = 0x1A2
_LENGTHS_AT: Final = 0x4C
_PARTS: Final = (
    "text",
    "notes",
    "headers",
    "macros",
    "comments",
    "endnotes",
    "boxes",
    "edge boxes",
)
_COMPRESSED: Final = 0x40000000
_STRIKES: Final = frozenset({0x0837, 0x2A53, 0x083C, 0x0800})  # struck, twice, hidden, deleted
_ROW_ENDS: Final = frozenset({0x2417, 0x244C})
_IN_TABLE: Final = frozenset({0x2416, 0x244B})
_ON: Final = frozenset({0x01, 0x81})
_OPERANDS: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes, by the top bits of a code
_TABLE_DEFINITION: Final = 0xD608
_LONG_TABS: Final = 0xC615
_MOST_PIECES: Final = 1_000_000

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that lie together.

    Attributes:
        start: the number of its first character in the text.
        count: how many there are.
        at: where in the stream they begin.
        width: bytes of each.
    """

    start: int
    count: int
    at: int
    width: int


def pieces(document: bytes, table: bytes) -> list[Piece]:
    """Return the text's pieces in their order.

    Raises:
        Unreadable: the list of them is broken.
    """
    at, length = struct.unpack_from("<II", document, _PIECES_AT)
    listed = _piece_table(table[at : at + length])
    count = min((len(listed) - 4) // 12, _MOST_PIECES)
    if count < 1:
        raise failed("corrupt")
    starts = struct.unpack_from(f"<{count + 1}I", listed)
    found = []
    for number in range(count):
        (place,) = struct.unpack_from("<I", listed, 4 * (count + 1) + 8 * number + 2)
        is_narrow = bool(place & _COMPRESSED)
        place &= _COMPRESSED - 1
        width = 1 if is_narrow else 2
        size = starts[number + 1] - starts[number]
        if size > 0:
            found.append(Piece(starts[number], size, place // 2 if is_narrow else place, width))
    return found


def _piece_table(listed: bytes) -> bytes:
    """Return the table itself, which lies behind changes that were saved in a hurry."""
    at = 0
    while at + 5 <= len(listed):
        if listed[at] == 2:  # noqa: PLR2004 - the mark of the table
            (length,) = struct.unpack_from("<I", listed, at + 1)
            return listed[at + 5 : at + 5 + length]
        (length,) = struct.unpack_from("<H", listed, at + 1)
        at += 3 + length
    raise failed("corrupt")


def parts(document: bytes) -> dict[str, Range]:
    """Return from which character to which each part of the text runs."""
    found = {}
    start = 0
    for number, name in enumerate(_PARTS):
        (length,) = struct.unpack_from("<i", document, _LENGTHS_AT + 4 * number)
        found[name] = (start, start + max(length, 0))
        start += max(length, 0)
    return found


def struck(document: bytes, table: bytes) -> list[Range]:
    """Return the places in the stream whose characters are struck, hidden or deleted."""
    found = [
        (start, end)
        for start, end, page, offset in _runs(document, table, _CHARACTERS_AT, step=1)
        if offset and _is_on(_short(page, offset), _STRIKES)
    ]
    return sorted(found)


def tables(document: bytes, table: bytes) -> tuple[list[Range], list[Range]]:
    """Return the places in the stream of the marks that end rows, and of all that is in tables."""
    ends, inside = [], []
    for start, end, page, offset in _runs(document, table, _PARAGRAPHS_AT, step=13):
        changes = _long(page, offset) if offset else b""
        if _is_on(changes, _ROW_ENDS):
            ends.append((start, end))
        if _is_on(changes, _IN_TABLE):
            inside.append((start, end))
    return sorted(ends), sorted(inside)


def _runs(
    document: bytes, table: bytes, listed_at: int, *, step: int
) -> Iterator[tuple[int, int, bytes, int]]:
    """Yield each run of equal formatting: where it lies, its page, and the place in that."""
    at, length = struct.unpack_from("<II", document, listed_at)
    listed = table[at : at + length]
    count = max((len(listed) - 4) // 8, 0)
    seen = set()
    for number in range(count):
        (place,) = struct.unpack_from("<I", listed, 4 * (count + 1) + 4 * number)
        place = (place & 0x3FFFFF) * _PAGE
        page = document[place : place + _PAGE]
        if place in seen or len(page) < _PAGE:
            continue
        seen.add(place)
        runs = page[-1]
        if 4 * (runs + 1) + step * runs >= _PAGE:
            continue
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            yield bounds[run], bounds[run + 1], page, 2 * page[4 * (runs + 1) + step * run]


def _short(page: bytes, offset: int) -> bytes:
    return page[offset + 1 : offset + 1 + page[offset]]


def _long(page: bytes, offset: int) -> bytes:
    """Return the changes of a paragraph, behind the number of its style."""
    size = page[offset]
    if size:
        return page[offset + 3 : offset + 2 * size]
    size = page[offset + 1] if offset + 1 < len(page) else 0
    return page[offset + 4 : offset + 2 + 2 * size]


def _is_on(changes: bytes, wanted: frozenset[int]) -> bool:
    """Return whether one of the *wanted* properties is set by a list of changes."""
    at = 0
    found = False
    while at + 3 <= len(changes):
        (code,) = struct.unpack_from("<H", changes, at)
        if code in wanted:
            found |= changes[at + 2] in _ON
        at += 2 + _operand(changes, at + 2, code)
    return found


def _operand(changes: bytes, at: int, code: int) -> int:
    if code >> 13 != 6:  # noqa: PLR2004 - the mark of those that say how long they are
        return _OPERANDS[code >> 13]
    if code == _TABLE_DEFINITION:
        return 1 + int.from_bytes(changes[at : at + 2], "little")
    size = changes[at]
    return len(changes) if code == _LONG_TABS and size == 255 else 1 + size  # noqa: PLR2004 - "ask further"
