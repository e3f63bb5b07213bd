"""The steps that the suites of a store's search are written in."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from contractsai.application.ports import Store
from contractsai.domain.findings import Analysis, JsonValue
from contractsai.domain.job import Job
from contractsai.domain.review import Review, Subject, Verdict
from contractsai.domain.search import SearchQuery
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_document, a_job, a_review
from contractsai.testing.conformance.steps import add

NEW_YORK: Final[JsonValue] = {"code": "US-NY", "name": "New York"}
OHIO: Final[JsonValue] = {"code": "US-OH", "name": "Ohio"}
ALL: Final = "alpha"
LONG: Final = " ".join(f"w{number}" for number in range(9_000))


def an_analysis_of(*analyses: Analysis) -> StoredAnalysis:
    """Return the stored form of a content of these documents."""
    texts = "\n".join(item.text or "" for item in analyses)
    sha256 = hashlib.sha256(texts.encode()).hexdigest()
    return StoredAnalysis.of(analyses, sha256=sha256, pipeline="built 1")


def add_contract(store: Store, *analyses: Analysis, job: Job | None = None) -> StoredAnalysis:
    """Commit a job with one document that was analysed so, and return the analysis."""
    stored = an_analysis_of(*analyses)
    put(store, stored, job=job)
    return stored


def put(store: Store, stored: StoredAnalysis, *, job: Job | None = None, **values: object) -> None:
    """Commit a job with one document of that analysis."""
    of = job or a_job()
    document = a_document(of, sha256=stored.sha256, **values)
    add(store, of, document)
    with store.begin() as work:
        work.analyses.add(stored)
        work.documents.save([replace(document, analysis_id=stored.id)])
        work.commit()


def found(store: Store, query: SearchQuery) -> Sequence[str]:
    """Return the contents that are found."""
    with store.snapshot() as work:
        return [one.sha256 for one in work.search.find(query, limit=50)]


def correction(stored: StoredAnalysis, analysis: Analysis) -> Review:
    """Return a person's word that the law is Ohio's."""
    subject = Subject.of(stored.sha256, None, analysis.findings[0])
    return a_review(subject, verdict=Verdict.CORRECTED, value="Ohio", normal=OHIO)


def add_review(store: Store, review: Review) -> None:
    """Commit a review."""
    with store.begin() as work:
        work.reviews.add(review)
        work.commit()
