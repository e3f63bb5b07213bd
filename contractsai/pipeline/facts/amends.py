"""Which contract a paper belongs to: "amends the Supply Agreement dated 1 July 2023".

What an amendment, an addendum or a letter of renewal names, it changes: facts ``amends`` and
``amends_date``. A statement of work, an order or a schedule stands under what it names: ``under``
and ``under_date``.
"""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.paper_kind import (
    AMENDMENT,
    CONTRACT,
    HEAD,
    ORDER,
    PART,
    WORD,
    PaperKind,
    paper_kind,
)

_I: Final = re.IGNORECASE
_SURE: Final = 0.7  # nobody has labelled it
_NO_DATE: Final = 0.5
_NO_NAME: Final = 0.4
_BEFORE: Final = 320  # characters before a date
_LEAD: Final = 70
_GENERIC: Final = frozenset({"agreement", "contract"})

_LESSER: Final = (  # which often stand within a title
    r"(?:Lease|LEASE|Licen[cs]e|LICEN[CS]E|Terms|Order)(?!,?\s+(?:(?:and|&|of|to)\s+)?[A-Z])"
)
_NAME: Final = rf"(?:{WORD},?\s+(?:(?:{WORD}|and|of|for|to|the|&),?\s+){{0,10}}?)?"
_NAMED: Final = re.compile(
    rf"(?<![\w\"\u201c'])(?P<title>{_NAME}(?:{CONTRACT}(?!\s+{CONTRACT}\b)|{_LESSER}))"
    r"(?![\w\"\u201d'-])"
)
_CUE: Final = re.compile(
    r"\b(?:dated|made|entered\sinto|effective|executed|signed|as\sof|effective\sdate)"
    r"(?:\s(?:by|the|parties|between|them|us|as|of|on|from|in|effective)\b){0,5}:?\s$",
    _I,
)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_BREAK: Final = re.compile(
    r"(?<!\bInc)(?<!\bCo)(?<!\bLtd)(?<!\bCorp)(?<![A-Z])(?<!\bNo)[.]\s[\"\u201c(]?[A-Z]|;|\u00b6"
)
_OTHER: Final = re.compile(rf"\b(?:this|amended|{AMENDMENT}|{ORDER})\b", _I)
_OWN_TITLE: Final = re.compile(
    rf".{{0,80}}?\b(?:{AMENDMENT}|{PART}|{ORDER})\b.{{0,30}}?\b(?:to|of)\s(?P<the>the\s)?", _I
)
_OWN_LEAD: Final = re.compile(
    rf"\b(?:{AMENDMENT}|{PART})\b[^;\u00b6]{{0,40}}\b(?:to|of)\s$|\bthis\s$", _I
)
_LINK: Final = re.compile(r"(?:to|of|this)\s", _I)
_ABOUT: Final = re.compile(r"\b(?:re|subject|regarding)\s?:\s$", _I)
_SUBJECT: Final = re.compile(r"(?:renewal|extension|amendment)\s(?:of|to)\s(?:the\s|our\s)?", _I)
_ARTICLE: Final = re.compile(r"(?:the|that|said|our|under|pursuant\sto|whereas|reference)\s+", _I)
_REFERS: Final = re.compile(
    r"\b(?:to|of|under|amends?|modif(?:y|ies)|extends?|renews?|with|by|into)\s+"
    r"(?:terms\s+of\s+)?(?:(?:the|that|a|an|our|your|said|certain|existing)\s+){1,3}"
    rf"(?P<title>{_NAME}{CONTRACT})(?![\w-])"
)
_IN_HEADING: Final = re.compile(
    rf"\b(?i:(?:to|of)\s+(?:the\s+)?)(?P<title>{_NAME}{CONTRACT})(?![\w-])"
)


def find_amended(draft: Draft) -> list[Fact]:
    """Return title and date of the contract that a paper says it amends, or stands under.

    Without a date, or without more of a name than "the Agreement", it is found with less
    confidence: enough to say what the paper is, not which contract it belongs to.
    """
    kind = paper_kind(draft.text)
    if kind is None:
        return []
    end = kind.place[1] + HEAD
    low = 0
    for mention in draft.dates:
        if mention.start > end:
            break
        title = _named_before(draft.text, low, mention.start)
        low = mention.end
        if title is not None:
            if title.casefold() in _GENERIC:
                title = _in_heading(draft.text, kind) or title
            span = (mention.start, mention.end)
            words = squeezed(draft.text[slice(*span)])
            return [
                _fact(kind.fact, title, title, _SURE, span),
                _fact(f"{kind.fact}_date", words, mention.iso, _SURE, span),
            ]
    return list(_without_date(draft.text, kind, end))


def _named_before(text: str, low: int, at: int) -> str | None:
    """Return the title of the contract whose date begins at *at*; no other date is between."""
    before = squeezed(_PARAGRAPH.sub(" \u00b6 ", text[max(low, at - _BEFORE) : at])) + " "
    if not _CUE.search(before):
        return None
    named = next(reversed(list(_NAMED.finditer(before))), None)
    if named is None:
        return None
    between = before[named.end() :]
    link = _LINK.match(named["title"])  # of a name in capitals
    begin = named.start() + (link.end() if link else 0)
    lead = before[max(0, begin - _LEAD) : begin]
    title = before[begin : named.end()]
    subject = _SUBJECT.match(title) if _ABOUT.search(lead) else None  # "Re: Renewal of ..."
    if subject is not None:
        return title[subject.end() :]
    if _BREAK.search(between) or _OTHER.search(between) or _OWN_LEAD.search(lead):
        return None
    own = _OWN_TITLE.match(title)
    if own is not None:
        if not own["the"] or title.isupper():
            return None  # the paper's own name, and so its own date
        title = title[own.end() :]
    return _ARTICLE.sub("", title, count=1) if _ARTICLE.match(title) else title


def _without_date(text: str, kind: PaperKind, end: int) -> Iterator[Fact]:
    found = list(_REFERS.finditer(text, kind.place[0], end))
    named = next((one for one in found if one["title"].casefold() not in _GENERIC), None)
    heading = _in_heading(text, kind)
    if named is not None:
        title = squeezed(named["title"])
        yield _fact(kind.fact, title, title, _NO_DATE, named.span("title"))
    elif heading is not None:
        yield _fact(kind.fact, heading, heading, _NO_DATE, kind.place)
    elif found and kind.fact == "amends":
        title = found[0]["title"]
        yield _fact(kind.fact, title, title, _NO_NAME, found[0].span("title"))


def _in_heading(text: str, kind: PaperKind) -> str | None:
    """Return the contract in the paper's own name: "Amendment No. 2 to Supply Agreement"."""
    found = _IN_HEADING.search(text, *kind.place)
    title = squeezed(found["title"]) if found else ""
    return title if title.casefold() not in {"", *_GENERIC} else None


def _fact(name: str, value: str, normal: str, confidence: float, span: Span) -> Fact:
    return Fact(name, value, normal, confidence, "rule:amends.named", (span,), is_open=True)
