"""Read: jobs, documents and reports as they stand."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contractsai.application.ports import Store
from contractsai.application.report import ReportEntry
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, JobId
from contractsai.domain.job import Job
from contractsai.domain.review import Review
from contractsai.domain.reviewed import reviewed
from contractsai.domain.stored_analysis import StoredAnalysis

BATCH = 50
MARK_BATCH = 500


def read_job(job_id: JobId, *, store: Store) -> Job:
    """Return the job.

    Raises:
        JobNotFound: there is none.
    """
    with store.snapshot() as work:
        return work.jobs.get(job_id)


def read_jobs(*, store: Store, limit: int, after: JobId | None = None) -> Sequence[Job]:
    """Return up to *limit* jobs, newest first, those older than the job *after*.

    Raises:
        JobNotFound: there is no job *after*, so that nobody can tell what is older.
    """
    with store.snapshot() as work:
        if after is not None:
            work.jobs.get(after)
        return work.jobs.page(limit=limit, after=after)


def read_documents(
    job_id: JobId, *, store: Store, limit: int, after: str | None = None
) -> Sequence[Document]:
    """Return up to *limit* documents of a job by path, those behind the path *after*.

    Raises:
        JobNotFound: there is no such job.
    """
    with store.snapshot() as work:
        work.jobs.get(job_id)
        return work.documents.page(job_id, limit=limit, after=after)


def read_report(
    job_id: JobId, *, store: Store, wanted: Callable[[Document], bool] = lambda _: True
) -> Iterator[ReportEntry]:
    """Yield what the report needs of each document, by path, under people's verdicts on it.

    Analyses are read in batches, so that a large job does not have to fit into memory.

    Args:
        job_id: the job.
        store: the rows.
        wanted: which of its documents; the analyses of others are not read.

    Raises:
        JobNotFound: there is no such job; raised at once, not at the first entry.
    """
    read_job(job_id, store=store)
    return _entries(job_id, store, wanted)


def read_report_mark(job_id: JobId, *, store: Store) -> str:
    """Return a text that is another one as soon as the job's report would be.

    No analysis is read: none of them ever changes, so that its id says what it holds. A report
    that is read after its mark holds what the mark stands for, or something newer.

    Raises:
        JobNotFound: there is no such job.
    """
    read_job(job_id, store=store)
    digest = hashlib.sha256()
    after: str | None = None
    while True:
        with store.snapshot() as work:
            documents = work.documents.page(job_id, limit=MARK_BATCH, after=after)
            contents = {document.sha256 for document in documents if document.sha256}
            reviews = [review.id for review in work.reviews.of_contents(contents)]
        ended = [
            (it.path, it.state.value, it.outcome, it.reason, it.sha256, it.analysis_id)
            for it in documents
            if it.state.has_ended
        ]
        digest.update(repr((ended, sorted(reviews))).encode())
        if len(documents) < MARK_BATCH:
            return digest.hexdigest()
        after = documents[-1].path


def _entries(
    job_id: JobId, store: Store, wanted: Callable[[Document], bool]
) -> Iterator[ReportEntry]:
    after: str | None = None
    while True:
        with store.snapshot() as work:
            documents = work.documents.page(job_id, limit=BATCH, after=after)
            contents = {document.sha256 for document in documents if document.sha256}
            reviews = _by_content(work.reviews.of_contents(contents))
            batch = [
                _entry(document, work.analyses.get, reviews)
                for document in documents
                if wanted(document)
            ]
        yield from batch
        if len(documents) < BATCH:
            return
        after = documents[-1].path


def _by_content(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    for review in reviews:
        found.setdefault(review.subject.sha256, []).append(review)
    return found


def _entry(
    document: Document,
    get: Callable[[AnalysisId], StoredAnalysis | None],
    reviews: Mapping[str, Sequence[Review]],
) -> ReportEntry:
    stored = get(document.analysis_id) if document.analysis_id else None
    verdicts = reviews.get(document.sha256 or "", ())
    return ReportEntry(
        path=document.path,
        state=document.state,
        outcome=document.outcome,
        reason=document.reason,
        sha256=document.sha256,
        analyses=tuple(reviewed(item, verdicts) for item in stored.analyses()) if stored else (),
    )
