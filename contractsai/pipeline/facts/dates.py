"""The agreement's date and the date it takes effect."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from contractsai.pipeline.draft import ANSWER, Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.date_cues import DatedPlaces, dated_places, in_footer
from contractsai.pipeline.facts.key_terms import find_key_terms, in_doubt
from contractsai.pipeline.facts.parties.signatures import Signature
from contractsai.pipeline.facts.ranker import ranker
from contractsai.pipeline.facts.stated_start import stated_start
from contractsai.pipeline.lexicon.date_cues import BEGINS, DAY_AFTER, LAST_TO_SIGN
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.matching import matches
from contractsai.pipeline.text.sentences import sentence_around

_CANDIDATES: Final = 3
_DOUBTED: Final = 0.3  # at most, for what is not the surest
_LEAST: Final = 0.02

_HEAD: Final = 3_000
_TITLE: Final = 600  # characters in which an agreement says what it is
_INTO_PREAMBLE: Final = 400
_FROM_SIGNING: Final = 0.7  # at most: an NDA binds from its signing, as a rule
_FROM_ITS_ROW: Final = 0.6  # a form that asks for the day of the agreement alone
_FROM_ITS_OWN: Final = 0.6
_ANOTHERS: Final = frozenset({"certain", "other"})
_EFFECTIVE_CUES: Final = frozenset(
    {
        "effective_before",
        "effective_after",
        "effective_label",
        "takes_effect",
        "in_defined",
        "from_signature",
        "same_day_made",
    }
)
_NDA: Final = re.compile(
    r"\b(?:non-?\s?disclosure|confidentiality|confidential\s+(?:disclosure|information))\b"
    r"[^.;]{0,80}\b(?:agreement|covenant|deed|undertaking|letter)\b"
    r"|\bagreement\s+(?:\w+\s+){0,6}(?:non-?\s?disclosure|confidentiality)\b|\bm?nda\b",
    re.IGNORECASE,
)
_ABOVE_SIGNATURE: Final = 300  # characters from a place to sign to its date
_BELOW_SIGNATURE: Final = 300
_CUE: Final = 60
_TAIL: Final = 1_000  # characters at the end, where people sign without a mark
_LAST_SIGNED: Final = 0.75
_ONE_SIGNED: Final = 0.5  # the other party may have signed later


def find_agreement_dates(draft: Draft, signed: Sequence[Signature]) -> list[Fact]:
    """Return the agreement date and the effective date, each with lesser candidates."""
    dates = dated_places(draft, signed)
    made = _ranked("agreement_date", dates)
    effective = _ranked("effective_date", dates)
    facts = [
        *_facts(draft, "agreement_date", made),
        *_facts(draft, "effective_date", effective),
    ]
    if not effective or effective[0][0] < ANSWER:
        facts = [fact for fact in facts if fact.name != "effective_date"]
        facts += (
            _from_last_signature(draft, signed)
            or _from_its_own_date(draft, made)
            or stated_start(draft)
            or _from_signing(draft, made)
            or _from_its_row(draft)
            or _facts(draft, "effective_date", effective)
        )
    return facts


def dates_for(name: str, dates: Sequence[DatedPlaces]) -> list[DatedPlaces]:
    """Return the dates that come into question at all.

    "That certain Supply Agreement dated ..." is another's date; and nothing takes effect on a
    day unless the text says so, of that day or of the day of signing.
    """
    if name == "agreement_date":
        return [date for date in dates if not set(date.features) >= _ANOTHERS]
    return [date for date in dates if _EFFECTIVE_CUES & set(date.features)]


def _ranked(name: str, dates: Sequence[DatedPlaces]) -> list[tuple[float, DatedPlaces]]:
    model = ranker(name)
    weighed = [
        (round(model.probability(date.features), 4), date) for date in dates_for(name, dates)
    ]
    return sorted(weighed, key=lambda pair: (-pair[0], pair[1].best.start))


def _facts(draft: Draft, name: str, ranked: Sequence[tuple[float, DatedPlaces]]) -> Iterator[Fact]:
    """Yield the likeliest date; whatever is not the first is a candidate."""
    for rank, (chance, date) in enumerate(ranked[:_CANDIDATES]):
        if chance >= _LEAST:
            is_answer = rank == 0 and chance >= ANSWER
            sure = chance if is_answer else min(chance, _DOUBTED)
            yield _fact(draft, name, date, sure, _rule(date.features))


def _from_last_signature(draft: Draft, signed: Sequence[Signature]) -> list[Fact]:
    """Return the day of the last signature, where the text says that it begins with that."""
    text = draft.text
    said = [
        match
        for match in matches(LAST_TO_SIGN, text)
        if BEGINS.search(text, sentence_around(text, match.span())[0], match.start())
    ]
    if not said:
        return []
    start, end = max(0, len(text) - _TAIL), len(text)
    if signed:
        start = max(0, signed[0].mark[0] - _ABOVE_SIGNATURE)
        end = min(len(text), signed[-1].mark[1] + _BELOW_SIGNATURE)
    dates = [
        mention
        for mention in find_dates(text, start, end, day_first=draft.day_first)
        if not in_footer(text, mention)
    ]
    if not dates:
        return []
    last = max(dates, key=lambda mention: mention.iso)
    sure = _LAST_SIGNED if signed and len(dates) >= len(signed) else _ONE_SIGNED
    value, iso, rule = squeezed(text[last.start : last.end]), last.iso, "last_signature"
    if any(DAY_AFTER.search(text[: match.start()][-_CUE:]) for match in said):
        day = dt.date.fromisoformat(last.iso) + dt.timedelta(days=1)
        value, iso, rule = f"{day.day} {day:%B %Y}", day.isoformat(), "day_after_signature"
    span = (last.start, last.end)
    fact = Fact("effective_date", value, iso, sure, f"rule:date.{rule}", (span,))
    return [in_doubt(fact) if last.is_open else fact]


def _from_its_own_date(draft: Draft, made: Sequence[tuple[float, DatedPlaces]]) -> list[Fact]:
    """Return the agreement's date, where the text says that it begins with that."""
    if not made or made[0][0] < ANSWER or "begins_made" not in made[0][1].features:
        return []
    chance, date = made[0]
    return [_fact(draft, "effective_date", date, min(_FROM_ITS_OWN, chance), "same_day")]


