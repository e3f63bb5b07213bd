"""The rows of a text: cells parted by bars, by tabs and wide gaps, or by leaders of dots."""

import re
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import Near, matches

_TABLE_LINE: Final = Near(re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE), ("|",))
_CELL: Final = re.compile(r"[^|\n]+")
_RULE: Final = re.compile(
    r"[\s|:=+-]*"
)  # what parts the head of a table from its rows in plain text
_GAP_LINE: Final = Near(
    re.compile(r"^(?!.*\|)[^\n]*?(?:[ ]{3}|\t|\.{3}|\u2026|_{3})[^\n]*$", re.MULTILINE),
    ("   ", "\t", "...", "\u2026", "___"),
)
_GAP: Final = re.compile(r"[ ]*\t[ \t]*|[ ]{3,}|[ ]?(?:\.{3,}|\u2026+|_{3,})[ ]?")
_LONGEST: Final = 300  # characters of a line of which gaps may make cells
_MOST_CELLS: Final = 6
_NUMBER: Final = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|\(?[a-z][.)]")
_PAGE: Final = re.compile(r"\d{1,3}")
_ALONE: Final = 2  # cells of a row that is a label and its value
_APART: Final = 3  # characters between rows of one table, at most


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells; of each, the label that it is, if it is one."""

    start: int
    end: int
    cells: tuple[Span, ...]
    labels: tuple[Label | None, ...]
    is_table: bool


def rows_of(text: str) -> list[Row]:
    """Return the rows in order: tables, and lines whose gaps part labels from values."""
    found = []
    for match in matches(_TABLE_LINE, text):
        if _RULE.fullmatch(match[0]):
            continue
        cells = [cell.span() for cell in _CELL.finditer(text, *match.span())]
        found.append(_row(text, match.span(), cells, is_table=True))
    for match in matches(_GAP_LINE, text):
        row = _of_gaps(text, match.span())
        if row is not None:
            found.append(row)
    return sorted(found, key=lambda row: row.start)


def are_adjacent(text: str, row: Row, following: Row) -> bool:
    """Return whether nothing but a blank line stands between two rows."""
    gap = text[row.end : following.start]
    return (len(gap) <= _APART and not gap.strip()) or (
        len(gap) < _LONGEST and bool(_RULE.fullmatch(gap)) and "-" in gap
    )


def is_ruled(text: str, row: Row) -> bool:
    """Return whether a line is drawn below a row, which makes it the head of a table."""
    end = text.find("\n", row.end + 1)
    below = text[row.end + 1 : end if end >= 0 else len(text)]
    return "--" in below and bool(_RULE.fullmatch(below))


def bare(text: str, span: Span) -> Span:
    """Return *span* without white space and the line that was written on."""
    start, end = trimmed(text, span)
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" _\t*:"))
    return start, max(start, end - (len(piece) - len(piece.rstrip(" _\t*"))))


def _row(text: str, line: Span, pieces: list[Span], *, is_table: bool) -> Row:
    cells = _cells(text, pieces)
    return Row(*line, cells, tuple(label_of(text[slice(*cell)]) for cell in cells), is_table)


def _cells(text: str, pieces: list[Span]) -> tuple[Span, ...]:
    """Return what is written in each piece of a line, but for its number."""
    cells = [bare(text, piece) for piece in pieces]
    cells = [cell for cell in cells if cell[0] < cell[1]]
    if len(cells) > _ALONE and _NUMBER.fullmatch(text, *cells[0]):
        del cells[0]
    return tuple(cells)


def _of_gaps(text: str, line: Span) -> Row | None:
    """Return a line's cells where its first is a label, or all are labels or organisations."""
    if line[1] - line[0] > _LONGEST:
        return None
    gaps = list(_GAP.finditer(text, *line))
    starts = [line[0], *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), line[1]]
    pieces = list(zip(starts, ends, strict=True))
    cells = _cells(text, pieces)
    if not 1 < len(cells) <= _MOST_CELLS:
        return None
    if _PAGE.fullmatch(text, *cells[-1]) and any("." in gap[0] for gap in gaps):
        return None  # a table of contents
    if label_of(text[slice(*cells[0])]) is None and not all(
        ends_in_legal_form(text[slice(*cell)]) for cell in cells
    ):
        return None  # nearly all such lines are text: the other cells need not be asked
    return _row(text, line, pieces, is_table=False)
