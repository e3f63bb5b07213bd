"""The rows of a text: cells parted by bars, by tabs and wide gaps, or by leaders of dots."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import Near, matches

_TABLE_LINE: Final = Near(re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE), ("|",))
_CELL: Final = re.compile(r"(?:^|(?<=\|))[^|\n]*", re.MULTILINE)
_RULE: Final = re.compile(
    r"[\s|:=+-]*"
)  # what parts the head of a table from its rows in plain text
_GAP_LINE: Final = Near(
    re.compile(
        r"^(?!.*\|)[^\n]*?(?:[ ]{3}|\t|\.{3}|\. \. \.|\u2026|_{3}|[ ]\.{1,2}[ ])[^\n]*$",
        re.MULTILINE,
    ),
    ("   ", "\t", "...", ". . .", "\u2026", "___", " . ", " .. "),
)
_GAP: Final = re.compile(
    r"[ ]*\t[ \t]*|[ ]{3,}|[ ]?(?:\.{3,}|\.(?:[ ]\.){2,}|\u2026+|_{3,})[ ]?"
    r"|[ ]\.{1,2}[ ]"  # all the dots that a long label leaves room for
)
_LINE_IN_CELL: Final = re.compile(r"[ ]{2}")
_LONGEST: Final = 300  # characters of a line of which gaps may make cells
_MOST_CELLS: Final = 6
_NUMBER: Final = re.compile(
    r"(?:(?:Item|Box|Clause|No\.?)\s)?\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|\(?[a-zA-Z][.)]|[A-Z]"
)
_PAGE: Final = re.compile(r"\d{1,3}")
_ALONE: Final = 2  # cells of a row that is a label and its value
_APART: Final = 3  # characters between rows of one table, at most
_WIDTH: Final = 100  # of a column that a bar or a tab begins: wherever its words stand
_ASKEW: Final = 2  # characters by which a column's lines may differ
_MOST_BELOW: Final = 8  # lines that go on below a line of cells


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells; of each, the label that it is, if it is one.

    Attributes:
        columns: where each cell stands: by its place between bars or tabs, else by where in its
            line it begins.
        goes_on: whether it says more of the row above, in whose first column it has nothing.
    """

    start: int
    end: int
    cells: tuple[Span, ...]
    labels: tuple[Label | None, ...]
    columns: tuple[int, ...]
    is_table: bool
    goes_on: bool = False


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def rows_of(text: str) -> tuple[Row, ...]:
    """Return the rows in order: tables, and lines whose gaps part labels from values."""
    found = list(_of_bars(text))
    done = 0
    for match in matches(_GAP_LINE, text):
        row = _of_gaps(text, match.span())
        if row is not None and row.start >= done:
            found += [row, *_lines_below(text, row)]
            done = found[-1].end
    return tuple(sorted(found, key=lambda row: row.start))


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


def answered(text: str, cell: Span) -> tuple[Label, Span] | None:
    """Return what a cell asks for and answers in one: ``Buyer: Acme``, or the label above it."""
    for end in (text.find(":", *cell), _end_of_line(text, cell)):
        label = label_of(text[cell[0] : end]) if end > 0 else None
        value = bare(text, (end + 1, cell[1]))
        if label is not None and value[0] < value[1]:
            return label, value
    return None


def _end_of_line(text: str, cell: Span) -> int:
    line = _LINE_IN_CELL.search(text, *cell)
    return line.start() if line else -1


def _of_bars(text: str) -> Iterator[Row]:
    whole: Row | None = None  # the last one with something in its first column
    last: Row | None = None
    for match in matches(_TABLE_LINE, text):
        if _RULE.fullmatch(match[0]):
            continue
        pieces = [cell.span() for cell in _CELL.finditer(text, *match.span())]
        row = _row(text, match.span(), _unframed(text, pieces), is_table=True)
        if whole and last and are_adjacent(text, last, row) and _is_more(row, whole):
            row = replace(row, goes_on=True)
        else:
            whole = row
        last = row
        yield row


