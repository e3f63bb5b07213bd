"""Addresses that stand line by line: which lines belong to one, and which is the last."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.german import german_country
from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.lexicon.places import place_code

MOST_LINES: Final = 7
_WITHIN: Final = 60_000  # characters in which forms are looked for
_LONGEST: Final = 90  # characters
_ADDRESS_LINE: Final = 60
_OTHER: Final = re.compile(
    r"[^\n]*(?:[:@|_\u201c\u201d\"\u2026]|\.[ ]?\.[ ]?\."
    r"|\b(?:numbers?|no\.(?!\s?\d)|(?:vat|tax|company|business)\s+id|contacts?|e-?mail|telephone|phone|tel|fax|attn|attention"
    r"|registration|registered|details|terms?|dates?|agreement|contract|particulars|schedule|part"
    r"|signatures?|signed|title|name|dear|subject|services?|currency|fees?|price|purpose|represented|between|whereas)\b)"
    r"|(?:and|und|et|zwischen|background|recitals?|definitions?|scope|introduction|(?:table\s+of\s+)?contents)\W*$",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[-=_*~]{3,}")
_NUMBERED: Final = re.compile(r"(?:[1-9]|1\d)(?:\.\d{1,2})*[.)]?\s+[A-Z][a-z]+(?:\s[a-z]|$)")
_SMALL_WORDS: Final = """
of and the de du der des la le am an im in van rue avenue boulevard chemin place via calle zum zur
den c/o bureau \u00e9tage bo\u00eete bte porte bis ter quai impasse all\u00e9e cours route
lieu-dit sala andar piso local apto. s/n km bairro tv. th. sal ul. al. os. str. vei gate v\u00e5n
del dos das do da el los las di della dei von zu op ten het p\u00e5 y e et vom na
"""
_SMALL: Final = frozenset(_SMALL_WORDS.split())
# Behind a line with a postal code only a state or a country may follow.
_NO_CODE: Final = "".join(
    f"(?<!{word})" for word in ("Suite ", "Suit ", "Box ", "Unit ", "No. ", "Room ", "#")
)
_POSTAL: Final = re.compile(
    rf"{_NO_CODE}\b\d{{4,6}}(?:-\d{{3,4}})?$"
    r"|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}$|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d$"
    r"|^(?:[A-Z]{1,2}-)\d{4,5}\s|^\d{5}\s+[A-Z]|^\d{4}\s[A-Z]{2}\s[A-Z]|^\d{3}\s\d{2}\s[A-Z]"
)


@lru_cache(maxsize=1)  # more than one reader asks for the same text
def lines_of(text: str) -> tuple[Span, ...]:
    """Return the lines with something written on them, trimmed, of as much as may be a form."""
    found = []
    position = 0
    for piece in text[:_WITHIN].split("\n"):
        line = trimmed(text, (position, position + len(piece)))
        if line[0] < line[1] and not _RULE.fullmatch(text, *line):
            found.append(line)
        position += len(piece) + 1
    return tuple(found)


def blank_lines(text: str, line: Span, following: Span) -> int:
    """Return how many blank lines stand between two lines."""
    return text.count("\n", line[1], following[0]) - 1


def address_of_lines(text: str, above: Span, below: Sequence[Span]) -> Span | None:
    """Return the lines of an address: as far apart from each other as the first from *above*."""
    if not below:
        return None
    gap = blank_lines(text, above, below[0])
    end = above[1]
    is_placed = False
    for line, before in zip(below[:MOST_LINES], [above, *below], strict=False):
        if blank_lines(text, before, line) > gap or not is_address_line(text, line):
            break
        written = text[slice(*line)]
        is_place = _is_place(written)
        if is_placed and not is_place:
            break
        end = line[1]
        is_placed |= is_place or bool(_POSTAL.search(written))
        if is_place and "-" not in (place_code(written) or "-"):
            break  # nothing follows a country
    return (below[0][0], end) if end > above[1] else None


def end_of_lines(text: str, end: int, start: int) -> int:
    """Return where an address ends that begins on a label's own line and may go on below it.

    Args:
        text: the contract.
        end: where the line of the label ends.
        start: where it starts.
    """
    indent = _indent(text, start)
    for _ in range(MOST_LINES):
        if not text.startswith("\n", end):
            return end
        stop = text.find("\n", end + 1)
        line = (end + 1, len(text) if stop < 0 else stop)
        written = text[slice(*line)].strip()
        is_below = text.endswith(",", 0, end) or _indent(text, line[0]) > indent
        if not written or not is_address_line(text, trimmed(text, line)):
            return end
        if not is_below:
            return _end_at_code(text, end)
        end = trimmed(text, line)[1]
    return end


def _end_at_code(text: str, end: int) -> int:
    """Return where the line with a postal code ends, if only lines of an address lead to it."""
    if _POSTAL.search(text[text.rfind("\n", 0, end) + 1 : end].rstrip()):
        return end
    position = end
    for _ in range(MOST_LINES):
        stop = text.find("\n", position + 1)
        line = trimmed(text, (position + 1, len(text) if stop < 0 else stop))
        if line[0] == line[1] or not is_address_line(text, line):
            return end
        if _POSTAL.search(text[slice(*line)]):
            return line[1]
        position = stop
        if position < 0:
            return end
    return end


def end_of_paragraphs(text: str, end: int, start: int) -> int:
    """Return where an address ends whose lines are paragraphs below the line of its label.

    Nothing but a postal code or a country tells its last line from what follows.
    """
    if not text.startswith("\n\n", end):
        return end
    lines = lines_of(text)
    number = bisect_left(lines, (end, end))
    span = address_of_lines(text, (start, end), lines[number : number + MOST_LINES])
    if span is None:
        return end
    last = text[text.rfind("\n", 0, span[1]) + 1 : span[1]]
    return span[1] if _is_place(last) or _POSTAL.search(last) else end


def is_address_line(text: str, line: Span) -> bool:
    """Return whether a line may be one of an address, going by its words alone."""
    written = text[slice(*line)]
    if len(written) > _LONGEST or (len(written) > _ADDRESS_LINE and written.count(",") < 2):  # noqa: PLR2004
        return False
    if label_of(written) or _OTHER.match(written) or _NUMBERED.match(written):
        return False
    if ends_in_legal_form(written) or find_dates(written):
        return False
    words = written.split()
    return all(word in _SMALL or not word[0].islower() for word in words)


def _is_place(written: str) -> bool:
    """Return whether a line is the name of a state or a country."""
    plain = written.strip(" .,")
    return (place_code(plain) or german_country(plain)) is not None


def _indent(text: str, start: int) -> int:
    return len(text[start : start + 80]) - len(text[start : start + 80].lstrip(" \t"))
