"""A page letter by letter, each with its box: dear, so only where something has to be placed."""

import ctypes
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf import calls
from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.reading import Struck

_LAST_CODE: Final = 0x10FFFF
_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class Line:
    """Letters from *start* to before *end*, which stand side by side."""

    start: int
    end: int
    box: Box


@dataclass(slots=True)
class Letters:
    """The letters of a page in the order of its text.

    Attributes:
        text: a character a letter.
        boxes: where each stands, as high as its font; nowhere what PDFium adds: blanks, breaks.
    """

    text: str
    boxes: list[Box]
    _by_height: list[tuple[float, int]] = field(default_factory=list)

    def between(self, bottom: float, top: float) -> Iterator[int]:
        """Yield the letters whose middle is so high; a page may be asked a thousand times."""
        if not self._by_height:
            self._by_height = sorted(
                (box.middle[1], index) for index, box in enumerate(self.boxes) if box is not NOWHERE
            )
        start = bisect_left(self._by_height, (bottom, -1))
        for height, index in islice(self._by_height, start, None):
            if height > top:
                return
            yield index

    def lines(self) -> list[Line]:
        """Return the lines that hold anything."""
        found = []
        start = 0
        for end in [*self._breaks(), len(self.text)]:
            boxes = [box for box in self.boxes[start:end] if box is not NOWHERE]
            if boxes:
                found.append(Line(start, end, _around(boxes)))
            start = end + 1
        return found

    def _breaks(self) -> Iterator[int]:
        place = self.text.find(_BREAK)
        while place >= 0:
            yield place
            place = self.text.find(_BREAK, place + 1)


@dataclass(slots=True)
class Edits:
    """What is changed in a page's letters.

    Attributes:
        removed: letters that are struck out or hidden.
        dropped: letters that something else is written over.
        inserted: text, by the letter that it comes before.
    """

    removed: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    inserted: dict[int, str] = field(default_factory=dict)

    def insert(self, before: int, text: str) -> None:
        """Add *text* behind what was inserted there already."""
        self.inserted[before] = self.inserted.get(before, "") + text

    def __bool__(self) -> bool:
        return bool(self.removed or self.dropped or self.inserted)


def letters_of(textpage: pdfium.PdfTextPage) -> Letters:
    """Return every letter of a page."""
    raw = textpage.raw
    count = max(pdfium_c.FPDFText_CountChars(raw), 0)
    code_of, box_of = calls.code_at, calls.box_at
    edges = pdfium_c.FS_RECTF()
    reference = ctypes.byref(edges)
    letters = []
    boxes = []
    for index in range(count):
        code = code_of(raw, index)
        letters.append(chr(code) if 0 < code <= _LAST_CODE else " ")
        if box_of(raw, index, reference) and edges.right > edges.left:
            boxes.append(Box(edges.left, edges.bottom, edges.right, edges.top))
        else:
            boxes.append(NOWHERE)
    return Letters("".join(letters), boxes)


def edited(
    letters: Letters, edits: Edits, order: Sequence[int] | None = None
) -> tuple[str, list[Struck]]:
    """Return the text after *edits*, with what was struck, placed in it.

    Args:
        letters: of a page.
        edits: to be made.
        order: the letters' indices as they are to be read, -1 for a line break; None: as they are.
    """
    pieces: list[str] = []
    struck: list[Struck] = []
    length = 0
    run: list[str] = []
    for index in range(len(letters.text)) if order is None else order:
        added = edits.inserted.get(index, "")
        if index in edits.removed:
            run.append(letters.text[index])
        else:
            if run:
                struck.append(Struck("".join(run), at=length))
                run = []
            if index < 0:
                added = _BREAK
            elif index not in edits.dropped:
                added += letters.text[index]
        pieces.append(added)
        length += len(added)
    if run:
        struck.append(Struck("".join(run), at=length))
    pieces.append(edits.inserted.get(len(letters.text), ""))
    return "".join(pieces), struck


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
