"""What was filled in beside, or below, the labels of a form: one entry for each box.

A table's row is one line of text, its cells parted by bars.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.matching import Near, matches

_TABLE_LINE: Final = Near(re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE), ("|",))
_CELL: Final = re.compile(r"[^|\n]+")
_LINE: Final = Near(
    re.compile(
        r"^[ \t*#]*(?P<label>[A-Za-z0-9(][^\n|:]{1,70}?)[ \t*]*:[ \t*]*(?P<value>[^\n|]{1,400})$",
        re.MULTILINE,
    ),
    (":",),
)
# Two columns whose bar is a gap, as text layers of PDFs keep them.
_GAP_LINE: Final = Near(
    re.compile(
        r"^[ \t]{0,40}(?P<label>[A-Za-z(][^\n|:]{2,60}?)(?:[ ]{3,60}|[ ]?\t[ \t]{0,20})"
        r"(?P<value>[^\s|:][^\n|]{2,200})$",
        re.MULTILINE,
    ),
    ("   ", "\t"),
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
_NUMBER: Final = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|\(?[a-z][.)]")
_ALONE: Final = 2  # cells of a row that is a label and its value
_EACH: Final = frozenset({"name", "address", "party"})  # of which a row may have one for each party


@dataclass(frozen=True, slots=True)
class Entry:
    """A box that was filled in.

    Attributes:
        row: where the line of the label begins.
        column: the place of the value in its row, counted from 0; 0 outside of tables.
    """

    label: Label
    value: Span
    row: int
    column: int
    is_row: bool


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    cells: tuple[Span, ...]
    labels: tuple[Label | None, ...]


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of tables and of lines such as ``Customer: Acme``, in order."""
    rows = [_row(text, match) for match in matches(_TABLE_LINE, text)]
    found = [*_of_tables(rows), *_of_cells(text, rows), *_of_lines(text)]
    return tuple(sorted(found, key=lambda entry: entry.value))


def _row(text: str, match: re.Match[str]) -> _Row:
    cells = [trimmed(text, cell.span()) for cell in _CELL.finditer(text, *match.span())]
    cells = [cell for cell in cells if cell[0] < cell[1]]
    if len(cells) > _ALONE and _NUMBER.fullmatch(text, *cells[0]):
        del cells[0]
    labels = tuple(label_of(text[slice(*cell)]) for cell in cells)
    return _Row(*match.span(), tuple(cells), labels)


def _of_tables(rows: Sequence[_Row]) -> Iterator[Entry]:
    heads: _Row | None = None
    for row, following in pairwise([*rows, None]):
        assert row is not None  # noqa: S101 - only the last is None
        if heads is not None:
            yield from _below(heads, row)
            heads = None
        elif _is_heads(row, following):
            heads = row
        else:
            yield from _beside(row)


def _is_heads(row: _Row, following: _Row | None) -> bool:
    """Return whether a row is one of labels whose values stand in the next row."""
    return (
        following is not None
        and following.start == row.end + 1
        and len(row.cells) > 1
        and len(row.cells) == len(following.cells)
        and all(row.labels)
        and not any(following.labels)
    )


def _below(heads: _Row, row: _Row) -> Iterator[Entry]:
    for column, (label, value) in enumerate(zip(heads.labels, row.cells, strict=True)):
        if label is not None:
            yield Entry(label, value, heads.start, column, is_row=True)


def _beside(row: _Row) -> Iterator[Entry]:
    """Yield the values behind each label of a row, up to the next label."""
    label: Label | None = None
    taken = 0
    for place, (own, cell) in enumerate(zip(row.labels, row.cells, strict=True)):
        if own is not None and (label is None or taken):
            label, taken = own, 0
        elif label is not None and (not taken or label.kind in _EACH):
            labelled_before = sum(one is not None for one in row.labels[:place])
            yield Entry(label, cell, row.start, labelled_before - 1 + taken, is_row=True)
            taken += 1


def _of_cells(text: str, rows: Sequence[_Row]) -> Iterator[Entry]:
    """Yield what stands behind a label in its own cell: ``Buyer: Acme``."""
    for row in rows:
        for column, (own, cell) in enumerate(zip(row.labels, row.cells, strict=True)):
            colon = text.find(":", *cell) if own is None else -1
            label = label_of(text[cell[0] : colon]) if colon > 0 else None
            value = trimmed(text, (colon + 1, cell[1]))
            if label is not None and value[0] < value[1]:
                yield Entry(label, value, row.start, column, is_row=True)


def _of_lines(text: str) -> Iterator[Entry]:
    """Yield what stands behind ``Customer:``, and for ``Address:`` alone what stands below it."""
    for match in matches(_LINE, text):
        label = label_of(match["label"])
        if label is not None:
            yield Entry(label, trimmed(text, match.span("value")), match.start(), 0, is_row=False)
    for match in matches(_GAP_LINE, text):
        label = label_of(match["label"])
        if label is not None and label.kind not in _EACH:
            yield Entry(label, trimmed(text, match.span("value")), match.start(), 0, is_row=False)
    for match in matches(_LABEL_LINE, text):
        label = label_of(match["label"])
        if label is not None and label.kind in {"address", "name"}:
            value = trimmed(text, match.span("value"))
            yield Entry(label, value, match.start(), 0, is_row=False)
