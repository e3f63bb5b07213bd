"""Findings out of facts: a fixed order, ids, bands, and the decision on every clause category."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import DECIMALS, Band, Decision, Finding, JsonValue, Kind, Presence
from contractsai.pipeline.clauses.model.clauses import Thresholds
from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.lexicon.categories import BASE_RATES

SURE: Final = 0.8
FACT_SURE: Final = 0.88  # from here on nineteen facts in twenty and more are right, measured
_ORDER: Final = tuple(FACTS)
_KINDS: Final = (Kind.FACT, Kind.CLAUSE, Kind.RISK, Kind.MISSING)
_NOTHING: Final = 0.01  # probability that a text which is no contract holds some clause


def assemble(draft: Draft, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """Return the findings, numbered in reading order of the report."""
    ordered = sorted(facts, key=_rank)
    ids = {id(fact): f"f{number}" for number, fact in enumerate(ordered, start=1)}
    return tuple(_finding(draft, fact, ids) for fact in ordered)


def decisions(
    findings: Sequence[Finding], presence: Mapping[str, float], thresholds: Thresholds
) -> tuple[tuple[Finding, ...], dict[str, Presence]]:
    """Return the findings and a decision on every category.

    A category that is not absent has a place to look at: its likeliest candidate is shown,
    however unlikely it is by itself.
    """
    best = _best_clauses(findings)
    decided = {
        name: _decision(best.get(name), round(presence.get(name, _NOTHING), DECIMALS), thresholds)
        for name in BASE_RATES
    }
    shown = {
        best[name].id
        for name, item in decided.items()
        if item.decision is not Decision.ABSENT and not best[name].is_answer
    }
    raised = (replace(item, band=Band.LOOK_HERE) if item.id in shown else item for item in findings)
    return tuple(raised), decided


def band_of(confidence: float) -> Band:
    """Return what a person should make of that confidence."""
    if confidence >= SURE:
        return Band.SURE
    return Band.LOOK_HERE if confidence >= ANSWER else Band.UNLIKELY


def _band(fact: Fact) -> Band:
    """Return the band; a fact is shown as one a little later than a clause."""
    band = band_of(round(fact.confidence, 4))
    is_doubtful = fact.kind is Kind.FACT and round(fact.confidence, 4) < FACT_SURE
    return Band.LOOK_HERE if band is Band.SURE and is_doubtful else band


def _best_clauses(findings: Iterable[Finding]) -> dict[str, Finding]:
    best: dict[str, Finding] = {}
    for finding in findings:
        if finding.kind is Kind.CLAUSE and finding.name in BASE_RATES:
            held = best.get(finding.name)
            if held is None or finding.confidence > held.confidence:
                best[finding.name] = finding
    return best


def _decision(best: Finding | None, confidence: float, thresholds: Thresholds) -> Presence:
    if best is None or confidence <= thresholds.absent:
        return Presence(Decision.ABSENT, likely=False, confidence=confidence)
    if confidence >= thresholds.present:
        return Presence(Decision.PRESENT, likely=True, confidence=confidence)
    return Presence(Decision.LOOK_HERE, confidence >= thresholds.likely, confidence)


def _rank(fact: Fact) -> tuple[int, int, str, int]:
    position = _ORDER.index(fact.name) if fact.name in _ORDER else len(_ORDER)
    start = fact.spans[0][0] if fact.spans else 0
    return _KINDS.index(fact.kind), position, fact.name, start


def _finding(draft: Draft, fact: Fact, ids: dict[int, str]) -> Finding:
    return Finding(
        id=ids[id(fact)],
        kind=fact.kind,
        name=fact.name,
        value=fact.value,
        normal=fact.normal,
        confidence=round(fact.confidence, 4),
        band=_band(fact),
        method=fact.method,
        evidence=tuple(draft.evidence(span) for span in fact.spans),
        because=_because(fact, ids),
    )


def _because(fact: Fact, ids: dict[int, str]) -> tuple[dict[str, JsonValue], ...]:
    sources: list[dict[str, JsonValue]] = [{"finding": ids[id(one)]} for one in fact.because]
    return (*sources, *fact.reasons)
