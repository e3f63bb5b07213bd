"""Where on a page the text of a field belongs: behind a label, over a blank, in a sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from contractsai.pipeline.text.pdf.annotations import Field
from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box
from contractsai.pipeline.text.pdf.letters import Edits, Letters, Line

_BLANK: Final = frozenset("_.\u2026 \t\u2013\u2014-")  # what a place to fill in is drawn with
_TO_FILL: Final = re.compile(r"_{4,}|\.{6,}|\u2026{3,}")
_MOST_BLANKS: Final = 500  # of a page
_SLACK: Final = 3.0  # points that a box may reach over the letters beside it
_LONGEST_LABEL: Final = 6  # words
_LABEL: Final = re.compile(r"[^\W\d_][^:.;,]*")


def place(letters: Letters, fields: Sequence[Field], edits: Edits) -> None:
    """Add to *edits* what *fields* say, each where a reader sees it."""
    lines = letters.lines()
    blanks = list(islice(_blanks(letters), _MOST_BLANKS))
    shown = " ".join(letters.text.split())
    apart: dict[int, list[tuple[float, str]]] = {}
    for item in sorted(fields, key=lambda item: (-item.box.top, item.box.left)):
        value = " ".join(item.value.split("\n")) if item.is_tick else item.value.strip()
        if not value or _is_shown(letters, shown, item):
            continue
        if not item.is_tick and (blank := _blank_for(blanks, item.box)) is not None:
            blanks.remove(blank)
            edits.dropped.update(range(blank.start, blank.end))
            edits.insert(blank.start, " ".join(value.split()))
            continue
        line = _beside(letters, lines, item.box)
        if line is None:
            behind = _above(lines, item.box)
            label = f"{item.name} | " if item.name and "\n" not in value else ""
            end = len(letters.text) if behind is None else behind.end
            apart.setdefault(end, []).append((-item.box.middle[1], label + value))
        else:
            _write_into(letters, line, item, value, edits)
    for end, values in apart.items():
        edits.insert(end, "".join(f"\n{text}" for _, text in sorted(values)))


def _blanks(letters: Letters) -> Iterator[Line]:
    """Yield the rows of strokes or dots that a page leaves to be written over."""
    for found in _TO_FILL.finditer(letters.text):
        first, last = letters.boxes[found.start()], letters.boxes[found.end() - 1]
        if first.right <= last.left:
            box = Box(first.left, first.bottom, last.right, first.top)
            yield Line(found.start(), found.end(), box)


def _blank_for(blanks: Sequence[Line], box: Box) -> Line | None:
    """Return the blank that a field stands on, or close below as a pen that slipped would."""
    near = [
        blank
        for blank in blanks
        if blank.box.left < box.right
        and box.left < blank.box.right
        and box.bottom < blank.box.top
        and box.top > blank.box.bottom - blank.box.height / 2
    ]
    return min(near, key=lambda blank: abs(blank.box.middle[1] - box.middle[1]), default=None)


def _is_shown(letters: Letters, shown: str, item: Field) -> bool:
    """Tell a value that the page itself says already at that place, as a printed form does."""
    value = " ".join(item.value.split())
    if item.is_tick or value not in shown:
        return False
    there = "".join(
        letters.text[index]
        for index in sorted(letters.between(item.box.bottom, item.box.top))
        if item.box.holds(letters.boxes[index].middle)
    )
    return "".join(value.split()) in "".join(there.split())


def _beside(letters: Letters, lines: Sequence[Line], box: Box) -> Line | None:
    """Return the line that stands at a field's height, the nearest to its left if there are two."""
    level = [line for line in lines if _is_level(line.box, box)]
    left = [line for line in level if _last_before(letters, line, box) is not None]
    if left:
        return max(
            left, key=lambda line: letters.boxes[_last_before(letters, line, box) or 0].right
        )
    return min(level, key=lambda line: line.box.left, default=None)


def _is_level(line: Box, box: Box) -> bool:
    return (
        box.bottom <= line.middle[1] <= box.top or line.bottom <= box.middle[1] <= line.top
    ) and box.height < 3 * max(line.height, 1.0)


def _above(lines: Sequence[Line], box: Box) -> Line | None:
    """Return the line that a field stands under."""
    higher = [line for line in lines if line.box.middle[1] >= box.middle[1]]
    return min(
        higher,
        key=lambda line: (
            line.box.bottom - box.top + abs(min(line.box.left - box.left, 0.0)) / 10,
            -line.start,
        ),
        default=None,
    )


def _last_before(letters: Letters, line: Line, box: Box) -> int | None:
    """Return the last letter of *line* that stands left of a field, blanks to fill in apart."""
    for index in range(line.end - 1, line.start - 1, -1):
        place = letters.boxes[index]
        if place is not NOWHERE and place.middle[0] < box.left + _SLACK:
            return index
    return None


def _write_into(letters: Letters, line: Line, item: Field, value: str, edits: Edits) -> None:
    before = _last_before(letters, line, item.box)
    start = line.start if before is None else before + 1
    end = start
    while end < line.end and _is_covered(letters, end, item.box):
        end += 1
    if not item.is_tick:
        edits.dropped.update(range(start, end))
    written = " ".join(value.split())
    if item.is_tick:
        edits.insert(start, f" {written} " if before is not None else f"{written} ")
        return
    rest = letters.text[end : line.end].strip()
    said = letters.text[line.start : start].strip()
    is_label = not rest and len(said.split()) <= _LONGEST_LABEL and bool(_LABEL.fullmatch(said))
    edits.insert(start, f"{' | ' if is_label else ' '}{written}{' ' if rest else ''}")


def _is_covered(letters: Letters, index: int, box: Box) -> bool:
    """Tell a blank that a field is written over."""
    place = letters.boxes[index]
    is_there = place is NOWHERE or place.middle[0] <= box.right + _SLACK
    return is_there and letters.text[index] in _BLANK
