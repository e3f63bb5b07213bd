"""What was filled in beside, below or under the labels of rows of cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, takewhile
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.address_lines import end_of_lines, end_of_paragraphs
from contractsai.pipeline.facts.answers import WHO, begins_with_firm, is_answer
from contractsai.pipeline.facts.rows import Row, answered, are_adjacent, is_ruled
from contractsai.pipeline.lexicon.labels import Label
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_EACH: Final = WHO | {"address", "address_part"}  # one for each party
_MOST_BELOW: Final = 8  # rows below a row of labels
_MANY: Final = 2
_LINE_IN_CELL: Final = re.compile(r"[ ]{2}")
_ADDRESS: Final = re.compile(r"\b(?:address|office)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A box that was filled in.

    Attributes:
        row: where the line of the label begins.
        column: the place of the value in its row, counted from 0; 0 outside of tables.
        is_row: whether the value has a box of its own, as in a table.
    """

    label: Label
    value: Span
    row: int
    column: int
    is_row: bool


def of_rows(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    """Yield the values beside and below labels; a gap alone makes no name of just any words."""
    gapped = {row.start for row in rows if not row.is_table}
    for entry in _read(text, rows):
        is_gapped = entry.row in gapped
        value = entry.value
        if is_gapped and entry.label.kind in _EACH and not entry.column:
            value = _with_lines_below(text, entry)
        is_doubtful = is_gapped and entry.label.kind in WHO
        if not is_doubtful or begins_with_firm(text[slice(*entry.value)]):
            yield replace(entry, value=value)


def _with_lines_below(text: str, entry: Entry) -> Span:
    """Return a value with the lines of an address that go on below it."""
    start, end = entry.value
    is_last = "\n" not in text[start:end] and text[end : end + 2].lstrip(",;")[:1] in {"\n", ""}
    if not is_last:
        return entry.value
    line = text.find("\n", end)
    line = line if line >= 0 else end
    below = end_of_lines(text, line, entry.row)
    return start, below if below > line else end_of_paragraphs(text, line, entry.row)


def of_cells(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    """Yield what stands behind, or below, a label in its own cell."""
    for row in rows:
        inside = [
            answered(text, cell)
            for cell, own in zip(row.cells, row.labels, strict=True)
            if own is None
        ]
        for column, (label, value) in enumerate(one for one in inside if one is not None):
            is_doubtful = not row.is_table and label.kind in WHO
            if not is_doubtful or begins_with_firm(text[slice(*value)]):
                yield Entry(label, value, row.start, column, is_row=True)
        if row.is_table and len(row.cells) > 1:
            yield from _signed(text, row)


def _signed(text: str, row: Row) -> Iterator[Entry]:
    """Yield the firms that sign side by side, each in a cell with its address."""
    cells = [_LINE_IN_CELL.search(text, *cell) for cell in row.cells]
    names = [
        (cell[0], gap.start())
        for cell, gap in zip(row.cells, cells, strict=True)
        if gap is not None
    ]
    if len(names) < len(cells) or not all(ends_in_legal_form(text[slice(*name)]) for name in names):
        return
    for column, (name, cell) in enumerate(zip(names, row.cells, strict=True)):
        address = _ADDRESS.search(text, name[1], cell[1])
        if address is not None:
            yield Entry(Label("party"), name, row.start, column, is_row=True)
            value = (address.end(), cell[1])
            yield Entry(Label("address"), value, row.start, column, is_row=True)


def _read(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    place = 0
    above: Row | None = None
    while place < len(rows):
        row = rows[place]
        below = _below(text, rows, place)
        if row.goes_on and above is not None:
            yield from _more(above, row)
        elif _is_head_of_records(row, below):
            kept = list(takewhile(partial(_is_record, row), below))
            yield from _records(row, kept, place)
            place += len(kept)
        elif _is_heads(text, row, below):
            yield from _columns(row, below[0])
            blocks = _blocks_below(text, row, below)
            for one in blocks:
                yield from _further(row, one)
            place += 1 + len(blocks)
        elif (names := _names(text, row, below)) is not None:
            for column, name in enumerate(names):
                yield Entry(Label("party"), name, row.start, column, is_row=True)
        else:
            yield from _beside(row)
        above = above if row.goes_on else row
        place += 1


def _below(text: str, rows: Sequence[Row], place: int) -> list[Row]:
    """Return the rows that follow one without anything between them."""
    found: list[Row] = []
    for row, following in pairwise(rows[place : place + _MOST_BELOW + 1]):
        if not are_adjacent(text, row, following):
            break
        found.append(following)
    return found


def _more(above: Row, row: Row) -> Iterator[Entry]:
    """Yield the further lines of an address whose label stands in the row above."""
    if above.labels[0] is None or above.labels[0].kind not in _EACH:
        return
    values = above.columns[1:]
    if row.columns[0] == above.columns[0] and len(row.cells) == len(values):
        values = row.columns  # the label's cell spans both rows
    for column, cell in zip(row.columns, row.cells, strict=True):
        yield Entry(Label("address_part"), cell, row.start, _nearest(values, column), is_row=True)


def _nearest(columns: Sequence[int], column: int) -> int:
    """Return the place, among *columns*, of the one that stands nearest; 0 if there is none."""
    return min(range(len(columns)), key=lambda place: abs(columns[place] - column), default=0)


def _is_head_of_records(row: Row, below: Sequence[Row]) -> bool:
    """Return whether each row below tells of one party: ``Party | Name | Address``."""
    kinds = [label.kind for label in row.labels if label is not None]
    if len(kinds) < _MANY or not below:
        return False
    tells = bool({"address", "address_part"} & set(kinds)) and bool(WHO & set(kinds))
    return tells and all(not any(one.labels[1:]) for one in below[:1])


def _is_record(heads: Row, row: Row) -> bool:
    if sum(label is not None for label in row.labels) > 1:
        return False  # the heads of the next table
    is_under = len(row.cells) > _MANY and set(row.columns) <= set(heads.columns)
    return row.goes_on or is_under or len(row.cells) in {len(heads.cells), len(heads.cells) + 1}


def _records(heads: Row, below: Sequence[Row], place: int) -> Iterator[Entry]:
    record = place
    for number, row in enumerate(below):
        if row.goes_on:
            yield from _wrapped(heads, row, record)
            continue
        record = place + number
        role = row.labels[0].role if row.labels and row.labels[0] else None
        for label, cell, own in _under(heads, row):
            if label is not None and own is None:
                whose = Label(label.kind, role) if role else label
                yield Entry(whose, cell, row.start, record, is_row=True)


def _under(heads: Row, row: Row) -> Iterator[tuple[Label | None, Span, Label | None]]:
    """Yield the cells of a record with the label of the column, and with their own."""
    corner = len(row.cells) - len(heads.cells)
    if corner >= 0:
        yield from zip(heads.labels, row.cells[corner:], row.labels[corner:], strict=True)
        return
    labels = dict(zip(heads.columns, heads.labels, strict=True))
    for column, cell, own in zip(row.columns, row.cells, row.labels, strict=True):
        yield labels.get(column), cell, own


def _wrapped(heads: Row, row: Row, record: int) -> Iterator[Entry]:
    """Yield what a record's address says on its further lines."""
    for column, cell in zip(row.columns, row.cells, strict=True):
        label = heads.labels[_nearest(heads.columns, column)]
        if label is not None and label.kind == "address":
            yield Entry(Label("address_part"), cell, row.start, record, is_row=True)


def _is_heads(text: str, row: Row, below: Sequence[Row]) -> bool:
    """Return whether a row is one of labels whose values stand in the next row."""
    if not below or len(row.cells) < _MANY or len(row.cells) != len(below[0].cells):
        return False
    if any(below[0].labels) or any(answered(text, one) for one in below[0].cells):
        return False
    return all(row.labels) or _is_answered_below(text, row, below[0])


def _is_answered_below(text: str, row: Row, below: Row) -> bool:
    """Return whether a label has its kind of value below it, and none beside it."""
    for place, label in enumerate(row.labels):
        if label is not None and is_answer(label, text[slice(*below.cells[place])]):
            beside = row.cells[place + 1 : place + 2]
            return not any(is_answer(label, text[slice(*one)]) for one in beside)
    return False


def _blocks_below(text: str, heads: Row, below: Sequence[Row]) -> list[Row]:
    """Return the rows that go on below the first values of columns: further lines of addresses."""
    found: list[Row] = []
    if all(label is not None and label.kind in _EACH for label in heads.labels):
        for row in below[1:]:
            if len(row.cells) > len(heads.cells) or any(row.labels) or is_ruled(text, row):
                break
            found.append(row)
    return found


def _further(heads: Row, row: Row) -> Iterator[Entry]:
    """Yield each cell as a part of what stands in the column above it."""
    for place, (column, cell) in enumerate(zip(row.columns, row.cells, strict=True)):
        own = place if len(row.cells) == len(heads.cells) else _nearest(heads.columns, column)
        yield Entry(Label("address_part"), cell, row.start, own, is_row=True)


def _columns(heads: Row, row: Row) -> Iterator[Entry]:
    for column, (label, value) in enumerate(zip(heads.labels, row.cells, strict=True)):
        if label is not None:
            yield Entry(label, value, heads.start, column, is_row=True)


def _names(text: str, row: Row, below: Sequence[Row]) -> tuple[Span, ...] | None:
    """Return the organisations that head columns, whose rows have labels of their own."""
    if not below or not below[0].cells or any(row.labels):
        return None
    following = below[0]
    are_cells = len(following.cells) == len(row.cells) and any(
        answered(text, cell) for one in below for cell in one.cells
    )
    names = row.cells
    if not are_cells:
        names = row.cells[len(row.cells) - len(following.cells) + 1 :]
        if len(following.cells) not in {len(row.cells), len(row.cells) + 1}:
            return None
    is_head = (
        len(names) >= _MANY
        and (are_cells or not any(following.labels[1:]))
        and all(ends_in_legal_form(text[slice(*name)]) for name in names)
        and all(answered(text, name) is None for name in names)
    )
    return names if is_head else None


def _is_role(label: Label | None) -> bool:
    return label is not None and label.kind == "party" and label.role is not None


def _beside(row: Row) -> Iterator[Entry]:
    """Yield the values behind each label of a row, up to the next label."""
    if len(row.cells) == _MANY and row.labels[0] is None and _is_role(row.labels[1]):
        yield Entry(row.labels[1] or Label("party"), row.cells[0], row.start, 0, is_row=True)
    label: Label | None = None
    taken = 0
    for place, (own, cell) in enumerate(zip(row.labels, row.cells, strict=True)):
        if own is not None and (label is None or taken):
            label, taken = own, 0
        elif label is not None and (not taken or label.kind in _EACH):
            labelled_before = sum(one is not None for one in row.labels[:place])
            column = labelled_before - 1 + taken
            yield Entry(label, cell, row.start, column, is_row=True)
            taken += 1