def _unframed(text: str, pieces: list[Span]) -> list[Span]:
    """Return the cells of a line between bars, which may have a frame around them."""
    is_framed = not text[slice(*pieces[0])].strip() and not text[slice(*pieces[-1])].strip()
    return pieces[1:-1] if is_framed else pieces


def _is_more(row: Row, above: Row) -> bool:
    """Return whether a row has nothing in its first column, which names what the row above says."""
    if not row.cells or any(row.labels) or not above.labels or above.labels[0] is None:
        return False
    if row.columns[0] == above.columns[0]:
        is_spanned = above.labels[0].kind == "address" and len(row.cells) > 1
        return is_spanned and len(row.cells) == len(above.cells) - 1
    return set(row.columns) <= set(above.columns)


def _row(text: str, line: Span, pieces: Sequence[Span], *, is_table: bool) -> Row:
    cells = _cells(text, pieces)
    is_counted = is_table or "\t" in text[slice(*line)]
    columns = [place * _WIDTH if is_counted else cell[0] - line[0] for place, cell in cells]
    spans = tuple(cell for _, cell in cells)
    labels = tuple(label_of(text[slice(*cell)]) for cell in spans)
    return Row(*line, spans, labels, tuple(columns), is_table)


def _cells(text: str, pieces: Sequence[Span]) -> list[tuple[int, Span]]:
    """Return what is written in each piece of a line, with its place, but for its number."""
    cells = [(place, bare(text, piece)) for place, piece in enumerate(pieces)]
    cells = [item for item in cells if item[1][0] < item[1][1]]
    if len(cells) > _ALONE and _NUMBER.fullmatch(text, *cells[0][1]):
        del cells[0]
    return cells


def _pieces(text: str, line: Span) -> tuple[list[Span], bool]:
    """Return the pieces of a line between its gaps, and whether one of these is of dots."""
    gaps = list(_GAP.finditer(text, *line))
    starts = [line[0], *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), line[1]]
    return list(zip(starts, ends, strict=True)), any("." in gap[0] for gap in gaps)


def _of_gaps(text: str, line: Span) -> Row | None:
    """Return a line's cells where its first is a label, or all are labels or organisations."""
    if line[1] - line[0] > _LONGEST:
        return None
    pieces, has_dots = _pieces(text, line)
    cells = [cell for _, cell in _cells(text, pieces)]
    if not 1 < len(cells) <= _MOST_CELLS:
        return None
    if _PAGE.fullmatch(text, *cells[-1]) and has_dots:
        return None  # a table of contents
    is_row = label_of(text[slice(*cells[0])]) is not None or answered(text, cells[0]) is not None
    is_row |= len(cells) > _ALONE and all(label_of(text[slice(*cell)]) for cell in cells[1:3])
    if not is_row and not all(ends_in_legal_form(text[slice(*cell)]) for cell in cells):
        return None  # nearly all such lines are text: the other cells need not be asked
    return _row(text, line, pieces, is_table=False)


def _lines_below(text: str, row: Row) -> Iterator[Row]:
    """Yield the lines right below a line of cells that fill its columns.

    Below a label beside its values these are further lines of the values, and the first column is
    empty; below labels alone they are the values.
    """
    is_head = all(row.labels) or not any(row.labels)
    if len(row.cells) <= _ALONE and not is_head:
        return
    columns = row.columns if is_head else row.columns[1:]
    end = row.end
    for _ in range(_MOST_BELOW):
        stop = text.find("\n", end + 1)
        line = (end + 1, stop if stop >= 0 else len(text))
        if not 0 < line[1] - line[0] <= _LONGEST:
            return
        if is_head and _RULE.fullmatch(text, *line):
            end = line[1]
            continue  # drawn below the heads
        below = _row(text, line, _pieces(text, line)[0], is_table=False)
        if not below.columns or any(below.labels) or not _is_under(below, columns):
            return
        yield replace(below, goes_on=not is_head)
        end = line[1]


def _is_under(below: Row, columns: Sequence[int]) -> bool:
    return all(any(abs(own - other) <= _ASKEW for other in columns) for own in below.columns)
