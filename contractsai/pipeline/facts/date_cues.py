"""What the words around a date say of it: the features by which dates are ranked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p
from typing import Final

from contractsai.pipeline.draft import Draft
from contractsai.pipeline.facts.parties.signatures import Signature
from contractsai.pipeline.lexicon.date_cues import (
    AFTER_CUES,
    ALONE,
    BEFORE_CUES,
    DEFINED,
    FOOTER,
    ITSELF,
    LAST_SIGNATURE,
    LETTER,
    MENTIONED,
    NOT_OURS,
    OTHER_AFTER,
    SAME_DAY,
    TAKES_EFFECT,
    TAKES_EFFECT_WITHIN,
    THIS,
    UNDER_ANOTHER,
)
from contractsai.pipeline.lexicon.dates import DateMention, find_dates
from contractsai.pipeline.matching import matches
from contractsai.pipeline.text.sentences import sentence_around

_HEAD: Final = 3_000  # characters in which an agreement dates itself
_TOP: Final = 800
_BEFORE_PREAMBLE: Final = 500
_AFTER_PREAMBLE: Final = 250
_CUE: Final = 90  # characters before a date that say what it is
_TERM_AFTER: Final = 80
_REACH: Final = 240  # characters before a date in which the paper that it belongs to is named
_MAX_FOOTER: Final = 120
_SIGNING_BEFORE: Final = 900  # characters above the first signature
_SIGNING_AFTER: Final = 500
_HOUR: Final = re.compile(r"(?<=\b[ap])\.m\.", re.IGNORECASE)  # a stop that ends no sentence
_MOST: Final = 60  # mentions that are looked at, of each part of a contract


@dataclass(slots=True)
class DatedPlaces:
    """One date and every place it stands at, with what they say of it.

    Attributes:
        best: the place with the most to say.
    """

    iso: str
    best: DateMention
    features: dict[str, float] = field(default_factory=dict)
    weight: int = -1


def dated_places(draft: Draft, signed: Sequence[Signature]) -> list[DatedPlaces]:
    """Return the dates that may be the agreement's own, in the order of the text."""
    text = draft.text
    found: dict[str, DatedPlaces] = {}
    count: dict[str, int] = {}
    for zone, mention in _mentions(draft, signed):
        here = _features(text, zone, mention)
        if here is None:
            continue
        date = found.setdefault(mention.iso, DatedPlaces(mention.iso, mention))
        count[mention.iso] = count.get(mention.iso, 0) + 1
        if len(here) > date.weight:
            date.best, date.weight = mention, len(here)
        date.features.update(here)
    dates = sorted(found.values(), key=lambda date: date.best.start)
    _compare(text, dates)
    for date in dates:
        date.features["mentions"] = log1p(count[date.iso])
    return dates


def _mentions(draft: Draft, signed: Sequence[Signature]) -> Iterator[tuple[str, DateMention]]:
    """Yield each mention once, with the part of the contract it stands in."""
    text = draft.text
    seen: set[int] = set()
    start, end = draft.preamble
    zones = [("top", 0, _TOP), ("head", 0, _HEAD)]
    if start < end:
        low, high = max(0, start - _BEFORE_PREAMBLE), min(end, start + _HEAD) + _AFTER_PREAMBLE
        zones.insert(0, ("preamble", low, high))
    if signed:
        low = max(0, signed[0].mark[0] - _SIGNING_BEFORE)
        zones.append(("signing", low, signed[-1].mark[1] + _SIGNING_AFTER))
    else:
        zones.append(("signing", max(0, len(text) - _SIGNING_BEFORE), len(text)))
    for zone, low, high in zones:
        for mention in find_dates(text, low, min(len(text), high), day_first=draft.day_first)[
            :_MOST
        ]:
            if mention.start not in seen:
                seen.add(mention.start)
                yield zone, mention
    for match in matches(DEFINED, text):
        found = find_dates(text, match.end(), match.end() + _CUE, day_first=draft.day_first)
        for mention in found[:1]:
            if mention.start not in seen:
                seen.add(mention.start)
                yield "defined", mention
    for mention in draft.dates:
        if mention.start not in seen:
            before = text[max(0, mention.start - TAKES_EFFECT_WITHIN) : mention.start]
            if TAKES_EFFECT.search(before):
                yield "body", mention


