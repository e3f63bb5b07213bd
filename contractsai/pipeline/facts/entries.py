"""What was filled in beside, or below, the labels of a form: one entry for each box.

A table's row is one line of text, its cells parted by bars.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.facts.rows import Row, are_adjacent, bare, is_ruled, rows_of
from contractsai.pipeline.facts.stacked import end_of_lines, stacked
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import Near, matches

_LINE: Final = Near(
    re.compile(
        r"^[ \t*#]*(?P<label>[A-Za-z0-9(][^\n|:]{1,70}?)[ \t*]*:[ \t*]*(?P<value>[^\n|]{1,400})$",
        re.MULTILINE,
    ),
    (":",),
)
_LABEL_LINE: Final = Near(
    re.compile(
        r"^[ \t*#]*(?P<label>[A-Za-z0-9(][^\n|:]{1,70}?)[ \t*]*:[ \t*]*\n(?:[ \t]*\n)?"
        r"(?P<value>[^\n|:]{2,100}(?:\n[^\n|:]{2,100}){0,5})$",
        re.MULTILINE,
    ),
    (":",),
    after=700,
)
_EACH: Final = frozenset({"name", "address", "address_part", "party"})  # one for each party
_WHO: Final = frozenset({"name", "party"})
_MOST_BELOW: Final = 8  # rows below a row of labels
_MANY: Final = 2


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


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of tables and of lines such as ``Customer: Acme``, in order."""
    rows = rows_of(text)
    found = {
        (entry.value, entry.label.kind): entry
        for entry in (
            *_stacked(text),
            *_of_lines(text),
            *_of_cells(text, rows),
            *_of_rows(text, rows),
        )
    }
    return tuple(sorted(found.values(), key=lambda entry: entry.value))


