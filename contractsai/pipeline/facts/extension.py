"""A term that was made longer by a length: "the term is hereby extended for two years".

What may be extended, or is if nobody objects, is an option or a renewal, and no extension.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.domain.lengths import Period, moved
from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.facts.derive import COUNTED
from contractsai.pipeline.facts.period_facts import sentence_end
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.periods import PeriodMention, find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SURE: Final = 0.7  # nobody has labelled it
_CANDIDATE: Final = 0.3
_TOP: Final = 600  # characters in which a paper says that it amends another
_REACH: Final = 160
_EXTENDED: Final = Cue(
    re.compile(r"\b(?:extend|prolong)(?:s|ed)?\b", _I),
    ("extend", "prolong"),
)
_CONTRACT: Final = (
    r"(?:term|agreement|contract|lease|licen[cs]e|subscription|engagement|appointment)\b"
)
_SUBJECT: Final = re.compile(
    rf"\b(?:the|this|said|its|such)\s+(?:[\w-]+\s+){{0,3}}{_CONTRACT}[^.;]{{0,120}}$", _I
)
_OBJECT: Final = re.compile(rf"\s+(?:the|this|said|its)\s+(?:[\w-]+\s+){{0,3}}{_CONTRACT}", _I)
_IS_DONE: Final = re.compile(
    r"\b(?:(?:is|are|has\s+been|have\s+been|was)\s+(?:hereby\s+|further\s+|now\s+|thus\s+){0,2}"
    r"|hereby\s+(?:further\s+)?|agreed?\s+to\s+(?:further\s+)?|part(?:y|ies)\s+)$",
    _I,
)
_WILL_BE: Final = re.compile(r"\b(?:shall|will|to)\s+(?:be\s+)?(?:hereby\s+|further\s+)?$", _I)
_AMENDS: Final = re.compile(r"\b(?:amendment|addendum|extension|renewal|side\s+letter)\b", _I)
_ON_CONDITION: Final = re.compile(
    r"\b(?:unless(?!\s+(?:sooner|earlier|otherwise|previously))|if|may|options?|rights?|elect\w*|automatic\w*"
    r"|successive|each|event|request\w*|fail\w*|delay\w*|time\s+for|up\s+to|not)\b",
    _I,
)
_BY: Final = re.compile(
    r"[^.;]{0,120}\b(?:by|for)\s+(?:(?:an?|the|another|additional|further|second|initial|period|term"
    r"|of|exactly)\s+){0,6}$",
    _I,
)
_UNTIL: Final = re.compile(r"\b(?:until|through|to|ending|expiring|expire)\b", _I)


def find_extensions(draft: Draft) -> list[Fact]:
    """Return by how much a term was made longer: the last such sentence speaks."""
    return [
        Fact(
            "extension",
            period.text,
            {"n": period.n, "unit": period.unit},
            _SURE,
            "rule:extension",
            ((period.start, period.end),),
            is_open=True,
        )
        for period in list(periods_of_extensions(draft))[-1:]
    ]


def periods_of_extensions(draft: Draft) -> Iterator[PeriodMention]:
    """Yield every length by which a term was made longer, in order."""
    text = draft.text
    is_amendment = bool(_AMENDS.search(text, 0, _TOP))
    for match in matches(_EXTENDED, text):
        start = max(sentence_around(text, match.span())[0], match.start() - _REACH)
        before = text[start : match.start()]
        is_said = _IS_DONE.search(before) or (is_amendment and _WILL_BE.search(before))
        if not is_said or not (_SUBJECT.search(before) or _OBJECT.match(text, match.end())):
            continue
        end = sentence_end(text, match.end())
        if _ON_CONDITION.search(text, start, end) or _names_a_day(draft, match.end(), end):
            continue
        for period in find_periods(text, match.end(), min(end, match.end() + _REACH))[:1]:
            if _BY.fullmatch(text, match.end(), period.start):
                yield period


def _names_a_day(draft: Draft, start: int, end: int) -> bool:
    """Return whether a sentence tells the new end itself: then its length changes nothing more."""
    return any(
        _UNTIL.search(draft.text, start, day.start)
        for day in find_dates(draft.text, start, end, day_first=draft.day_first)
    )


def with_extension(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with the day that the text names as the end moved by an extension.

    An end that follows from a start and a term is moved where it is worked out.
    """
    extension = next((fact for fact in facts if fact.name == "extension"), None)
    if extension is None:
        return list(facts)
    return [new for fact in facts for new in _moved(fact, extension)]


def _moved(fact: Fact, extension: Fact) -> list[Fact]:
    """Return a fact as it is, or the end moved with the old one as a candidate."""
    lesser = replace(fact, confidence=min(fact.confidence, _CANDIDATE))
    if fact.name == "renewal_term" and fact.spans == extension.spans:
        return [lesser]
    day = None
    if fact.name == "expiration_date" and fact.confidence >= ANSWER:
        day = extended(fact.normal, extension.normal, is_counted=fact.method in COUNTED)
    if day is None:
        return [fact]
    new = Fact(
        "expiration_date",
        f"{day.day} {day:%B %Y}",
        day.isoformat(),
        min(fact.confidence, extension.confidence),
        "rule:expiry.extended",
        tuple(sorted({*fact.spans, *extension.spans})),
        is_open=True,
    )
    return [new, lesser]


def extended(end: JsonValue, by: JsonValue, *, is_counted: bool) -> date | None:
    """Return the last full day of a term that ended on *end*; None if there is no such day."""
    match end, by:
        case str(), {"n": int() as count, "unit": str() as unit}:
            length = Period(count, unit)
        case _:
            return None
    day = timedelta(days=1)
    try:
        behind = date.fromisoformat(end) if is_counted else date.fromisoformat(end) + day
        return moved(behind, length) - day
    except (ValueError, OverflowError):
        return None
