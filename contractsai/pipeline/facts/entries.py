"""What was filled in beside, or below, the labels of a form: one entry for each box.

A table's row is one line of text, its cells parted by bars.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from contractsai.pipeline.draft import trimmed
from contractsai.pipeline.facts.address_lines import end_of_lines
from contractsai.pipeline.facts.answers import WHO, begins_with_firm
from contractsai.pipeline.facts.grids import Entry, of_cells, of_rows
from contractsai.pipeline.facts.rows import bare, rows_of
from contractsai.pipeline.facts.stacked import stacked
from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.matching import Near, matches

_LINE: Final = Near(
    re.compile(
        r"^[ \t*#>\u2022\u2013-]*(?P<label>[A-Za-z0-9(][^\n|:]{1,70}?)[ \t*]*"
        r"(?::|[ ](?:[-=\u2013\u2014\u2192\u00bb]|=>|->)[ ])[ \t*]*(?P<value>[^\n|]{1,400})$",
        re.MULTILINE,
    ),
    (":", " - ", " = ", " \u2013 ", " \u2014 ", "\u2192", "\u00bb", " => ", " -> "),
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


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of tables and of lines such as ``Customer: Acme``, in order."""
    rows = rows_of(text)
    found = {
        (entry.value, entry.label.kind): entry
        for entry in (
            *_stacked(text),
            *_of_lines(text),
            *of_cells(text, rows),
            *of_rows(text, rows),
        )
    }
    return tuple(sorted(found.values(), key=lambda entry: entry.value))


def _of_lines(text: str) -> Iterator[Entry]:
    """Yield what stands behind ``Customer:``, and for ``Address:`` alone what stands below it."""
    for match in matches(_LINE, text):
        label = label_of(match["label"])
        value = bare(text, match.span("value"))
        if label is not None and label.kind == "address":
            value = (value[0], end_of_lines(text, value[1], match.start()))
        if label is not None and value[0] < value[1]:
            yield from _parted(text, Entry(label, value, match.start(), 0, is_row=False))
    for match in matches(_LABEL_LINE, text):
        label = label_of(match["label"])
        if label is not None and label.kind in {"address", "name"}:
            value = trimmed(text, match.span("value"))
            yield Entry(label, value, match.start(), 0, is_row=False)


def _parted(text: str, entry: Entry) -> Iterator[Entry]:
    """Yield an entry, and those that follow it in its line: ``Start: 1 May; Term: 2 years``."""
    start, end = entry.value
    semicolon = text.find(";", start, end)
    colon = text.find(":", semicolon, end) if semicolon > 0 else -1
    label = label_of(text[semicolon + 1 : colon]) if colon > 0 else None
    if label is None:
        yield entry
        return
    yield replace(entry, value=(start, semicolon))
    rest = bare(text, (colon + 1, end))
    if rest[0] < rest[1]:
        yield from _parted(text, replace(entry, label=label, value=rest))


def _stacked(text: str) -> Iterator[Entry]:
    """Yield what stands below a label that has a line of its own."""
    for item in stacked(text):
        if item.label.kind in WHO and not begins_with_firm(text[slice(*item.value)]):
            continue
        yield Entry(item.label, item.value, item.start, 0, is_row=item.label.kind not in WHO)
