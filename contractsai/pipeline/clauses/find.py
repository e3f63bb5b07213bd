"""Clauses: where the model sees them, and where facts were read from; the surer of the two."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import Kind
from contractsai.pipeline.clauses.headed import find_headed_clauses
from contractsai.pipeline.clauses.model.clauses import ClauseModel, Thresholds
from contractsai.pipeline.draft import Draft, Fact, Span, trimmed
from contractsai.pipeline.lexicon.categories import CATEGORIES
from contractsai.pipeline.text.sentences import sentence_around
from contractsai.pipeline.text.units import units_of

_MOST: Final = 20  # clauses of one category
_LEAST: Final = 0.01  # what is less likely is not even told as a candidate
_DISCOUNT: Final = 0.95  # the value may be right and the clause another


# fact -> category, and whether the clause is the whole sentence
@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a document.

    Attributes:
        found: the surest of overlapping ones, down to the least likely candidates.
        presence: probability that the document has a clause of that category.
    """

    found: tuple[Fact, ...]
    presence: Mapping[str, float]
    thresholds: Thresholds


def find_clauses(draft: Draft, facts: Iterable[Fact], model: ClauseModel) -> Clauses:
    """Return the clauses that *model* sees, and those that *facts* stand in."""
    units = units_of(draft.text)
    scored = model.find(draft.text, units)
    method = f"model:{model.version}"
    seen = (
        Fact(
            candidate.category,
            CATEGORIES[candidate.category].value,
            None,
            round(candidate.probability, 4),
            method,
            (candidate.span,),
            kind=Kind.CLAUSE,
            reasons=tuple({"term": term, "weight": weight} for term, weight in candidate.terms),
        )
        for candidate in scored.candidates
        if candidate.probability >= _LEAST
    )
    found = [*_surest([*_clauses_of(draft, facts), *seen]), *find_headed_clauses(draft, units)]
    return Clauses(tuple(found), scored.presence, model.thresholds)


def _clauses_of(draft: Draft, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield a clause for each fact that stands in one; the parties of a preamble share it."""
    introduced: list[Fact] = []
    for fact in facts:
        row = FACTS.get(fact.name)
        if row is None or not row.clause or not fact.spans:
            continue
        if fact.name == "party" and _is_introduced(draft, fact):
            introduced.append(fact)
            continue
        span = fact.spans[0]
        if row.is_whole_sentence:
            span = sentence_around(draft.text, span)
        yield from _clause(draft, row.clause, span, fact)
    if introduced:
        span = (min(fact.spans[0][0] for fact in introduced), draft.preamble[1])
        surest = max(introduced, key=lambda fact: fact.confidence)
        yield from _clause(draft, "cuad.parties", span, surest)


def _is_introduced(draft: Draft, party: Fact) -> bool:
    start, end = draft.preamble
    return start <= party.spans[0][0] and party.spans[0][1] <= end


def _clause(draft: Draft, name: str, span: Span, fact: Fact) -> Iterator[Fact]:
    confidence = round(fact.confidence * _DISCOUNT, 4)
    if confidence >= _LEAST:
        span = trimmed(draft.text, span)
        value = CATEGORIES[name].value
        yield Fact(name, value, None, confidence, fact.method, (span,), kind=Kind.CLAUSE)


def _surest(clauses: Iterable[Fact]) -> list[Fact]:
    kept: dict[str, list[Fact]] = {}
    for clause in sorted(clauses, key=lambda item: -item.confidence):
        same = kept.setdefault(clause.name, [])
        if len(same) < _MOST and not any(_overlap(clause.spans[0], one.spans[0]) for one in same):
            same.append(clause)
    return [clause for same in kept.values() for clause in same]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
