"""The end of a term that runs from a day of its own: "three years from the Start Date"."""

import re
from collections.abc import Sequence
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import ANSWER, Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.derive import NAMED_START, anniversary
from contractsai.pipeline.lexicon.dates import DateMention

_I: Final = re.IGNORECASE
_SURE: Final = 0.72
_BEHIND: Final = 160  # characters behind a term in which its first day is named
_FROM: Final = re.compile(
    r"[^.;]{0,60}?\b(?:from|after|following|(?<=anniversary\s)of|beginning\s+(?:on|with)|commencing\s+(?:on|with|from)"
    r"|starting\s+(?:on|with|from)|as\s+of)\s+(?:and\s+including\s+)?(?:the\s+)?[\"\u201c]?"
    r"(?P<name>(?-i:[A-Z])[\w-]{2,20}(?:\s(?-i:[A-Z])[\w-]{2,20}){0,3}\s(?-i:Date|Day))\b",
    _I,
)
_FROM_A_DAY: Final = re.compile(
    r"[\s,]{0,3}(?:(?:from|after|commencing|beginning|starting|running)\s+){1,2}(?:on\s+|with\s+|as\s+of\s+)?"
    r"(?:and\s+including\s+|including\s+)?(?:the\s+)?$",
    _I,
)
_WHOLE: Final = frozenset({"effective date", "agreement date", "date"})
_NEAR: Final = 40  # characters from a term to the day
_DEFINED: Final = 100  # characters between a name and its date
_IS: Final = re.compile(
    r"[\"\u201d*]{0,3}\s*(?:means|shall\s+mean|is|shall\s+be|will\s+be|:|\||=)[^.;|]{0,50}$", _I
)
_OPENS: Final = re.compile(r"[^().;]{0,20}\((?:[^()]{0,30}?)[\"\u201c]?(?:the\s+)?[\"\u201c]?", _I)


def end_of_named_term(draft: Draft, facts: Sequence[Fact]) -> tuple[list[Fact], bool]:
    """Return the end of the term, and whether the term runs from another day than the agreement.

    Where that day is only described, nobody can tell the end.
    """
    term = max(
        (fact for fact in facts if fact.name == "term" and fact.confidence >= ANSWER),
        key=lambda fact: fact.confidence,
        default=None,
    )
    if term is None or not term.spans:
        return [], False
    span = term.spans[0]
    day = _day_behind(draft, span[1])
    if day is not None and day.iso == _start_of(facts):
        return [], False
    if day is None:
        named = _FROM.match(draft.text, span[1], span[1] + _BEHIND)
        if named is None or " ".join(named["name"].lower().split()) in _WHOLE:
            return [], False
        day = _day_of(draft, named["name"])
    if day is None:
        return [], True
    end = anniversary(day.iso, term)
    if end is None:
        return [], True
    spans: tuple[Span, ...] = tuple(sorted([span, (day.start, day.end)]))
    sure = min(_SURE, term.confidence)
    shown = f"{end.day} {end:%B %Y}"
    iso = end.isoformat()
    return [Fact("expiration_date", shown, iso, sure, NAMED_START, spans)], True


def _start_of(facts: Sequence[Fact]) -> JsonValue:
    """Return the day from which a term counts where its words name no other."""
    starts = [
        max(named, key=lambda fact: fact.confidence).normal
        for name in ("effective_date", "agreement_date")
        if (named := [fact for fact in facts if fact.name == name and fact.confidence >= ANSWER])
    ]
    return starts[0] if starts else None


def _day_behind(draft: Draft, end: int) -> DateMention | None:
    """Return the day that a term counts from where it stands right behind: "from 1 May 2026"."""
    day = next((day for day in draft.dates if day.start >= end), None)
    if day is None or day.is_open or day.start > end + _NEAR:
        return None
    return day if _FROM_A_DAY.match(draft.text[end : day.start]) else None


def _day_of(draft: Draft, name: str) -> DateMention | None:
    """Return the date that *name* is defined as, before it or behind it."""
    sought = squeezed(name).casefold()
    for mention in draft.dates:
        before = squeezed(draft.text[max(0, mention.start - _DEFINED) : mention.start] + "|")[:-1]
        place = before.casefold().rfind(sought)
        if place >= 0 and _IS.match(before, place + len(sought)):
            return mention
        after = squeezed(draft.text[mention.end : mention.end + _DEFINED])
        place = after.casefold().find(sought)
        if place >= 0 and _OPENS.fullmatch(after, 0, place):
            return mention
    return None
