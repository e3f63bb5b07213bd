"""Search: documents by their words and facts, each with the sentence that shows why."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.application.ports import Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.findings import MAX_QUOTE, Analysis, Evidence, Finding
from contractsai.domain.ids import AnalysisId
from contractsai.domain.passage import best_sentence
from contractsai.domain.reviewed import reviewed
from contractsai.domain.search import Found, SearchQuery, Term
from contractsai.domain.searchable import LONGEST

PLACES: Final = 20
"""Documents of one content that are named, the latest of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, under people's verdicts on it.

    Attributes:
        place: behind which the next page begins.
        analysis: of the document.
        evidence: the sentence that holds most of what was looked for.
        findings: those that are said there.
        documents: where the content is, the latest first, `PLACES` at the most.
    """

    place: int
    sha256: str
    analysis: Analysis
    evidence: Evidence | None
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]


def search(
    query: SearchQuery, *, store: Store, limit: int, after: int | None = None
) -> Sequence[Hit]:
    """Return up to *limit* documents that meet *query*, the latest stored first.

    Args:
        query: what has to hold of each.
        store: the rows.
        limit: how many at the most.
        after: the place of the last hit that is known already.
    """
    with store.snapshot() as work:
        found = work.search.find(query, limit=limit, after=after)
        analyses = _analyses(work, found)
        return [
            _hit(work, one, analyses[one.analysis_id][one.number], query.terms) for one in found
        ]


def _analyses(work: UnitOfWork, found: Sequence[Found]) -> Mapping[AnalysisId, list[Analysis]]:
    """Return what was found, read once for all documents of a file, under its reviews."""
    reviews = work.reviews.of_contents({one.sha256 for one in found})
    read: dict[AnalysisId, list[Analysis]] = {}
    for analysis_id, sha256 in {one.analysis_id: one.sha256 for one in found}.items():
        stored = work.analyses.get(analysis_id)
        assert stored is not None  # noqa: S101 - what is found is stored, in one snapshot
        own = [review for review in reviews if review.subject.sha256 == sha256]
        read[analysis_id] = [reviewed(item, own) for item in stored.analyses()]
    return read


def _hit(work: UnitOfWork, one: Found, analysis: Analysis, terms: Sequence[Term]) -> Hit:
    evidence = _evidence(analysis, terms)
    return Hit(
        place=one.place,
        sha256=one.sha256,
        analysis=analysis,
        evidence=evidence,
        findings=tuple(_said_in(evidence, analysis)) if evidence else (),
        documents=tuple(work.search.places(one.sha256, limit=PLACES)),
    )


def _evidence(analysis: Analysis, terms: Sequence[Term]) -> Evidence | None:
    text = (analysis.text or "")[:LONGEST]
    span = best_sentence(text, terms)
    if span is None:
        return None
    start, end = span
    page = bisect_right(analysis.page_starts, start) if analysis.page_starts else None
    bare = Evidence(page, start, end, text[start:end][:MAX_QUOTE])
    sections = (
        place.section
        for finding in _said_in(bare, analysis)
        for place in finding.evidence
        if place.section and _overlap(place, bare)
    )
    return Evidence(page, start, end, bare.quote, next(sections, None))


def _said_in(place: Evidence, analysis: Analysis) -> list[Finding]:
    """Return the answers whose words stand in *place*."""
    return [
        finding
        for finding in analysis.findings
        if finding.is_answer and any(_overlap(place, other) for other in finding.evidence)
    ]


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end
