"""The law that governs a contract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.lexicon.places import PLACE, adjective_code, place_code, place_name
from contractsai.pipeline.matching import Cue, matches

_I: Final = re.IGNORECASE
_PLACES: Final = re.compile(PLACE, _I)
_LAWS_OF: Final = Cue(
    re.compile(
        r"\b(?:laws?|legislation)\b(?![ \t]*\n[ \t]*\n)\s*"
        r"(?:(?:(?!laws?\b)\w+\s+|,\s*){0,8}?(?:of|in|prevailing\s+in)\b|(?=ofthe\b))",
        _I,
    ),
    ("law", "legislation"),
)
_HEADING: Final = Cue(
    re.compile(
        r"\b(?:governing|applicable)\s+laws?\b[ \t]*[|:.\u2013-]{1,2}[ \t]*(?:the\s+)?(?:"
        r"laws?\s+of\s+)?",
        _I,
    ),
    ("governing", "applicable"),
)
_LAW: Final = re.compile(r"\s(?:state\s+)?laws?\b", _I)
_LAST_WORDS: Final = re.compile(r"[A-Za-z.\u2019'&-]+(?:\s+[A-Za-z.\u2019'&-]+){0,2}$")
_GOVERNED: Final = re.compile(
    (
        r"\b(?:govern(?:ed|s|ing)?|constru(?:ed|ing)|interpret(?:ed"
        r"|ation)|enforced|controlled|subject)\b"
    ),
    _I,
)
_GOVERNS: Final = re.compile(r"\b(?:governs?|controls?|(?:shall|will)\s+apply|applies)\b", _I)
_UNDER: Final = re.compile(
    r"\b(?:in\s+accordance\s+with|pursuant\s+to|under)\s+the\s+(?:\w+\s+){0,2}$", _I
)
_THIS: Final = re.compile(
    (
        r"\b(?:this|the|these|any)\s+(?:\w+\s+){0,2}(?:agreement|contract"
        r"|amendment|terms|lease|mnda|nda|guarant(?:y|ee)|arbitration)"
        r"|\bhereof\b|\bherein\b"
    ),
    _I,
)
_BEFORE: Final = 240  # characters of the same sentence
_AFTER: Final = 200
_FEDERAL: Final = "US"
_NAME_WITHIN: Final = 140  # characters behind "laws of"
_NAME_ENDS: Final = re.compile(
    (
        r"[.;](?=\s)|\b(?:without|excluding|except|regardless|notwithstanding"
        r"|exclusive|applicable|as\s+(?:such|applied|they|those)|courts?"
        r"|irrespective|and\s+(?:the|any)\s+(?:dispute|parties|venue)"
        r"|where|which)\b"
    ),
    _I,
)
_INCORPORATED: Final = re.compile(
    (
        r"\b(?:incorporated|organi[sz]ed|existing|formed|established"
        r"|registered|duly|corporation|company)\b[^.;]{0,60}$"
    ),
    _I,
)
_ABOUT_LAW: Final = re.compile(
    r"govern|choice\s+of\s+law|applicable\s+law|\blaw\b|jurisdiction|dispute", _I
)
_DOUBTFUL: Final = 0.3
_BESIDE: Final = 30  # characters between a label and its place


@dataclass(frozen=True, slots=True)
class _Choice:
    code: str
    place: Span
    match: Span
    rule: str
    confidence: float


def find_governing_law(draft: Draft) -> list[Fact]:
    """Return the law; a second, different one only as a candidate."""
    best: dict[str, _Choice] = {}
    for choice in _choices(draft):
        held = best.get(choice.code)
        if held is None or choice.confidence > held.confidence:
            best[choice.code] = choice
    ranked = sorted(best.values(), key=lambda choice: (-choice.confidence, choice.place))
    facts = []
    for rank, choice in enumerate(ranked[:3]):
        doubt = 1.0 if rank == 0 else 0.35
        facts.append(_fact(choice, choice.confidence * doubt))
    return facts


def _fact(choice: _Choice, confidence: float) -> Fact:
    name = place_name(choice.code)
    normal: JsonValue = {"code": choice.code, "name": name}
    return Fact(
        "governing_law",
        name,
        normal,
        round(confidence, 4),
        f"rule:law.{choice.rule}",
        (choice.place,),
    )


def _choices(draft: Draft) -> Iterator[_Choice]:
    """Yield every choice of law; the order of the text decides between equals."""
    text = draft.text
    for match in matches(_LAWS_OF, text):
        before = _same_sentence_before(text, match.start())
        rule, sure = _rule_of(text, before, match)
        named = None if _INCORPORATED.search(before) else _named_place(text, match.end())
        if rule and named is not None:
            code, place = named
            sure = min(sure, _DOUBTFUL) if code == _FEDERAL else sure
            begin = match.start() - len(before)
            yield _Choice(code, place, (begin, place[1]), rule, _adjusted(draft, begin, sure))
    for match in matches(_HEADING, text):
        named = _named_place(text, match.end())
        if named is not None and named[1][0] - match.end() < _BESIDE:
            yield _Choice(named[0], named[1], (match.start(), named[1][1]), "heading", 0.93)
    for match in matches(_LAW, text):
        named = _name_before(text, match.start())
        if named is None:
            continue
        code, place = named
        before = _same_sentence_before(text, place[0])
        governs = _GOVERNED.search(before) or _GOVERNS.search(text, match.end(), match.end() + 60)
        if governs and not _INCORPORATED.search(before):
            sure = _adjusted(draft, place[0], 0.93 if _THIS.search(before) else 0.7)
            yield _Choice(code, place, (place[0], match.end()), "adjective", sure)


def _name_before(text: str, offset: int) -> tuple[str, Span] | None:
    """Return the place that the words right before "law" name: "English", "New York"."""
    words = _LAST_WORDS.search(text, max(0, offset - 60), offset)
    while words is not None:
        name = " ".join(words[0].split())
        code = adjective_code(name) or place_code(name)
        if code is not None:
            return code, words.span()
        shorter = words[0].find(" ")
        if shorter < 0:
            return None
        words = _LAST_WORDS.match(text, words.start() + shorter + 1, offset)
    return None


def _same_sentence_before(text: str, offset: int) -> str:
    window = text[max(0, offset - _BEFORE) : offset]
    return window[max(window.rfind(". "), window.rfind(";"), window.rfind("\n\n")) + 1 :]


def _rule_of(text: str, before: str, match: re.Match[str]) -> tuple[str, float]:
    """Return which rule makes "laws of" a choice of law, and how sure that is."""
    if _GOVERNED.search(before):
        return "governed_by", 0.97 if _THIS.search(before) else 0.8
    after = text[match.end() : match.end() + _AFTER]
    stop = after.find(".")
    if _GOVERNS.search(after if stop < 0 else after[:stop]):
        return "laws_govern", 0.93
    if _UNDER.search(before):
        return "under_laws", _DOUBTFUL if not _THIS.search(before) else 0.6
    return "", 0.0


def _adjusted(draft: Draft, offset: int, confidence: float) -> float:
    """Trust a match under a heading about law a little more than one elsewhere."""
    section = draft.section_of(offset) or ""
    return round(confidence if _ABOUT_LAW.search(section) else confidence - 0.03, 4)


def _named_place(text: str, start: int) -> tuple[str, Span] | None:
    """Return the first state named behind "laws of", else the first country."""
    limit = min(len(text), start + _NAME_WITHIN)
    end = _NAME_ENDS.search(text, start, limit)
    places = [
        (code, match.span())
        for match in _PLACES.finditer(text, start, end.start() if end else limit)
        if (code := place_code(" ".join(match[0].split())))
    ]
    states = [place for place in places if "-" in place[0]]
    if not places:
        return None
    first = places[0]
    return states[0] if states and first[0] == states[0][0].split("-")[0] else first
