"""Findings out of facts: a fixed order, ids, bands, and the decision on every clause category."""

from collections.abc import Iterable, Sequence
from typing import Final

from contractsai.domain.findings import Band, Decision, Finding, Kind, Presence
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.lexicon.categories import BASE_RATES

SURE: Final = 0.8
LOOK_HERE: Final = 0.35
FACT_SURE: Final = 0.88  # from here on nineteen facts in twenty and more are right, measured
_ORDER: Final = (
    "title",
    "document_type",
    "party",
    "address",
    "country",
    "agreement_date",
    "effective_date",
    "term",
    "expiration_date",
    "renewal_term",
    "notice_period",
    "notice_deadline",
    "governing_law",
    "jurisdiction",
    "liability_cap",
    "contract_value",
    "signature_status",
    "signatory",
)
_KINDS: Final = (Kind.FACT, Kind.CLAUSE, Kind.RISK, Kind.MISSING)
_EVEN: Final = 0.5
_NO_CONTRACT: Final = 0.01  # that a text which is no contract holds some clause


def assemble(draft: Draft, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """Return the findings, numbered in reading order of the report."""
    ordered = sorted(facts, key=_rank)
    ids = {id(fact): f"f{number}" for number, fact in enumerate(ordered, start=1)}
    return tuple(_finding(draft, fact, ids) for fact in ordered)


def decisions(findings: Iterable[Finding], *, is_contract: bool) -> dict[str, Presence]:
    """Return a decision on every category: from its clauses, else the base rate.

    Without a clause to point at, nothing is shown as found; and since nobody looked, the
    confidence is simply how usual such clauses are.
    """
    best: dict[str, Finding] = {}
    for finding in findings:
        if finding.kind is Kind.CLAUSE and finding.name in BASE_RATES and finding.is_answer:
            held = best.get(finding.name)
            if held is None or finding.confidence > held.confidence:
                best[finding.name] = finding
    return {
        name: _decision(best.get(name), rate if is_contract else _NO_CONTRACT)
        for name, rate in BASE_RATES.items()
    }


def band_of(confidence: float) -> Band:
    """Return what a person should make of that confidence."""
    if confidence >= SURE:
        return Band.SURE
    return Band.LOOK_HERE if confidence >= LOOK_HERE else Band.UNLIKELY


def _band(fact: Fact) -> Band:
    """Return the band; a fact is shown as one a little later than a clause."""
    band = band_of(round(fact.confidence, 4))
    is_doubtful = fact.kind is Kind.FACT and round(fact.confidence, 4) < FACT_SURE
    return Band.LOOK_HERE if band is Band.SURE and is_doubtful else band


def _decision(clause: Finding | None, rate: float) -> Presence:
    if clause is None:
        return Presence(Decision.ABSENT, likely=False, confidence=rate)
    if clause.band is Band.SURE:
        return Presence(Decision.PRESENT, likely=True, confidence=clause.confidence)
    likely = clause.confidence >= _EVEN
    return Presence(Decision.LOOK_HERE, likely=likely, confidence=clause.confidence)


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
        because=tuple({"finding": ids[id(source)]} for source in fact.because),
    )