def _features(text: str, zone: str, mention: DateMention) -> dict[str, float] | None:
    """Return what the words around a date say of it; None for a footer's."""
    if in_footer(text, mention):
        return None
    line = text.rfind("\n", 0, mention.start) + 1
    features = {f"in_{zone}": 1.0}
    low = max(0, mention.start - 3 * _CUE)
    before = _HOUR.sub("m", text[low : mention.start])
    for name, cue in BEFORE_CUES:
        reach = before if name in {"witness", "whereas", "certain"} else before[-_CUE - 50 :]
        if cue.search(reach):
            features[name] = 1.0
    for name, cue in AFTER_CUES:
        if cue.match(text, mention.end, mention.end + _TERM_AFTER):
            features[name] = 1.0
    if LETTER.match(text, mention.end):
        features["letter"] = 1.0
    if ALONE.match(text, mention.end) and not text[line : mention.start].strip():
        features["own_line"] = 1.0
    if _is_other(text, mention):
        features["other"] = 1.0
    return features


def in_footer(text: str, mention: DateMention) -> bool:
    """Return whether a date is one of filing, at the foot of a page."""
    line = text.rfind("\n", 0, mention.start) + 1
    return bool(mention.start - line < _MAX_FOOTER and FOOTER.match(text, line, mention.start))


def _compare(text: str, dates: Sequence[DatedPlaces]) -> None:
    """Add what only all dates together tell."""
    cues = [set(date.features) for date in dates]
    signing = sorted(date.iso for date in dates if "in_signing" in date.features)
    ours = [date.iso for date, has in zip(dates, cues, strict=True) if not has & {"other", "ends"}]
    any_made = any("made" in has and "other" not in has for has in cues)
    has_made = any(has & {"made", "as_of"} and not has & {"in_signing", "other"} for has in cues)
    has_effective = any(has & {"effective_after", "effective_label"} for has in cues)
    own_days = list(_its_own_day(text))
    same_day = bool(own_days)
    is_stated = any(not MENTIONED.match(match[0]) for match in own_days)
    last_signature = any(matches(LAST_SIGNATURE, text))
    for number, (date, has) in enumerate(zip(dates, cues, strict=True)):
        signs, made = "in_signing" in has, "made" in has
        last = signs and date.iso == signing[-1]
        effective = bool(has & {"effective_before", "effective_after", "effective_label"})
        told: Mapping[str, bool] = {
            "first": number == 0,
            "sole_ours": ours == [date.iso],
            "top_own_line": {"in_top", "own_line"} <= has,
            "top_alone": "in_top" in has and not any_made,
            "preamble_made": {"in_preamble", "made"} <= has,
            "preamble_this": {"in_preamble", "this_agreement"} <= has,
            "preamble_as_of": {"in_preamble", "as_of"} <= has,
            "made_ours": made and "other" not in has,
            "effective_alone": effective and not any_made,
            "signed_alone": signs and not any_made,
            "last_signed": last,
            "only_signed": signs and not has_made,
            "last_signed_only": last and not has_made,
            "from_signature": last and last_signature,
            "has_made": has_made,
            "has_effective": has_effective,
            "no_effective_made": not has_effective and made,
            "same_day_made": same_day and bool(has & {"made", "as_of"}),
            "begins_made": is_stated and bool(has & {"made", "as_of"}),
            "made_same_day_text": same_day and made and not has_effective,
            "made_not_same_day": not same_day and made,
            "effective_ours": "other" not in has
            and bool(has & {"effective_before", "takes_effect"}),
            "only_effective": not has_effective and "effective_before" in has,
            "alone": len(dates) == 1,
            "latest": date.iso == max(other.iso for other in dates),
        }
        date.features.update({name: 1.0 for name, value in told.items() if value})


def _its_own_day(text: str) -> Iterator[re.Match[str]]:
    """Yield where the contract says, or hints, that it begins on its own date."""
    for match in matches(SAME_DAY, text):
        start, _ = sentence_around(text, match.span())
        if ITSELF.search(text, max(start, match.start() - _REACH), match.end()):
            yield match


def _is_other(text: str, mention: DateMention) -> bool:
    """Return whether the words around a date give it to another contract."""
    if OTHER_AFTER.match(text, mention.end, mention.end + _TERM_AFTER):
        return True
    other = NOT_OURS.search(text, max(0, mention.start - 160), mention.start)
    if other is None:
        return False
    if UNDER_ANOTHER.search(text, max(0, mention.start - _REACH), mention.start):
        return True
    this = THIS.search(text, max(0, other.start() - _CUE), other.end())
    return this is None or "certain" in other[0]
