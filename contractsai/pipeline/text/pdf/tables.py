"""Tables of a form as rows: ``label | value``, the lines of a cell kept together.

A page holds no tables, only letters. What stands side by side with a gap between it is a row, if it
begins with a label that people know; what stands below a value, and begins where it does, is more
of that value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.pdf.letters import Edits, Letters
from contractsai.pipeline.text.rows import BORDER, LINE_IN_CELL

_FEWEST_JUMPS: Final = 2  # from one piece of text to another at its side
_NARROWEST: Final = 6.0  # points between two cells
_SLACK: Final = 4.0  # points within which lines begin at one edge
_LEVEL: Final = 0.5  # of a line's height
_FAR: Final = 2.6  # heights from a line to the next of one table
_FEWEST_LABELS: Final = 2
_FEWEST_ROWS: Final = 2
# Beside each other people sign as well; who did is read from the lines as they are.
_SIGNS: Final = re.compile(
    r"(?:by|its|title|sign(?:ed|ature)?)\b(?!\s+(?:date|of|and)\b)|/s/|_{5}", re.IGNORECASE
)
_MOST_CELLS: Final = 8
_BREAK: Final = -1


@dataclass(slots=True)
class _Piece:
    """Letters of a line without a gap between them."""

    letters: list[int]
    box: Box
    text: str


@dataclass(slots=True)
class _Row:
    """Pieces by column, each column's one below the other."""

    cells: dict[int, list[_Piece]]


@dataclass(slots=True)
class _Table:
    edges: list[float]
    rows: list[_Row] = field(default_factory=list)

    def column_of(self, piece: _Piece) -> int | None:
        """Return the column that a piece begins in."""
        near = [n for n, edge in enumerate(self.edges) if abs(edge - piece.box.left) <= _SLACK]
        return near[0] if near else None

    def _texts(self) -> Iterator[str]:
        for row in self.rows:
            for pieces in row.cells.values():
                yield from (piece.text for piece in pieces)

    def is_form(self) -> bool:
        """Return whether labels stand in the first column, or in the first row."""
        if len(self.rows) < _FEWEST_ROWS or any(map(_SIGNS.match, self._texts())):
            return False
        columns = [
            [row.cells[column][0].text for row in self.rows if column in row.cells]
            for column in (0, 1)  # a number may stand before the label
        ]
        heads = [pieces[0].text for pieces in self.rows[0].cells.values()] if self.rows else []
        return any(
            sum(label_of(text) is not None for text in texts) >= _FEWEST_LABELS
            for texts in (*columns, heads)
        )


def may_have_tables(texts: Sequence[Box]) -> bool:
    """Return whether pieces of text jump to the side often enough to be looked at by letters."""
    jumps = sum(
        after.left - before.right >= _NARROWEST and _are_level(before, after)
        for before, after in pairwise(texts)
    )
    return jumps >= _FEWEST_JUMPS


def by_rows(letters: Letters, edits: Edits) -> list[int] | None:
    """Return the order in which a page with forms is read, None if it has none.

    Borders between the cells are added to *edits*.
    """
    tables = list(_tables(list(_levels(letters))))
    if not tables:
        return None
    table_of = {
        index: number
        for number, table in enumerate(tables)
        for row in table.rows
        for pieces in row.cells.values()
        for piece in pieces
        for index in piece.letters
    }
    order: list[int] = []
    written: set[int] = set()
    for line in letters.lines():
        kept = [index for index in range(line.start, line.end) if index not in table_of]
        here = {table_of[index] for index in range(line.start, line.end) if index in table_of}
        for number in sorted(here - written):
            written.add(number)
            order += _written(tables[number], edits)
        if any(letters.text[index].strip() for index in kept):
            order += [*kept, _BREAK]
    return order


def _levels(letters: Letters) -> Iterator[list[_Piece]]:
    """Yield the pieces of the page that stand at one height, from the top downwards."""
    pieces = [piece for line in letters.lines() for piece in _pieces(letters, line.start, line.end)]
    level: list[_Piece] = []
    for piece in sorted(pieces, key=lambda item: (-item.box.middle[1], item.box.left)):
        if level and not _are_level(level[0].box, piece.box):
            yield sorted(level, key=lambda item: item.box.left)
            level = []
        level.append(piece)
    if level:
        yield sorted(level, key=lambda item: item.box.left)


def _pieces(letters: Letters, start: int, end: int) -> Iterator[_Piece]:
    piece: list[int] = []
    right = None
    for index in range(start, end):
        box = letters.boxes[index]
        if box is not NOWHERE and letters.text[index].strip():
            if right is not None and box.left - right >= _NARROWEST:
                yield _piece(letters, piece)
                piece = []
            right = box.right
        piece.append(index)
    if right is not None:
        yield _piece(letters, piece)


def _piece(letters: Letters, indices: list[int]) -> _Piece:
    while indices and not letters.text[indices[-1]].strip():
        indices.pop()
    boxes = [letters.boxes[index] for index in indices if letters.boxes[index] is not NOWHERE]
    around = Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
    return _Piece(indices, around, "".join(letters.text[index] for index in indices))


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared >= _LEVEL * min(one.height, other.height) > 0


def _tables(levels: Sequence[list[_Piece]]) -> Iterator[_Table]:
    """Yield the tables that are forms, from the top downwards."""
    place = 0
    while place < len(levels):
        table, taken = _table(levels, place)
        if table is not None:
            yield table
        place += taken


def _table(levels: Sequence[list[_Piece]], place: int) -> tuple[_Table | None, int]:
    """Return the table that begins at a level, with how many levels it takes."""
    if not 1 < len(levels[place]) <= _MOST_CELLS:
        return None, 1
    table = _Table([piece.box.left for piece in levels[place]])
    above = levels[place][0].box
    taken = 0
    for level in levels[place:]:
        box = level[0].box
        if taken and above.bottom - box.top > _FAR * max(box.height, 1.0) - box.height:
            break
        if not _take(table, level):
            break
        above = box
        taken += 1
    return (table, taken) if table.is_form() else (None, 1)


def _take(table: _Table, level: Sequence[_Piece]) -> bool:
    """Add a level to a table as a row or as more of the last one; return whether it fits."""
    columns = [table.column_of(piece) for piece in level]
    if None in columns or len(set(columns)) < len(columns):
        return False
    placed = {
        column: piece for column, piece in zip(columns, level, strict=True) if column is not None
    }
    if any(_reaches(table, column, piece) for column, piece in placed.items()):
        return False
    if 0 in placed and len(placed) > 1:
        table.rows.append(_Row({column: [piece] for column, piece in placed.items()}))
        return True
    if not table.rows or (0 in placed and label_of(placed[0].text) is not None):
        return False
    for column, piece in placed.items():
        table.rows[-1].cells.setdefault(column, []).append(piece)
    return True


def _reaches(table: _Table, column: int, piece: _Piece) -> bool:
    """Return whether a piece runs on into the next column: then it is a line of text."""
    following = table.edges[column + 1 : column + 2]
    return any(piece.box.right > edge for edge in following)


def _written(table: _Table, edits: Edits) -> Iterator[int]:
    for row in table.rows:
        last = 0
        for column, pieces in sorted(row.cells.items()):
            for number, piece in enumerate(pieces):
                if number:
                    edits.insert(piece.letters[0], LINE_IN_CELL)
                elif column:
                    edits.insert(piece.letters[0], BORDER * (column - last))
                yield from piece.letters
            last = column
        yield _BREAK
