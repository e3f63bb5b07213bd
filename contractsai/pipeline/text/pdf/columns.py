"""Two columns that were written row by row: read down the first, then down the second."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.pdf.letters import Letters, Line

_FEWEST_ROWS: Final = 10
_NARROWEST: Final = 8.0  # points between two columns
_GRID: Final = 3.0  # points within which lines begin at one edge
_FEWEST_GOING_ON: Final = (
    0.3  # of a column's lines: prose goes on in small letters, a table does not
)
_BREAK: Final = -1
_OWN_LINE: Final = 0.6  # of a letter's height that two pieces share if they stand side by side


def gutter_of(texts: Sequence[Box]) -> float | None:
    """Return the right column's left edge if pieces of text jump there row by row."""
    jumps = Counter(
        round(after.left / _GRID)
        for before, after in pairwise(texts)
        if after.left - before.right >= _NARROWEST and _are_level(before, after)
    )
    if not jumps:
        return None
    edge, times = jumps.most_common(1)[0]
    return edge * _GRID - _GRID if times >= _FEWEST_ROWS else None


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared >= _OWN_LINE * min(one.height, other.height) > 0


def by_columns(letters: Letters, gutter: float) -> list[int] | None:
    """Return the order in which a page of two columns is read, None if it has none.

    A line that crosses the gutter, such as a title, parts the page: columns end above it, and
    begin again below.
    """
    order: list[int] = []
    sides: tuple[list[list[int]], list[list[int]]] = ([], [])
    said: tuple[list[str], list[str]] = ([], [])

    def end_columns() -> None:
        for side in sides:
            for piece in side:
                order.extend([*piece, _BREAK])
            side.clear()

    for line in letters.lines():
        parts = _parted(letters, line, gutter)
        if parts is None:
            end_columns()
            order.extend([*range(line.start, line.end), _BREAK])
            continue
        for number, part in enumerate(parts):
            if part:
                sides[number].append(part)
                said[number].append("".join(letters.text[index] for index in part).strip())
    end_columns()
    return order if all(map(_is_prose, said)) else None


def _parted(letters: Letters, line: Line, gutter: float) -> tuple[list[int], list[int]] | None:
    """Return a line's letters left and right of the gutter, None if it runs across."""
    left: list[int] = []
    right: list[int] = []
    edge = None
    for index in range(line.start, line.end):
        box = letters.boxes[index]
        if box is NOWHERE:
            (right or left).append(index)
        elif box.left >= gutter:
            if not right and edge is not None and box.left - edge < _NARROWEST / 2:
                return None
            right.append(index)
        elif box.right > gutter + _GRID or right:
            return None
        else:
            edge = box.right
            left.append(index)
    return left, right


def _is_prose(lines: Sequence[str]) -> bool:
    """Tell a column of text, whose lines go on, from cells, which begin anew."""
    going_on = sum(1 for line in lines if line[:1].islower())
    return len(lines) >= _FEWEST_ROWS and going_on >= _FEWEST_GOING_ON * len(lines)
