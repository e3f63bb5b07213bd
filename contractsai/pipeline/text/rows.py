"""Rows of tables as text: ``label | value``, unless the table only lays out a page."""

from collections.abc import Sequence
from typing import Final

from contractsai.pipeline.text.struck import seen

_BORDER: Final = " | "
_MOST_IN_A_LABEL: Final = 2  # paragraphs of a first cell; with more, the table is a layout


def row_text(cells: Sequence[Sequence[str]]) -> str:
    """Return a row of cells, each a list of paragraphs; empty if none of them has words."""
    filled = [[item.strip() for item in cell if item.strip()] for cell in cells]
    if not any(filled):
        return ""
    if sum(bool(seen(item)) for item in filled[0]) > _MOST_IN_A_LABEL:
        return "\n\n".join(item for cell in filled for item in cell)
    return _BORDER.join(" ".join(" ".join(cell).split()) for cell in filled).strip()