def _from_signing(draft: Draft, made: Sequence[tuple[float, DatedPlaces]]) -> list[Fact]:
    """Return the day of signing as the day of effect, as NDAs mean it."""
    head = max(_TITLE, min(_HEAD, draft.preamble[0] + _INTO_PREAMBLE))
    if not made or made[0][0] < ANSWER or not _NDA.search(draft.text, 0, head):
        return []
    chance, date = made[0]
    return [_fact(draft, "effective_date", date, min(_FROM_SIGNING, chance), "nda_from_signing")]


def _from_its_row(draft: Draft) -> list[Fact]:
    """Return the date that a form asks for, where it asks for no other: it begins with that."""
    dated = [
        fact for fact in find_key_terms(draft) if fact.name in {"agreement_date", "effective_date"}
    ]
    if [fact.name for fact in dated] != ["agreement_date"]:
        return []
    sure = min(_FROM_ITS_ROW, dated[0].confidence)
    return [replace(dated[0], name="effective_date", confidence=sure, method="rule:date.its_row")]


def _fact(draft: Draft, name: str, date: DatedPlaces, sure: float, rule: str) -> Fact:
    span: Span = (date.best.start, date.best.end)
    value = squeezed(draft.text[slice(*span)])
    fact = Fact(name, value, date.iso, sure, f"rule:date.{rule}", (span,))
    return in_doubt(fact) if date.best.is_open else fact


def _rule(features: Mapping[str, float]) -> str:
    """Return the cue that a person would name first."""
    named = ("effective_after", "effective_label", "made", "as_of", "effective_before", "letter")
    return next((name for name in named if name in features), "near")
