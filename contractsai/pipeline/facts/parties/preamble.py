"""The names that a passage such as "between X ("Seller") and Y ("Buyer")" introduces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span, squeezed
from contractsai.pipeline.facts.parties.names import goes_on, name_at
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_CHUNK: Final = 600  # characters between a name and its defined term
_ENOUGH: Final = 2  # parties of a contract, at least

_QUOTED: Final = r"[\"“”„\u2018'?]{1,2}(?P<term>[^\"“”„()\n]{1,60}?)[\"“”\u2019'?]{1,2}"
# A name's defined term, in brackets or after "hereinafter".
_DEFINED: Final = re.compile(
    rf"\((?:[^()]{{0,150}}?(?<![A-Za-z]))?{_QUOTED}[^()]{{0,200}}(?:\([^()]{{0,80}}"
    rf"\)[^()]{{0,80}})?\)"
    rf"|[,\u2013—-]?\s*(?:hereinafter|hereafter|herein)[^()\"“”]{{0,80}}"
    rf"{_QUOTED.replace('term', 'bare')}"
    r"|\(\s*(?:the\s+|hereinafter\s+(?:referred\s+to\s+as\s+|called\s+)?(?:the\s+)?)?(?P"
    r"<plain>[A-Z][A-Za-z&.\u2019'-]{1,30}(?:\s[A-Z][A-Za-z&.\u2019'-]{1,30}){0,2}"
    r")\s*\)(?=\s*(?:[,;.:\n]|and\b|AND\b|an?\b|$|\w+,?\s+Inc))"
)
_COLLECTIVE: Final = re.compile(
    r"^(?:the\s+)?(?:agreement|effective date|part(?:y|ies)|contract"
    r"|execution date|amendment|this|closing|date|commencement date"
    r"|individually|collectively|together|both|each|act|commission"
    r"|sec|code|nasdaq|original|.{0,40}\b(?:agreement|date|affiliates"
    r"|parties|amendment))$",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\b(?:collectively|together|individually|jointly|each\s+(?:a|of)|both\s+parties|singly)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    r"(?:,|;)?\s+(?:and|AND|And)\s+(?:between\s+)?(?=(?:[A-Z0-9“\"]|[a-z\d-]+\.[a-z]{2,4}\b"
    r"|\(?[12b]\)|the\s+[A-Z]))|;\s+|\n\s*\n"
)
# Two parties are named, and then the text turns to something else.
_OVER: Final = re.compile(
    r"[^()]{0,400}?(?:(?<=[\w)])\.\s+[A-Z]|\n\s*\n(?!\s*(?:(?:and|AND|And)\b|\(?\d\s?[).])))"
    r"|[\s,;.)\"\u201d]*(?!(?:and|an?|having|with|whose|located"
    r"|each|by|organi[sz]ed|as|which|acting|in|of|residing)\b)[a-z]"
)
_AND_MORE: Final = re.compile(r"[\s,;.]*(?:and|AND)\s+(?!collectively|together|each)")
_FOOTER: Final = re.compile(r"\s*(?:source:|filed\b|page\s+\d)", re.IGNORECASE)
_LINE: Final = 120  # characters in which a footer's label stands before its name


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name as a passage introduces it.

    Attributes:
        until: where the words about this name end.
        order: how many were introduced before.
    """

    name: Span
    role: str | None
    until: int
    order: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of the passage that names one party, and the term defined for it."""

    span: Span
    term: str | None


def introduced(text: str, start: int, end: int) -> Iterator[Introduced]:
    """Yield the names of a passage that begins behind "between", each with its defined term."""
    order = 0
    for chunk in _chunks(text, start, end):
        names = [name for name in _names(text, chunk) if not _in_footer(text, name)]
        for index, name in enumerate(names):
            is_last = index == len(names) - 1
            until = chunk.span[1] if is_last else names[index + 1][0]
            yield Introduced(name, chunk.term if is_last else None, until, order)
            order += 1


def _chunks(text: str, start: int, end: int) -> Iterator[_Chunk]:
    """Cut the passage at its defined terms; what follows the last one names nobody, usually."""
    position = start
    defined = 0
    for match in _DEFINED.finditer(text, start, end):
        written = match["term"] or match["bare"] or match["plain"] or ""
        term = squeezed(written).removeprefix("the ").strip(" ,.;")
        if match.start() < position:
            continue
        gap = text[position : match.start()]
        if defined >= _ENOUGH and _OVER.match(text, position, match.start()):
            return
        is_bare = not gap.strip(" ,;.\n")
        if _COLLECTIVE.match(term) or (is_bare and _TOGETHER.search(match[0][:60])):
            position = match.end() if is_bare else position
            continue
        if gap.strip(" ,;.\nor/and"):
            yield _Chunk((position, match.start()), term)
        defined += 1
        position = match.end()
    rest = (position, min(end, position + _CHUNK))
    if not defined or _AND_MORE.match(text, *rest):
        yield _Chunk(rest, None)


def _names(text: str, chunk: _Chunk) -> Iterator[Span]:
    """Yield the name that a chunk begins with, and names joined to it by "and"."""
    found = 0
    for number, piece in enumerate(_pieces(text, chunk)):
        name = name_at(text, *piece, defined=chunk.term is not None)
        if name is None:
            continue
        is_near = number < _ENOUGH if chunk.term is None else not found
        if is_near or ends_in_legal_form(text[slice(*name)]):
            found += 1
            yield name


def _pieces(text: str, chunk: _Chunk) -> Iterator[Span]:
    start, end = chunk.span
    for split in _SPLIT.finditer(text, start, end):
        if chunk.term is not None and goes_on(text, start, split.start()):
            continue
        if text[start : split.start()].strip(" ,;.:\n"):
            yield start, split.start()
        start = split.end()
    yield start, end


def _in_footer(text: str, name: Span) -> bool:
    line = text.rfind("\n", max(0, name[0] - _LINE), name[0]) + 1
    return bool(line and _FOOTER.match(text, line, name[0]))
