"""Orders and letters without a form: who wrote them stands at the head, whom they go to below "To".

One of the two alone is no party: a letterhead may be counsel's, and a copy may go to anybody.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.address_lines import MOST_LINES, address_of_lines, lines_of
from contractsai.pipeline.facts.parties.addresses import Address
from contractsai.pipeline.facts.parties.boxed import address_beside
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_HEAD_LINES: Final = 4  # lines of the paper in which its writer's name stands
_BELOW: Final = 3  # lines below a name that may stand before its address
_WITHIN: Final = 40  # lines in which a paper says whom it goes to
_TITLES: Final = 3  # lines between "To" and the firm: "The Manager"
_MAX_NAME: Final = 90
_TO: Final = re.compile(r"to[,:]?\s*(?=$|m/s)", re.IGNORECASE)
_MESSRS: Final = re.compile(r"(?:to[,:]?\s+)?(?:m/s|messrs)\b\.?\s*", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"(?:(?:regd|registered|corporate|corp|head|works)\.?\s+(?:&\s+\w+\s+)?(?:office|address)|office|address)\s*[:\u2013-]\s*",
    re.IGNORECASE,
)
_CELLS: Final = re.compile(r"[^|\n]+")
_LINE_IN_CELL: Final = re.compile(r"[ ]{2,}")
_ORDER: Final = re.compile(
    r"\b(?:purchase|work|service|supply|blanket|job|rate)\s+(?:\w+\s+)?order\b"
    r"|\bletter\s+of\s+(?:engagement|appointment)\b|\b(?:engagement|appointment)\s+letter\b",
    re.IGNORECASE,
)
_DEAR: Final = re.compile(r"dear\b", re.IGNORECASE)
_REACH: Final = 8  # lines from a firm to the greeting
_TITLE_WITHIN: Final = 800  # characters

Named = tuple[Span, Address | None]


def is_order(text: str) -> bool:
    """Return whether a paper says at its head that it is an order, or a letter that appoints."""
    return _ORDER.search(text, 0, _TITLE_WITHIN) is not None


def writer(text: str) -> Named | None:
    """Return the firm at the head of a paper, if its address stands below or beside it."""
    lines = lines_of(text)
    for number, line in enumerate(lines[:_HEAD_LINES]):
        cell = _CELLS.match(text, *line)
        first = cell.span() if cell else line
        gap = _LINE_IN_CELL.search(text, *first)
        name = (first[0], gap.start() if gap else first[1])
        if not _is_firm(text, name):
            continue
        inside = address_beside(text, (gap.end(), first[1])) if gap else None
        address = inside or _address_below(text, lines, number)
        if address is not None:
            return name, address
    return None


def addressee(text: str) -> Named | None:
    """Return the firm that a paper goes to: below "To", or behind "M/s"."""
    lines = lines_of(text)[:_WITHIN]
    for number, line in enumerate(lines):
        if _TO.match(text, *line) is None:
            continue
        for offset, below in enumerate(lines[number : number + _TITLES + 1]):
            messrs = _MESSRS.match(text, *below)
            name = (messrs.end() if messrs else below[0], below[1])
            name = (name[0], name[0] + len(text[slice(*name)].rstrip(" ,;")))
            if _is_firm(text, name):
                return name, _address_below(text, lines, number + offset)
    return None


def _greeted(text: str) -> Named | None:
    """Return the firm whose name and address stand right above "Dear ..."."""
    lines = lines_of(text)[:_WITHIN]
    greeting = next((n for n, line in enumerate(lines) if _DEAR.match(text, *line)), 0)
    for number in range(greeting - 1, max(-1, greeting - 1 - _REACH), -1):
        if _is_firm(text, lines[number]):
            below = lines[number + 1 : greeting]
            span = address_of_lines(text, lines[number], below)
            address = address_beside(text, span) if span else None
            return (lines[number], address) if address else None
    return None


def letter_parties(text: str) -> Iterator[Named]:
    """Yield the writer and the addressee of a paper that has both."""
    goes_to = addressee(text) or _greeted(text)
    wrote = writer(text) if goes_to is not None else None
    if goes_to is not None and wrote is not None and wrote[0][0] < goes_to[0][0]:
        yield wrote
        yield goes_to


def _is_firm(text: str, name: Span) -> bool:
    written = text[slice(*name)].rstrip(" ,;")
    return 0 < len(written) <= _MAX_NAME and ends_in_legal_form(written)


def _address_below(text: str, lines: Sequence[Span], number: int) -> Address | None:
    """Return the address right below a name, or behind "Regd. Office:" a few lines below it."""
    for line in lines[number + 1 : number + 1 + _BELOW]:
        office = _OFFICE.match(text, *line)
        if office is not None:
            return address_beside(text, (office.end(), line[1]), is_labelled=True)
    span = address_of_lines(text, lines[number], lines[number + 1 : number + 1 + MOST_LINES])
    return address_beside(text, span) if span else None