def _of_rows(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    """Yield the values beside and below labels; a gap alone makes no name of just any words."""
    gapped = {row.start for row in rows if not row.is_table}
    for entry in _read(text, rows):
        if entry.row in gapped and entry.label.kind == "address" and not entry.column:
            end = end_of_lines(text, entry.value[1], entry.row)
            if (
                text.count("\n", *entry.value) == 0
                and text.find("\n", entry.value[0]) == entry.value[1]
            ):
                yield replace(entry, value=(entry.value[0], end))
                continue
        is_doubtful = entry.row in gapped and entry.label.kind in _WHO
        if not is_doubtful or ends_in_legal_form(text[slice(*entry.value)]):
            yield entry


def _read(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    place = 0
    while place < len(rows):
        row = rows[place]
        below = _below(text, rows, place)
        if _is_head_of_records(row, below):
            kept = [one for one in below if len(one.cells) in {len(row.cells), len(row.cells) + 1}]
            yield from _records(row, kept, place)
            place += len(kept)
        elif _is_heads(text, row, below):
            yield from _columns(row, below[0])
            blocks = _blocks_below(text, row, below)
            for one in blocks:
                for column, cell in enumerate(one.cells):
                    yield Entry(Label("address_part"), cell, one.start, column, is_row=True)
            place += 1 + len(blocks)
        elif (names := _names(text, row, below[0] if below else None)) is not None:
            for column, name in enumerate(names):
                yield Entry(Label("party"), name, row.start, column, is_row=True)
        else:
            yield from _beside(row)
        place += 1


def _below(text: str, rows: Sequence[Row], place: int) -> list[Row]:
    """Return the rows that follow one without anything between them."""
    found: list[Row] = []
    for row, following in pairwise(rows[place : place + _MOST_BELOW + 1]):
        if not are_adjacent(text, row, following):
            break
        found.append(following)
    return found


def _is_head_of_records(row: Row, below: Sequence[Row]) -> bool:
    """Return whether each row below tells of one party: ``Party | Name | Address``."""
    kinds = [label.kind for label in row.labels if label is not None]
    if len(kinds) < max(_MANY, len(row.cells) - 1) or not below:
        return False
    tells = "address" in kinds and bool(_WHO & set(kinds))
    return tells and all(not any(one.labels[1:]) for one in below[:1])


def _records(heads: Row, below: Sequence[Row], place: int) -> Iterator[Entry]:
    for number, row in enumerate(below):
        corner = len(row.cells) - len(heads.cells)
        role = row.labels[0].role if row.labels and row.labels[0] else None
        for label, cell, own in zip(
            heads.labels, row.cells[corner:], row.labels[corner:], strict=True
        ):
            if label is not None and own is None:
                whose = Label(label.kind, role) if role else label
                yield Entry(whose, cell, row.start, place + number, is_row=True)


def _is_heads(text: str, row: Row, below: Sequence[Row]) -> bool:
    """Return whether a row is one of labels whose values stand in the next row."""
    return (
        bool(below)
        and len(row.cells) > 1
        and len(row.cells) == len(below[0].cells)
        and all(row.labels)
        and not any(below[0].labels)
        and all(_behind_colon(text, cell) is None for cell in below[0].cells)
    )


def _blocks_below(text: str, heads: Row, below: Sequence[Row]) -> list[Row]:
    """Return the rows that go on below the names in columns headed by parties: addresses."""
    found: list[Row] = []
    if all(label is not None and label.kind in _WHO for label in heads.labels):
        for row in below[1:]:
            if len(row.cells) != len(heads.cells) or any(row.labels) or is_ruled(text, row):
                break
            found.append(row)
    return found


def _columns(heads: Row, row: Row) -> Iterator[Entry]:
    for column, (label, value) in enumerate(zip(heads.labels, row.cells, strict=True)):
        if label is not None:
            yield Entry(label, value, heads.start, column, is_row=True)


def _names(text: str, row: Row, following: Row | None) -> tuple[Span, ...] | None:
    """Return the organisations that head columns, whose rows have labels of their own."""
    if following is None or not following.cells:
        return None
    names = row.cells[len(row.cells) - len(following.cells) + 1 :]
    is_head = (
        len(following.cells) in {len(row.cells), len(row.cells) + 1}
        and len(names) >= _MANY
        and not any(row.labels)
        and not any(following.labels[1:])
        and all(ends_in_legal_form(text[slice(*name)]) for name in names)
        and all(_behind_colon(text, name) is None for name in names)
    )
    return names if is_head else None


def _beside(row: Row) -> Iterator[Entry]:
    """Yield the values behind each label of a row, up to the next label."""
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


def _behind_colon(text: str, cell: Span) -> tuple[Label, Span] | None:
    """Return what a cell asks for and answers in one: ``Buyer: Acme``."""
    colon = text.find(":", *cell)
    label = label_of(text[cell[0] : colon]) if colon > 0 else None
    value = bare(text, (colon + 1, cell[1]))
    return (label, value) if label is not None and value[0] < value[1] else None


def _of_cells(text: str, rows: Sequence[Row]) -> Iterator[Entry]:
    """Yield what stands behind a label in its own cell."""
    for row in rows:
        inside = [
            _behind_colon(text, cell)
            for cell, own in zip(row.cells, row.labels, strict=True)
            if own is None
        ]
        for column, (label, value) in enumerate(one for one in inside if one is not None):
            yield Entry(label, value, row.start, column, is_row=True)


def _of_lines(text: str) -> Iterator[Entry]:
    """Yield what stands behind ``Customer:``, and for ``Address:`` alone what stands below it."""
    for match in matches(_LINE, text):
        label = label_of(match["label"])
        value = bare(text, match.span("value"))
        if label is not None and label.kind == "address":
            value = (value[0], end_of_lines(text, value[1], match.start()))
        if label is not None and value[0] < value[1]:
            yield Entry(label, value, match.start(), 0, is_row=False)
    for match in matches(_LABEL_LINE, text):
        label = label_of(match["label"])
        if label is not None and label.kind in {"address", "name"}:
            value = trimmed(text, match.span("value"))
            yield Entry(label, value, match.start(), 0, is_row=False)


def _stacked(text: str) -> Iterator[Entry]:
    """Yield what stands below a label that has a line of its own."""
    for item in stacked(text):
        if item.label.kind in _WHO and not ends_in_legal_form(text[slice(*item.value)]):
            continue
        yield Entry(item.label, item.value, item.start, 0, is_row=item.label.kind not in _WHO)
