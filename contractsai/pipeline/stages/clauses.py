"""Clauses that facts were read from: a first stand-in for a model of clauses."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from contractsai.domain.findings import Kind
from contractsai.pipeline.draft import Draft, Fact, Span, trimmed
from contractsai.pipeline.stages.sentences import sentence_around

_MOST: Final = 20  # clauses of one category
_LEAST: Final = 0.35  # facts below it are candidates themselves
_DISCOUNT: Final = 0.95  # the value may be right and the clause another
# fact -> category, label, and whether the clause is the whole sentence
_CLAUSE_OF: Final[Mapping[str, tuple[str, str, bool]]] = {
    "title": ("cuad.document_name", "Document name", False),
    "party": ("cuad.parties", "Parties", False),
    "agreement_date": ("cuad.agreement_date", "Agreement date", False),
    "effective_date": ("cuad.effective_date", "Effective date", False),
    "term": ("cuad.expiration_date", "Expiration date", True),
    "expiration_date": ("cuad.expiration_date", "Expiration date", True),
    "renewal_term": ("cuad.renewal_term", "Renewal term", True),
    "notice_period": (
        "cuad.notice_period_to_terminate_renewal",
        "Notice period to terminate renewal",
        True,
    ),
    "governing_law": ("cuad.governing_law", "Governing law", True),
}


def clauses_of(draft: Draft, facts: Iterable[Fact]) -> list[Fact]:
    """Return a clause for each fact that stands in one, the surest of overlapping ones."""
    kept: dict[str, list[Fact]] = {}
    for clause in sorted(_clauses(draft, facts), key=lambda item: -item.confidence):
        same = kept.setdefault(clause.name, [])
        if len(same) < _MOST and not any(_overlap(clause.spans[0], one.spans[0]) for one in same):
            same.append(clause)
    return [clause for same in kept.values() for clause in same]


def _clauses(draft: Draft, facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        if fact.name not in _CLAUSE_OF or not fact.spans or fact.confidence < _LEAST:
            continue
        name, label, is_sentence = _CLAUSE_OF[fact.name]
        span = sentence_around(draft.text, fact.spans[0]) if is_sentence else fact.spans[0]
        span = trimmed(draft.text, span)
        confidence = round(fact.confidence * _DISCOUNT, 4)
        yield Fact(name, label, None, confidence, fact.method, (span,), kind=Kind.CLAUSE)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
