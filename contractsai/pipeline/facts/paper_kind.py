"""Whether a paper changes a contract or stands under one, by what it calls itself.

A contract that merely mentions another, or its own schedules and amendments, does neither: what
calls itself "this Agreement" is one, and so is what was amended and restated.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from contractsai.pipeline.draft import Span

_I: Final = re.IGNORECASE
HEAD: Final = 3_000  # characters in which a paper says what it is
_TOP: Final = 1_500  # in which a schedule or an exhibit does
_LINES: Final = 4  # of which one may be a heading
_LETTER: Final = 25  # lines in which a letter says what it is about
_LONGEST_LINE: Final = 160
_LEAD: Final = 70

AMENDMENT: Final = (
    r"(?:(?:deed\s+of\s+)?(?:amendment|variation)|modification|addendum|side\s+letter|change\s+order"
    r"|(?:renewal|extension)\s+(?:letter|agreement|notice)"
    r"|amending\s+agreement|(?:letter|notice)\s+of\s+(?:renewal|extension))"
)
ORDER: Final = (
    r"(?:statement\s+of\s+work|SOW|(?:work|task|service|purchase|sales|project)\s+order|order\s+form"
    r"|work\s+authori[sz]ation)"
)
PART: Final = r"(?:schedule|exhibit|attachment|appendix|annex)"
WORD: Final = r"[A-Z][\w&/'\u2019.-]*"
CONTRACT: Final = r"(?:Agreement|AGREEMENT|Contract|CONTRACT|MSA)"

_NO_RESTATEMENT: Final = r"(?!.{0,60}\brestate)"
_ORDINAL: Final = r"(?:(?:[a-z]{4,9}(?:st|nd|rd|th)|first|second|third|\d{1,2}(?:st|nd|rd|th))\s+)?"
_AMENDS_HEADING: Final = re.compile(
    rf"{_ORDINAL}{AMENDMENT}\b{_NO_RESTATEMENT}"
    rf"|.{{0,100}}\bagreement\s+{AMENDMENT}(?:\s+(?:no\.?|number|#)?\s?[\dIVX]{{1,4}})?$",
    _I,
)
_ORDER_HEADING: Final = re.compile(
    rf"(?:{PART}\s\W?[A-Z0-9]{{1,3}}\W{{1,4}})?"
    rf"(?:{ORDER}\b|{PART}\s+to\s.{{0,80}}\b(?:agreement|contract)\b)",
    _I,
)
_LABEL: Final = re.compile(r"[\s\W]*(?:(?:exhibit|ex)[\s.-]{0,3}\d[\d.()a-z]{0,12}[\s:-]+)?", _I)
_ABOUT: Final = re.compile(
    r"(?:re|subject|regarding)\s*:\s.{0,80}\b(?:amendment|renewal|extension)\b", _I
)
_THIS: Final = (
    rf"\b(?:[Tt]his|THIS)\s+(?:is\s+the\s+)?(?:(?:{WORD}|\d\w*|to|of|and|the|for),?\s+){{0,14}}?"
)
_GOES_ON: Final = (
    r"(?i:(?=\W{0,3}(?:\(|[A-Z]?\d|[IVX]+\b|to\s|(?:no|number|is|dated|made|effective|shall|will"
    r"|amends|by|sets|between|forms|describes|issued|entered)\b)))"
)
_THIS_AMENDS: Final = re.compile(rf"{_THIS}(?i:{AMENDMENT}{_NO_RESTATEMENT}){_GOES_ON}")
_THIS_ORDER: Final = re.compile(rf"{_THIS}(?i:{ORDER}){_GOES_ON}")
_THIS_PART: Final = re.compile(
    rf"{_THIS}(?i:{PART})(?:\s['\u2018\u2019\"]?[A-Z0-9]\b['\u2018\u2019\"]?)?"
    r"(?=\s(?:\(|is\s(?:entered|made|issued|attached|hereby|incorporated|part)))"
)
_CONTRACT_ITSELF: Final = re.compile(
    r"\((?:this|these)\s[\"\u201c](?i:agreement|contract)\b"
    rf"|\b(?:[Tt]his|THIS)\s+(?:(?:{WORD}|and|of|for),?\s+){{0,10}}?{CONTRACT}"
    r"\s?\((?:the|hereinafter,?(?:\s\w+){0,3})\s?[\"\u201c](?i:agreement|contract)\b"
)
_SOME_PAPER: Final = re.compile(rf"\b(?:{AMENDMENT}|{ORDER}|{PART})\b", _I)


class PaperKind(NamedTuple):
    """What a paper is.

    Attributes:
        fact: ``amends`` or ``under``: what it does to the contract that it names.
        place: where it says so.
    """

    fact: str
    place: Span


@lru_cache(maxsize=1)  # four stages ask for the same text
def paper_kind(text: str) -> PaperKind | None:
    """Return what the paper calls itself, in a heading or in its first words."""
    for itself in _CONTRACT_ITSELF.finditer(text, 0, HEAD):
        line = text.rfind("\n", 0, itself.start()) + 1
        if not _SOME_PAPER.search(text, max(line, itself.start() - _LEAD), itself.end()):
            return None
    return _by_lines(text) or _by_words(text)


def _by_lines(text: str) -> PaperKind | None:
    for at, (start, end) in enumerate(_lines(text)):
        label = _LABEL.match(text, start, end)
        begin = label.end() if label else start
        line = text[begin:end].rstrip()
        span = (begin, begin + len(line))
        if (at < _LINES and _AMENDS_HEADING.match(line)) or _ABOUT.match(line):
            return PaperKind("amends", span)
        if at < _LINES and _ORDER_HEADING.match(line):
            return PaperKind("under", span)
    return None


def _by_words(text: str) -> PaperKind | None:
    for fact, pattern, within in (
        ("amends", _THIS_AMENDS, HEAD),
        ("under", _THIS_ORDER, HEAD),
        ("under", _THIS_PART, _TOP),
    ):
        found = pattern.search(text, 0, within)
        if found is not None:
            return PaperKind(fact, found.span())
    return None


def _lines(text: str) -> Iterator[Span]:
    """Yield the first lines that hold something; of a long one, how it begins."""
    for match in islice(re.finditer(r"[^\n]*[^\s][^\n]*", text[:HEAD]), _LETTER):
        yield match.start(), min(match.end(), match.start() + _LONGEST_LINE)
