"""The text of a Word 97 file: character by character, since its structure is in its signs."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from contractsai.domain.findings import Outcome
from contractsai.domain.reasons import Reason
from contractsai.pipeline.text.doc.layout import (
    Piece,
    Range,
    parts,
    pieces,
    struck,
    tables,
)
from contractsai.pipeline.text.doc.objects import embedded
from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable, failed
from contractsai.pipeline.text.writer import Writer

_WORD_97: Final = 0xA5EC
_WORD_95: Final = frozenset({0xA5DC, 0xA5DB})
_COMPLEX: Final = 0x0004
_ENCRYPTED: Final = 0x0100
_SECOND_TABLE: Final = 0x0200
_SHORTEST: Final = 0x1AA  # bytes of a header
_PLAIN_AT: Final = 0x18  # from where to where the text of Word 95 runs
_ORDER: Final = ("text", "boxes", "notes", "endnotes", "headers", "edge boxes")

_PARAGRAPH: Final = "\r"
_BREAK: Final = "\x0c"
_CELL: Final = "\x07"
_PICTURES: Final = frozenset("\x01\x08")
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_LETTERS: Final = {"\x0b": "\n", "\x1e": "-", "\t": "\t", "\xa0": " "}
_SIGNS: Final = frozenset({_PARAGRAPH, _BREAK, _CELL, _FIELD, _RESULT, _FIELD_END, *_PICTURES})
_EACH: Final = 1_000  # runs between two checkpoints


class Run(NamedTuple):
    """Characters of one kind, or one sign."""

    text: str
    is_struck: bool = False
    ends_row: bool = False
    in_table: bool = False


def read_doc(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the text, then boxes, notes, headers and footers, as one page.

    Raises:
        Unreadable: it is broken or locked, holds pictures alone, or is of a version before 97
            that keeps its text in pieces.
    """
    container = Ole(content)
    document = container.read("WordDocument")
    try:
        runs = _runs(container, document)
        composer = _Composer(checkpoint)
        composer.compose(runs)
    except (struct.error, IndexError) as error:
        raise failed("corrupt") from error
    text, struck_out = composer.writer.settled()
    carried = tuple(embedded(container))
    if not text.strip() and composer.pictures:
        raise Unreadable(Outcome.NEEDS_OCR, "no_text", carried)
    return Reading((text,), attachments=carried, struck=struck_out)


def _runs(container: Ole, document: bytes) -> Iterator[Run]:
    kind, flags = struct.unpack_from("<H", document)[0], struct.unpack_from("<H", document, 10)[0]
    if kind != _WORD_97 and kind not in _WORD_95:
        raise failed("corrupt")
    if flags & _ENCRYPTED:
        raise failed("encrypted")
    if kind in _WORD_95:
        return _plain_runs(document, is_complex=bool(flags & _COMPLEX))
    if len(document) < _SHORTEST:
        raise failed("corrupt")
    table = container.read("1Table" if flags & _SECOND_TABLE else "0Table")
    return _piece_runs(document, table)


def _plain_runs(document: bytes, *, is_complex: bool) -> Iterator[Run]:
    """Return the one run of a file that was saved whole, as Word 6 and 95 did by default."""
    if is_complex:
        raise failed(Reason.UNSUPPORTED)
    start, end = struct.unpack_from("<II", document, _PLAIN_AT)
    text = document[start:end].decode("cp1252", errors="replace")
    return (Run(part) for part in _split(text))


def _piece_runs(document: bytes, table: bytes) -> Iterator[Run]:
    """Yield the characters part by part, cut where they begin or cease to be struck."""
    listed = pieces(document, table)
    marks = _Places(struck(document, table))
    ends, inside = (_Places(ranges) for ranges in tables(document, table))
    bounds = parts(document)
    for name in _ORDER:
        for piece in _within(listed, bounds[name]):
            for at, run in _piece(document, piece, marks):
                if run.text not in _SIGNS:
                    yield run
                else:
                    yield run._replace(ends_row=ends.at(at)[0], in_table=inside.at(at)[0])
        yield Run(_PARAGRAPH)


def _within(listed: list[Piece], bounds: Range) -> Iterator[Piece]:
    """Yield what of the pieces lies between two characters."""
    for piece in listed:
        start = max(piece.start, bounds[0])
        end = min(piece.start + piece.count, bounds[1])
        if start < end:
            at = piece.at + (start - piece.start) * piece.width
            yield Piece(start, end - start, at, piece.width)


def _piece(document: bytes, piece: Piece, marks: "_Places") -> Iterator[tuple[int, Run]]:
    """Yield the runs of a piece with where in the stream they begin."""
    codec = "cp1252" if piece.width == 1 else "utf-16-le"
    last = min(piece.at + piece.count * piece.width, len(document))
    at = piece.at
    while at < last:
        is_struck, until = marks.at(at)
        until = min(until, last)
        until += (until - at) % piece.width
        text = document[at:until].decode(codec, errors="replace")
        for part in _split(text):
            yield at, Run(part, is_struck)
            at += len(part.encode(codec, errors="replace")) if piece.width > 1 else len(part)
        at = until


def _split(text: str) -> Iterator[str]:
    """Yield the signs of structure one by one, and what stands between them."""
    start = 0
    for at, letter in enumerate(text):
        if letter in _SIGNS:
            if start < at:
                yield text[start:at]
            yield letter
            start = at + 1
    if start < len(text):
        yield text[start:]


class _Places:
    """Ranges of a stream, to be asked about any place."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = ranges
        self._starts = [start for start, _ in ranges]

    def at(self, place: int) -> tuple[bool, int]:
        """Return whether a range holds *place*, and where that changes at the earliest."""
        number = bisect_right(self._starts, place)
        if number and place < self._ranges[number - 1][1]:
            return True, self._ranges[number - 1][1]
        return False, self._starts[number] if number < len(self._starts) else 1 << 62


class _Composer:
    """Puts runs together: fields, cells, rows, paragraphs."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.writer = Writer()
        self.pictures = 0
        self._checkpoint = checkpoint
        self._fields: list[bool] = []  # whether each open field shows its result by now
        self._hidden = 0  # fields that do not

    def compose(self, runs: Iterator[Run]) -> None:
        """Write all runs."""
        for number, run in enumerate(runs):
            if number % _EACH == 0:
                self._checkpoint("text")
            if run.text in _SIGNS:
                self._sign(run)
            elif not self._hidden:
                self.writer.put(_shown(run.text), is_struck=run.is_struck)

    def _sign(self, run: Run) -> None:
        sign = run.text
        if sign in _PICTURES:
            self.pictures += 1
        elif sign == _CELL:
            if run.ends_row:
                self.writer.end_row()
            else:
                self.writer.end_cell()
        elif sign in {_FIELD, _RESULT, _FIELD_END}:
            self._field(sign)
        else:
            self.writer.end_paragraph(in_table=run.in_table)

    def _field(self, sign: str) -> None:
        if sign == _FIELD:
            self._fields.append(False)
            self._hidden += 1
        elif self._fields:
            if not self._fields[-1]:
                self._hidden -= 1
            if sign == _RESULT:
                self._fields[-1] = True
            else:
                self._fields.pop()


def _shown(text: str) -> str:
    """Return text without the signs of Word's own."""
    return "".join(
        _LETTERS.get(letter, letter) for letter in text if letter >= " " or letter in _LETTERS
    ).replace("\x1f", "")
