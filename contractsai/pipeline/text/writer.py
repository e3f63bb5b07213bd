"""What a reader of runs, paragraphs, cells and rows has put together so far."""

from typing import Final

from contractsai.pipeline.text.reading import Struck
from contractsai.pipeline.text.rows import row_text
from contractsai.pipeline.text.struck import MARK, Marks, seen

_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000))


class Writer:
    """Collects a text; bytes wait until it is clear that no more of the same letter come."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        self._marks = Marks()
        self._main = _Flow()
        self._aside = _Flow()
        self._flow = self._main
        self._raw = bytearray()
        self._codec = ""
        self._run: list[str] = []
        self._is_struck = False

    def put_bytes(self, raw: bytes, codec: str, *, is_struck: bool) -> None:
        """Add letters in a charset."""
        if codec != self._codec:
            self._flush_bytes()
            self._codec = codec
        self._turn(is_struck=is_struck)
        self._raw += raw

    def put(self, text: str, *, is_struck: bool) -> None:
        """Add letters."""
        self._flush_bytes()
        self._turn(is_struck=is_struck)
        self._run.append(text)

    def _turn(self, *, is_struck: bool) -> None:
        if is_struck is not self._is_struck:
            self._flush()
            self._is_struck = is_struck

    def _flush_bytes(self) -> None:
        if self._raw:
            self._run.append(self._raw.decode(self._codec, errors="replace"))
            self._raw.clear()

    def _flush(self) -> None:
        self._flush_bytes()
        if self._run:
            text = _mended("".join(self._run))
            self._flow.line.append(self._marks.sign(text) if self._is_struck else text)
            self._run.clear()

    def end_paragraph(self, *, in_table: bool) -> None:
        """End a paragraph, which in a table is one of its cell."""
        self._flush()
        if in_table:
            self._flow.end_line()
        else:
            self._flow.end_paragraph()

    def end_cell(self) -> None:
        """End a cell of a table."""
        self._flush()
        self._flow.end_cell()

    def end_row(self) -> None:
        """End a row of a table."""
        self._flush()
        self._flow.end_row()

    def begin_aside(self) -> None:
        """Put what follows behind the text."""
        self._flush()
        self._flow = self._aside

    def end_aside(self) -> None:
        """Go on with the text."""
        self._flush()
        self._aside.end_paragraph()
        self._flow = self._main

    def settled(self) -> tuple[str, tuple[Struck, ...]]:
        """Return the text, and what was struck out of it or hidden."""
        self._flush()
        aside = dict.fromkeys(self._aside.blocks())  # each section repeats its header
        return self._marks.settled("\n\n".join([*self._main.blocks(), *aside]))


class _Flow:
    """Paragraphs and tables in their order."""

    def __init__(self) -> None:
        self.line: list[str] = []
        self._paragraphs: list[str] = []  # of the cell being read
        self._cells: list[list[str]] = []
        self._rows: list[str] = []  # of the table being read
        self._blocks: list[str] = []

    def end_line(self) -> None:
        self._paragraphs.append("".join(self.line))
        self.line.clear()

    def end_paragraph(self) -> None:
        self._end_table()
        self.end_line()
        self._blocks += self._paragraphs
        self._paragraphs.clear()

    def end_cell(self) -> None:
        self.end_line()
        self._cells.append(list(self._paragraphs))
        self._paragraphs.clear()

    def end_row(self) -> None:
        if self._cells:
            self._rows.append(row_text(self._cells))
        self._cells.clear()

    def _end_table(self) -> None:
        self.end_row()
        rows = [row for row in self._rows if row]
        if rows:
            self._blocks.append("\n".join(rows))
        self._rows.clear()

    def blocks(self) -> list[str]:
        self.end_paragraph()
        return [block.strip() for block in self._blocks if seen(block) or MARK in block]


def _mended(text: str) -> str:
    """Join the halves of letters that were written as two, and keep our own sign out."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace(MARK, "").translate(_SURROGATES)
