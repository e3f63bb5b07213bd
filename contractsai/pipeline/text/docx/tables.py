"""Rows of a table as lines: ``label | value``, and a table in a cell row by row."""

from collections.abc import Iterator, Sequence
from typing import Final

from contractsai.pipeline.text.docx.markup import Element, local
from contractsai.pipeline.text.docx.runs import SKIPPED
from contractsai.pipeline.text.rows import BORDER, cell_text
from contractsai.pipeline.text.struck import seen, signs

_MOST_IN_A_LABEL: Final = 2  # paragraphs of a first cell; with more, the table is a layout


def row_lines(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a row, each cell given as its blocks.

    A row is one line, unless its cells lay out a page: then each block is a line, as are the rows
    of a table in a cell.
    """
    blocks = [[block for block in cell if block] for cell in cells]
    if not any(seen(block) for cell in blocks for block in cell):
        yield "".join(signs(block) for cell in blocks for block in cell)
    elif _is_layout(blocks):
        yield from ("\n".join(cell) for cell in blocks if cell)
    else:
        yield BORDER.join(map(cell_text, blocks)).strip()


def _is_layout(cells: Sequence[Sequence[str]]) -> bool:
    if any("\n" in block and BORDER in block for cell in cells for block in cell):
        return True
    return bool(cells) and sum(1 for block in cells[0] if seen(block)) > _MOST_IN_A_LABEL


def descend(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the nearest descendants of that name: content controls may wrap rows and cells."""
    for item in element:
        name = local(item)
        if name == wanted:
            yield item
        elif name not in SKIPPED or name == "txbxContent":
            yield from descend(item, wanted)
