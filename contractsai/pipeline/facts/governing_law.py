"""The law that governs a contract."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.facts.key_terms import key_terms
from contractsai.pipeline.facts.law_choice import OPEN, Choice, weighed
from contractsai.pipeline.facts.law_words import (
    is_negated,
    is_of_another,
    is_of_another_paper,
    named_before,
    places_of_law,
)
from contractsai.pipeline.lexicon.german import german_country
from contractsai.pipeline.lexicon.places import adjective_code, place_code
from contractsai.pipeline.matching import Cue, matches

_I: Final = re.IGNORECASE
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
        r"\b(?:(?:governing|applicable)\s+laws?|choice\s+of\s+law)\b"
        r"(?:[ \t]+(?:and|&|/)[ \t]+(?:forum|jurisdiction|venue|courts?))?"
        r"[ \t]*[|:.\u2013-]{1,2}[ \t]*(?:the\s+)?(?:laws?\s+of\s+)?",
        _I,
    ),
    ("governing", "applicable", "choice"),
)
_LAW: Final = Cue(re.compile(r"\blaws?\b", _I), ("law",))
_QUALIFIED: Final = re.compile(
    r"\s(?:(?:state|substantive|material|domestic|internal|civil|private|contract|local)\s+)?$", _I
)
_LAW_OF: Final = re.compile(r"\blaws?\s+of\s+", _I)
_GAP: Final = re.compile(r"\s+")
# "The proper law of this contract is that of Singapore", "... is French law".
_SAID: Final = Cue(
    re.compile(
        r"\b(?:(?:governing|proper|applicable)\s+law\b(?:\s+(?:of|for|governing)\s+[^.;|]{1,60}?)?"
        r"|laws?\s+(?:of|for|governing)\s+this\s+(?:agreement|contract|deed|lease))\s+"
        r"(?:is|are|shall\s+be|will\s+be)\s+(?:(?:that|those)\s+of\s+)?(?:the\s+)?"
        r"(?:laws?\s+of\s+)?",
        _I,
    ),
    ("governing", "proper", "applicable", "law"),
)
_LAST_WORDS: Final = re.compile(
    r"[A-Za-z][A-Za-z.\u2019'&-]*(?:\s+[A-Za-z][A-Za-z.\u2019'&-]*){0,2}$"
)
_GOVERNED: Final = re.compile(
    (
        r"\b(?:govern(?:ed|s|ing)?|constru(?:ed|ing)|interpret(?:ed"
        r"|ation)|enforced|controlled|subject)\b"
    ),
    _I,
)
_GOVERNS: Final = re.compile(r"\b(?:governs?|controls?|(?:shall|will)\s+apply|applies)\b", _I)
_CHOOSES: Final = re.compile(
    r"\b(?:cho(?:o?ses?|sen)|select(?:ed|s)?|opt(?:ed)?\s+for)\b[^.;]{0,40}$", _I
)
_DECIDED: Final = re.compile(
    r"\b(?:decided|determined|resolved|settled|judged)\s+(?:in\s+accordance\s+with|according\s+to"
    r"|pursuant\s+to|under|by)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    _I,
)
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
_LABELLED: Final = 0.93
_LABELS: Final = frozenset({"heading", "row", "said"})


def find_governing_law(draft: Draft) -> list[Fact]:
    """Return the law; where several were chosen, each of them, and none of them sure."""
    return weighed(draft, _choices(draft))


def _choices(draft: Draft) -> Iterator[Choice]:
    """Yield every choice of law; the order of the text decides between equals."""
    text = draft.text
    rows = list(_rows(text))
    yield from rows
    yield from _laws_of(draft)
    for match in matches(_HEADING, text):
        if not any(row.match[0] <= match.start() < row.match[1] for row in rows):
            yield from _beside(draft, match, "heading")
    for match in matches(_SAID, text):
        yield from _beside(draft, match, "said")
    yield from _adjectives(draft)


def _laws_of(draft: Draft) -> Iterator[Choice]:
    text = draft.text
    for match in matches(_LAWS_OF, text):
        before = _same_sentence_before(text, match.start())
        rule, sure = _rule_of(text, before, match)
        if rule and not _INCORPORATED.search(before):
            begin = match.start() - len(before)
            that = named_before(text, before, match)
            if that is not None:
                sure = _adjusted(draft, begin, sure)
                yield Choice(that[0], that[1], (begin, match.end()), rule, sure)
                continue
            yield from _named(draft, match.end(), (begin, begin), rule, sure)


def _beside(draft: Draft, match: re.Match[str], rule: str) -> Iterator[Choice]:
    """Yield what stands right behind words that leave no doubt what they name."""
    near = (match.end(), min(len(draft.text), match.end() + _BESIDE))
    adjective = _adjective_in(draft.text, near) if rule == "said" else []
    for code, place in adjective:
        yield Choice(code, place, match.span(), rule, _LABELLED)
    for choice in () if adjective else _named(draft, match.end(), match.span(), rule, _LABELLED):
        if choice.place[0] < near[1] or choice.is_open:
            yield choice


def _adjectives(draft: Draft) -> Iterator[Choice]:
    text = draft.text
    for match in matches(_LAW, text):
        named = _name_before(text, _before_law(text, match.start()))
        if named is None:
            continue
        code, place = named
        before = _same_sentence_before(text, place[0])
        governs = _GOVERNED.search(before) or _GOVERNS.search(text, match.end(), match.end() + 60)
        is_other = _INCORPORATED.search(before) or is_of_another_paper(before)
        is_other = is_other or is_negated(text, before, match.end())
        if governs and not is_other:
            sure = _adjusted(draft, place[0], 0.93 if _THIS.search(before) else 0.7)
            sure = min(sure, _DOUBTFUL) if code == _FEDERAL else sure
            yield Choice(code, place, (place[0], match.end()), "adjective", sure)


def _rows(text: str) -> Iterator[Choice]:
    """Yield what key terms say: "Proper law | Scotland", a ticked box before all others."""
    for row in key_terms(text):
        if row.name != "governing_law":
            continue
        span = row.options[0][0]
        places = places_of_law(text, *span) or _adjective_in(text, span) or _named_in(text, span)
        german = german_country(text[slice(*span)]) if not places else None
        places = [(german, span)] if german else places
        for code, place in places:
            is_open = len(places) > 1
            sure = OPEN if is_open else _LABELLED
            yield Choice(code, place, row.span, "row", sure, is_open)


def _adjective_in(text: str, span: Span) -> list[tuple[str, Span]]:
    """Return the law that an adjective names: "English law", or "English" alone."""
    law = next(matches(_LAW, text, *span), None)
    named = _name_before(text, _before_law(text, law.start()) if law else span[1])
    return [named] if named is not None and named[1][0] >= span[0] else []


def _named_in(text: str, span: Span) -> list[tuple[str, Span]]:
    """Return the law named behind "where it is silent, the law of ..."."""
    named = _LAW_OF.search(text, *span)
    return places_of_law(text, named.end(), span[1]) if named else []


def _named(draft: Draft, start: int, match: Span, rule: str, sure: float) -> Iterator[Choice]:
    """Yield the law that is named from *start* on, and those it leaves a choice between."""
    places = places_of_law(draft.text, start, start + _NAME_WITHIN)
    for code, place in places:
        is_open = len(places) > 1
        weight = min(sure, _DOUBTFUL) if code == _FEDERAL else sure
        if rule not in _LABELS:
            weight = _adjusted(draft, match[0], weight)
        weight = min(weight, OPEN) if is_open else weight
        yield Choice(code, place, (match[0], place[1]), rule, weight, is_open)


def _before_law(text: str, law: int) -> int:
    """Return where the words end that may name a law: before "law", and "substantive law"."""
    qualified = _QUALIFIED.search(text, max(0, law - 14), law)
    return qualified.start() if qualified else law


def _name_before(text: str, offset: int) -> tuple[str, Span] | None:
    """Return the place that the words right before "law" name: "English", "New York"."""
    words = _LAST_WORDS.search(text, max(0, offset - 60), offset)
    while words is not None:
        name = " ".join(words[0].split())
        code = adjective_code(name) or place_code(name)
        if code is not None:
            return code, words.span()
        shorter = _GAP.search(words[0])
        if shorter is None:
            return None
        words = _LAST_WORDS.match(text, words.start() + shorter.end(), offset)
    return None


def _same_sentence_before(text: str, offset: int) -> str:
    window = text[max(0, offset - _BEFORE) : offset]
    return window[max(window.rfind(". "), window.rfind(";"), window.rfind("\n\n")) + 1 :]


def _rule_of(text: str, before: str, match: re.Match[str]) -> tuple[str, float]:
    """Return which rule makes "laws of" a choice of law, and how sure that is."""
    if is_of_another_paper(before) or is_negated(text, before, match.end()):
        return "", 0.0
    if _GOVERNED.search(before):
        return "governed_by", 0.97 if _THIS.search(before) else 0.8
    after = text[match.end() : match.end() + _AFTER]
    stop = after.find(".")
    if _GOVERNS.search(after if stop < 0 else after[:stop]):
        return "laws_govern", _DOUBTFUL if is_of_another(before, after) else 0.93
    if _UNDER.search(before) and (_THIS.search(before) or not _DECIDED.search(before)):
        return "under_laws", 0.6 if _THIS.search(before) else _DOUBTFUL
    rule, chosen = ("chosen", _CHOOSES) if _CHOOSES.search(before) else ("decided_under", _DECIDED)
    return (rule, 0.85 if rule == "chosen" else 0.6) if chosen.search(before) else ("", 0.0)


def _adjusted(draft: Draft, offset: int, confidence: float) -> float:
    """Trust a match under a heading about law a little more than one elsewhere."""
    section = draft.section_of(offset) or ""
    return round(confidence if _ABOUT_LAW.search(section) else confidence - 0.03, 4)
