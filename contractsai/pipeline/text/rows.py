"""Rows of tables as text: ``label | value``, unless the table only lays out a page."""

from collections.abc import Iterable, Sequence
from typing import Final

from contractsai.pipeline.text.struck import seen

BORDER: Final = " | "
LINE_IN_CELL: Final = "  "
"""Between the lines of a cell; nowhere else in a row are two blanks."""
_MOST_IN_A_LABEL: Final = 2  # paragraphs of a first cell; with more, the table is a layout


def row_text(cells: Sequence[Sequence[str]]) -> str:
    """Return a row of cells, each a list of paragraphs; empty if none of them has words."""
    filled = [[item.strip() for item in cell if item.strip()] for cell in cells]
    if not any(filled):
        return ""
    if sum(bool(seen(item)) for item in filled[0]) > _MOST_IN_A_LABEL:
        return "\n\n".join(item for cell in filled for item in cell)
    return BORDER.join(map(cell_text, filled)).strip()


def cell_text(blocks: Iterable[str]) -> str:
    """Return a cell as one line, two blanks between its own: labels stand above values there."""
    lines = (" ".join(line.split()) for block in blocks for line in block.split("\n"))
    return LINE_IN_CELL.join(line for line in lines if line)
