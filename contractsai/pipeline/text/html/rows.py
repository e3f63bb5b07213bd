"""Rows of a page's tables as lines: ``label | value``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from contractsai.pipeline.text.rows import BORDER, cell_text
from contractsai.pipeline.text.struck import seen, signs

_MOST_IN_A_LABEL: Final = 2  # lines of a first cell; with more, the table lays out a page
_MOST_IN_A_VALUE: Final = 8
_LONG: Final = 300  # characters of a line that is a paragraph of its own


@dataclass(slots=True)
class Cell:
    """What has been read of a cell, or of the page around all tables."""

    pieces: list[str] = field(default_factory=list)
    has_rows: bool = False

    def add_row(self, text: str) -> None:
        """Add the row of a table that stands here."""
        if text:
            self.has_rows |= BORDER in text
            self.pieces.append(f"\n{text}\n")

    def lines(self) -> list[str]:
        """Return the lines that hold something."""
        lines = ("".join(self.pieces)).split("\n")
        return [line for line in (" ".join(line.split()) for line in lines) if line]


def row_text(cells: Sequence[Cell]) -> str:
    """Return a row as one line, or line by line where its cells lay out a page.

    Cells that only give space are left out.
    """
    filled = [(cell, lines) for cell in cells if (lines := cell.lines())]
    visible = [item for item in filled if seen("".join(item[1]))]
    if not visible:
        return "".join(signs(line) for _, lines in filled for line in lines)
    if len(visible) == 1 or any(_is_layout(cell, lines) for cell, lines in visible[1:]):
        return "\n".join("".join(cell.pieces) for cell, _ in filled)
    if _is_layout(*visible[0]) or len(visible[0][1]) > _MOST_IN_A_LABEL:
        return "\n".join("".join(cell.pieces) for cell, _ in filled)
    return BORDER.join(cell_text(lines) for _, lines in filled)


def _is_layout(cell: Cell, lines: Sequence[str]) -> bool:
    if cell.has_rows or len(lines) > _MOST_IN_A_VALUE:
        return True
    return len(lines) > 1 and any(len(line) > _LONG for line in lines)
