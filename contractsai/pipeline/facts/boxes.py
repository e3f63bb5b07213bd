"""Boxes to tick: what stands beside an empty one was not agreed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.lexicon.places import PLACE, place_code, place_name

_BOX: Final = re.compile(
    r"[\u2610-\u2612\[(](?:(?<![\[(])"
    r"|(?<=[\[(])(?:[ \t]{0,3}(?P<mark>[xX\u2713\u2714\u2612])[ \t]{0,3}|[ \t]{1,3})[\])])"
    r"(?=[ \t]|[A-Z])"
)
_TICKED: Final = "\u2611\u2612"
_LONGEST: Final = 300  # characters of an option
_APART: Final = 400  # characters; boxes further from each other are no alternatives
_ASKED_WITHIN: Final = 200  # characters before the first box
_LAW: Final = re.compile(
    r"\b(?:governing|applicable|proper|controlling)\s+law\b|\bgoverned\s+by\b|\bchoice\s+of\s+law\b"
    r"|\blaws?\s+(?:of|that\s+govern)",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(PLACE, re.IGNORECASE)
_BY_ROW: Final = "rule:key_terms."  # rows weigh the boxes in them for themselves
_UNTICKED: Final = 0.3  # of its confidence: a candidate
_NOBODY_CHOSE: Final = 0.5
_TICKED_LAW: Final = 0.9


@dataclass(frozen=True, slots=True)
class _Option:
    span: Span
    is_ticked: bool


def minding_boxes(draft: Draft, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts, those beside an empty box as candidates, and the law that was ticked."""
    groups = list(_groups(draft.text))
    if not groups:
        return list(facts)
    laws = list(_laws(draft, groups))
    codes = {fact.value for fact in laws}
    kept = [
        _minded(fact, groups)
        for fact in facts
        if not (fact.name == "governing_law" and fact.value in codes)
    ]
    return [*kept, *laws]


def _groups(text: str) -> Iterator[list[_Option]]:
    """Yield the options between which one was to choose, each to its line's end or the next."""
    group: list[_Option] = []
    boxes = list(_BOX.finditer(text))
    for number, box in enumerate(boxes):
        following = boxes[number + 1].start() if number + 1 < len(boxes) else len(text)
        line = text.find("\n", box.end(), box.end() + _LONGEST)
        end = min(following, box.end() + _LONGEST, line if line >= 0 else len(text))
        if group and box.start() - group[-1].span[1] > _APART:
            yield group
            group = []
        group.append(_Option((box.end(), end), bool(box["mark"]) or text[box.start()] in _TICKED))
    if group:
        yield group


def _minded(fact: Fact, groups: Sequence[Sequence[_Option]]) -> Fact:
    if fact.method.startswith(_BY_ROW):
        return fact
    for group in groups:
        for option in group:
            if fact.spans and all(_within(span, option.span) for span in fact.spans):
                if any(other.is_ticked for other in group):
                    weight = 1.0 if option.is_ticked else _UNTICKED
                    return replace(fact, confidence=round(fact.confidence * weight, 4))
                if len(group) > 1:
                    return replace(fact, confidence=min(fact.confidence, _NOBODY_CHOSE))
    return fact


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _laws(draft: Draft, groups: Sequence[Sequence[_Option]]) -> Iterator[Fact]:
    """Yield the law of each ticked option of a list that asks for one."""
    for group in groups:
        start = group[0].span[0]
        asked = draft.text[max(0, start - _ASKED_WITHIN) : start].rpartition("\n\n\n")[2]
        if len(group) == 1 or not _LAW.search(asked):
            continue
        ticked = [option for option in group if option.is_ticked]
        for option in ticked:
            named = next(_places(draft.text, option.span), None)
            if named is not None:
                code, span = named
                normal: JsonValue = {"code": code, "name": place_name(code)}
                sure = _TICKED_LAW if len(ticked) == 1 else _NOBODY_CHOSE
                yield Fact(
                    "governing_law", place_name(code), normal, sure, "rule:law.ticked", (span,)
                )


def _places(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    for match in _PLACE.finditer(text, *span):
        code = place_code(" ".join(match[0].split()))
        if code is not None:
            yield code, match.span()
