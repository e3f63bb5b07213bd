"""The courts that are to decide."""

import re
from dataclasses import replace
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.places import PLACE, place_code, place_name
from contractsai.pipeline.matching import Near, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_COURTS: Final = Near(
    re.compile(
        r"\b(?P<text>(?:(?:state|federal|competent|local|provincial|exclusive|appropriate|superior"
        r"|district|chancery|common\s+pleas|county|city|united\s+states|and|or|and/or|the|The|any)\s+){0,8}"
        r"courts?\s+(?:(?:of\s+competent\s+jurisdiction|sitting|located|situated|residing|having"
        r"\s+jurisdiction|for|of|in|within|the|and|or|state|federal|district|county|city|at)\s+){1,8}"
        r"(?P<where>[A-Z][^.;()\"“”]{2,110}))"
    ),
    ("court",),
    before=400,
    after=600,
)
_ROW: Final = Near(
    re.compile(
        r"^[ \t|*]*(?:chosen\s+courts|courts|jurisdiction|venue)\b[^\n|:]{0,60}[|:][ \t|*]*"
        r"(?P<text>[^\n|]{4,160})$",
        _I | re.MULTILINE,
    ),
    (":", "|"),
)
_ABOUT: Final = re.compile(
    r"\b(?:jurisdiction|venue|exclusive|submit|consent|forum|brought)\w*", _I
)
_EXCLUSIVE: Final = re.compile(r"\b(?:exclusive|irrevocably|submit|consent|sole)\w*", _I)
_ENDS: Final = re.compile(
    r",?\s+(?:and\s+(?:the|each|any|hereby|waives?|agrees?|no)|for|in\s+(?:any|connection|respect"
    r"|the\s+event)|with\s+respect|to\s+(?:the|resolve|hear)|over|shall|will|which|as\s+to|having"
    r"|without|unless|except|if|that|solely|only|is|are|has|have|or\s+any|being|by|on|upon"
    r"|pursuant|arising|regarding|where|whose|excluding)\b|,\s+(?=[a-z])"
)
_LEAD: Final = re.compile(r"(?:(?:and|or|and/or|any)\s+){0,4}")
_PLACES: Final = re.compile(PLACE, _I)
_ROW_SURE: Final = 0.93
_SURE: Final = 0.85
_DOUBTED: Final = 0.55
_UNKNOWN_PLACE: Final = 0.5  # a town that no table of places knows
_MOST: Final = 3
_CANDIDATE: Final = 0.3


def find_jurisdiction(draft: Draft) -> list[Fact]:
    """Return the courts the parties submit to, with lesser candidates."""
    text = draft.text
    found: dict[str, Fact] = {}
    for row in matches(_ROW, text):
        _add(found, _fact(text, row.span("text"), _ROW_SURE, "row"))
    for match in matches(_COURTS, text):
        span = _cut(text, match.span("text"), match.start("where"))
        around = text[slice(*sentence_around(text, span))]
        if _ABOUT.search(around):
            sure = _SURE if _EXCLUSIVE.search(around) else _DOUBTED
            fact = _fact(text, span, sure, "courts")
            if isinstance(fact.normal, dict) and fact.normal["place"] is None:
                fact = replace(fact, confidence=_UNKNOWN_PLACE)
            _add(found, fact)
    ranked = sorted(found.values(), key=lambda fact: (-fact.confidence, fact.spans[0]))[:_MOST]
    return [
        fact if rank == 0 else replace(fact, confidence=min(fact.confidence, _CANDIDATE))
        for rank, fact in enumerate(ranked)
    ]


def _cut(text: str, span: Span, where: int) -> Span:
    stop = _ENDS.search(text, where, span[1])
    end = stop.start() if stop else span[1]
    start = _LEAD.match(text, *span).end()  # type: ignore[union-attr]  # it matches nothing, too
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(" ,\n")))


def _fact(text: str, span: Span, sure: float, rule: str) -> Fact:
    places = [
        code
        for match in _PLACES.finditer(text, *span)
        if (code := place_code(squeezed(match[0]))) is not None
    ]
    states = [code for code in places if "-" in code]
    code = states[0] if states else places[0] if places else None
    value = squeezed(text[slice(*span)]).strip(" *]")
    place: JsonValue = None if code is None else {"code": code, "name": place_name(code)}
    normal: JsonValue = {"text": value, "place": place}
    return Fact("jurisdiction", value, normal, sure, f"rule:jurisdiction.{rule}", (span,))


def _add(found: dict[str, Fact], fact: Fact) -> None:
    if not fact.value or not isinstance(fact.normal, dict):
        return
    key = str(fact.normal["place"] or fact.value)
    if key not in found or fact.confidence > found[key].confidence:
        found[key] = fact
