"""The units of a contract: sentences and clauses, each with the heading it stands under."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from contractsai.pipeline.draft import Span, trimmed

_MOST: Final = 60_000  # of a document: thousands of pages, or a text made to cost memory
_LONGEST: Final = 4_000  # characters: what runs on without a stop is cut, since none reads it
_MAX_NUMBER: Final = 20  # characters of "Section 12.3(a)."
_TAIL: Final = 9  # characters that show whether a dot ends an abbreviation
_HEAD: Final = 110  # characters of a unit that may be its heading
_MAX_HEADING_WORDS: Final = 9

# It begins with one of few signs, of which `re` finds the next at once.
_BREAK: Final = re.compile(
    r"[.;?!\n](?:(?<=\n)[ \t]*\n\s*|(?<!\n)[\"\u201d\u2019')\]]{0,2}\s+"
    r"(?=(?:(?:and|or)\s)?(?:[\"\u201c\u2018(\[]{0,2}[A-Z0-9]|\([a-z])))"
)
_ABBREVIATION: Final = re.compile(
    r"\b(?:[A-Za-z]|Nos?|Inc|Ltd|Corp|Co|Secs?|Art|Mrs?|Ms|Dr|St|vs|Messrs|Jr|Sr|cf|al|etc|Tel|Fax"
    r"|Attn|Bros|approx|Ave|Blvd|Dept|Fig|Rev|Vol|Exh?|Div|Pty|Pte|Del)$"
)
_NUMBER: Final = re.compile(
    r"\s*\(?(?:(?:section|article|clause)\s)?(?P<number>\d{1,3}|[a-z]|[ivx]{1,5})(?:\.\d{1,3}){0,4}[.)]?",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"\s*(?P<number>(?:(?:section|article|clause)\s{1,3})?\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}"
    r"|[ivxlc]{1,6}|[a-z])[.):]{0,2}\s{1,6})?(?P<name>[a-z][a-z,/&'\u2019 -]{2,70})"
    r"(?P<end>[.:;]|\s-\s|$|\n)",
    re.IGNORECASE,
)
_SMALL: Final = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "its", "no", "not", "of",
    "on", "or", "the", "to", "upon", "with",
))  # fmt: skip
_NO_HEADINGS: Final = frozenset((
    "and", "attn", "by", "city", "date", "inc", "name", "of", "or", "source", "the", "title",
    "to", "fax", "tel", "telephone",
))  # fmt: skip


class Unit(NamedTuple):
    """A sentence, or a part of one that ends in a semicolon.

    Attributes:
        section: heading of the article it stands in, empty if there is none.
        heading: heading of the paragraph it stands in, or its own.
    """

    start: int
    end: int
    section: str
    heading: str


def units_of(text: str) -> list[Unit]:
    """Return the units in order; they do not overlap and leave out only white space."""
    units: list[Unit] = []
    section = heading = ""
    for start, end in islice(_pieces(text), _MOST):
        found = _HEADING.match(text, start, min(end, start + _HEAD))
        if found and _is_heading(found, end):
            name = " ".join(found["name"].lower().split())
            if _is_section(found):
                section, heading = name, ""
            else:
                heading = name
        units.append(Unit(start, end, section, heading))
    return units


def _pieces(text: str) -> Iterator[Span]:
    """Yield the spans between breaks without the white space around them."""
    for span in _between_breaks(text):
        start, end = trimmed(text, span)
        for low in range(start, end, _LONGEST):
            yield low, min(end, low + _LONGEST)


def _between_breaks(text: str) -> Iterator[Span]:
    last = 0
    for match in _BREAK.finditer(text):
        if _is_break(text, last, match):
            yield last, match.end()
            last = match.end()
    yield last, len(text)


def _is_break(text: str, last: int, match: re.Match[str]) -> bool:
    at = match.start()
    stop = text[at]
    if stop == "\n":  # a blank line inside a sentence is the end of a page
        before, after = text[max(0, at - 1) : at], text[match.end() : match.end() + 1]
        return before in ".;:?!" or not after.islower()
    if stop != ".":
        return True
    if _ABBREVIATION.search(text, max(last, at - _TAIL), at):
        return False
    return at - last > _MAX_NUMBER or not _NUMBER.fullmatch(text, last, at + 1)


def _is_heading(found: re.Match[str], end: int) -> bool:
    """Return whether every word that matters is capitalised, and there are not too many."""
    words = found["name"].split()
    if len(words) > _MAX_HEADING_WORDS or not words[0][0].isupper():
        return False
    if words[-1].lower() in _NO_HEADINGS:
        return False
    if found["end"] not in ".:-" and found["end"].strip(" -") and not found["number"]:
        return False
    if not found["end"].strip() and found.end() < end:  # a line of its own, or all of it
        return False
    return all(word[0].isupper() or word in _SMALL for word in words)


def _is_section(found: re.Match[str]) -> bool:
    number = (found["number"] or "").strip(" .():\t\n").lower()
    if not number:
        return found["name"].isupper()
    return number.isdigit() or (number.startswith(("article", "section")) and "." not in number)
