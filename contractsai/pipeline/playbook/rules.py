"""Risks and gaps: what a playbook makes of the facts and of the decisions on clauses.

A risk shows the evidence of what it follows from, a gap the candidate that came nearest. Neither
is surer than the least sure of its grounds, and what would be unlikely is not told at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.domain.deadline import Severity
from contractsai.domain.findings import (
    Band,
    Decision,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Presence,
)
from contractsai.domain.forms import PERPETUAL, UNITS
from contractsai.pipeline.draft import Draft
from contractsai.pipeline.findings.assemble import band_of
from contractsai.pipeline.playbook.checks import CHECKS, Found
from contractsai.pipeline.playbook.model import FactTest, Length, Playbook, Rule, Usual

_MAX_EVIDENCE: Final = 3
_NO_FACT: Final = 0.6  # that a fact which was not found is not there: nobody has measured it
_BELONGS: Final = (
    "amends",
    "under",
)  # facts of a paper that leaves to a contract what it does not say
_LANGUAGES: Final = ("en", "und")  # in which clauses are looked for
_WEAKEST: Final = (Band.UNLIKELY, Band.LOOK_HERE, Band.SURE)
_SEVERITIES: Final = tuple(Severity)
_COMPARED: Final = ("code", "type", "name", "text")  # of a typed value, with what a playbook names


@dataclass(frozen=True, slots=True)
class _Ground:
    """One thing that holds: how sure, and what shows it."""

    confidence: float
    band: Band
    evidence: tuple[Evidence, ...] = ()
    because: tuple[dict[str, JsonValue], ...] = ()


def find_risks(
    draft: Draft,
    findings: Sequence[Finding],
    categories: Mapping[str, Presence],
    playbook: Playbook,
    *,
    is_whole: bool = True,
) -> tuple[Finding, ...]:
    """Return the risks, then the gaps, the worst first; their ids go on from the findings'.

    Args:
        draft: the text.
        findings: facts and clauses, candidates too.
        categories: the decisions on clauses.
        playbook: the rules.
        is_whole: whether all of the text was read; what is missing may else stand in the rest.
    """
    judge = _Judge(draft, Found(findings), categories, playbook.usual, is_whole=is_whole)
    told = [(rule, ground) for rule in playbook.rules if (ground := judge.ground_of(rule))]
    told.sort(key=lambda pair: (_kind(pair[0]) is Kind.MISSING, _rank(pair[0])))
    first = len(findings) + 1
    return tuple(
        _finding(f"f{number}", rule, ground) for number, (rule, ground) in enumerate(told, first)
    )


def risk_reasons(risks: Iterable[Finding], playbook: Playbook) -> tuple[str, ...]:
    """Return why a person should look, as far as the rules say so."""
    reasons = {rule.finding: rule.review_reason for rule in playbook.rules}
    found = (reasons.get(risk.name) for risk in risks)
    return tuple(reason for reason in found if reason is not None)


def _kind(rule: Rule) -> Kind:
    return Kind.MISSING if rule.finding.startswith("missing.") else Kind.RISK


def _rank(rule: Rule) -> int:
    return _SEVERITIES.index(rule.severity)


def _finding(finding_id: str, rule: Rule, ground: _Ground) -> Finding:
    kind = _kind(rule)
    return Finding(
        id=finding_id,
        kind=kind,
        name=rule.finding,
        value=rule.says,
        normal={"severity": rule.severity.value},
        confidence=round(ground.confidence, 4),
        band=ground.band,
        method=f"rule:playbook.{rule.id}",
        evidence=ground.evidence[:_MAX_EVIDENCE] if kind is Kind.RISK else (),
        because=ground.because,
    )


class _Judge:
    """Applies rules to one document."""

    def __init__(
        self,
        draft: Draft,
        found: Found,
        categories: Mapping[str, Presence],
        usual: Usual,
        *,
        is_whole: bool,
    ) -> None:
        self._draft = draft
        self._found = found
        self._categories = categories
        self._usual = usual
        self._type = found.answer("document_type")
        self._missing_band = Band.SURE if is_whole else Band.LOOK_HERE
        self._reads_language = draft.language in _LANGUAGES
        self._stands_alone = not any(found.answers(name) for name in _BELONGS)

    def ground_of(self, rule: Rule) -> _Ground | None:
        """Return the ground of a rule all of which holds; None if some does not, or hardly."""
        if not (self._is_for(rule) and self._is_usual(rule)):
            return None
        if _kind(rule) is Kind.MISSING and not self._stands_alone:
            return None  # an amendment need not say again what its contract says
        asked = list(self._grounds(rule))
        grounds = [ground for ground in asked if ground is not None]
        if not grounds or len(grounds) < len(asked):
            return None
        confidence = min(ground.confidence for ground in grounds)
        bands = [band_of(round(confidence, 4)), *(ground.band for ground in grounds)]
        band = min(bands, key=_WEAKEST.index)
        if band is Band.UNLIKELY:
            return None
        evidence = dict.fromkeys(place for ground in grounds for place in ground.evidence)
        because = [reason for ground in grounds for reason in ground.because]
        if rule.types and self._type:
            because.append({"finding": self._type.id})
        unique = [reason for at, reason in enumerate(because) if reason not in because[:at]]
        return _Ground(confidence, band, tuple(evidence), tuple(unique))

    def _is_for(self, rule: Rule) -> bool:
        return not rule.types or bool(self._kinds() & set(rule.types))

    def _is_usual(self, rule: Rule) -> bool:
        if rule.usual is None:
            return True
        shares = self._usual.get(rule.absent[0], {})
        named = [shares[kind] for kind in sorted(self._kinds()) if kind in shares]
        return max(named, default=shares.get("all", 0.0)) >= rule.usual

    def _kinds(self) -> set[str]:
        """Return the document's type and its group; none if the type is unknown."""
        normal = self._type.normal if self._type else None
        return {str(value) for value in normal.values()} if isinstance(normal, dict) else set()

    def _grounds(self, rule: Rule) -> Iterator[_Ground | None]:
        if rule.present:
            yield self._present(rule.present)
        yield from (self._fact(test) for test in rule.facts)
        if rule.check:
            yield self._checked(rule.check)
        yield from (self._absent(category) for category in rule.absent)
        yield from (self._no_fact(name) for name in rule.no_facts)

    def _present(self, categories: Sequence[str]) -> _Ground | None:
        """Return the surest clause of the categories, where the product shows one."""
        clauses = [
            clause
            for category in categories
            if self._decision(category) not in (None, Decision.ABSENT)
            for clause in self._found.answers(category)
        ]
        return self._of(max(clauses, key=lambda item: item.confidence)) if clauses else None

    def _absent(self, category: str) -> _Ground | None:
        presence = self._categories.get(category)
        if presence is None or presence.decision is not Decision.ABSENT or not self._reads_language:
            return None  # what nobody decided, or could read, is not missing
        because: list[dict[str, JsonValue]] = [{"category": category}]
        near = next(iter(self._found.all(category)), None)
        if near is not None and near.evidence:
            because.append({"near_miss": near.evidence[0].to_json()})
        return _Ground(1 - presence.confidence, self._missing_band, because=tuple(because))

    def _fact(self, test: FactTest) -> _Ground | None:
        fact = self._found.answer(test.name)
        return self._of(fact) if fact is not None and _holds(test, fact.normal) else None

    def _no_fact(self, name: str) -> _Ground | None:
        if self._found.answers(name) or not self._reads_language:
            return None
        near = next(iter(self._found.all(name)), None)
        if near is None or not near.evidence:
            return _Ground(_NO_FACT, self._missing_band)
        miss: dict[str, JsonValue] = {"near_miss": near.evidence[0].to_json()}
        return _Ground(min(_NO_FACT, 1 - near.confidence), self._missing_band, because=(miss,))

    def _checked(self, name: str) -> _Ground | None:
        signal = CHECKS[name](self._draft, self._found)
        if signal is None:
            return None
        places = [self._draft.evidence(span) for span in signal.spans]
        places += [place for finding in signal.findings for place in finding.evidence[:1]]
        because: list[dict[str, JsonValue]] = [
            {"finding": finding.id} for finding in signal.findings
        ]
        return _Ground(signal.confidence, Band.SURE, tuple(places), tuple(because))

    def _decision(self, category: str) -> Decision | None:
        presence = self._categories.get(category)
        return presence.decision if presence else None

    @staticmethod
    def _of(finding: Finding) -> _Ground:
        return _Ground(
            finding.confidence, finding.band, finding.evidence, ({"finding": finding.id},)
        )


def _holds(test: FactTest, normal: JsonValue) -> bool:
    said = _said(normal)
    if test.values and not said & set(test.values):
        return False
    if said & set(test.no_values):
        return False
    bounds = [bound.days for bound in (test.at_least, test.more_than) if bound is not None]
    if not bounds or normal == PERPETUAL:
        return True
    match normal:
        case {"n": int() as count, "unit": str() as unit} if unit in UNITS:
            days = Length(count, unit).days
        case _:
            return False
    longer = test.more_than is None or days > test.more_than.days
    return longer and (test.at_least is None or days >= test.at_least.days)


def _said(normal: JsonValue) -> set[str]:
    """Return the texts by which a playbook may name a value."""
    if isinstance(normal, dict):
        return {str(normal[key]) for key in _COMPARED if normal.get(key)}
    return {str(normal)} if normal is not None else set()
