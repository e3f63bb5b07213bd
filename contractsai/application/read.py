"""Read: jobs, documents and reports as they stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contractsai.application.ports import Store
from contractsai.application.report import ReportEntry
from contractsai.domain.analysis import StoredAnalysis
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, JobId
from contractsai.domain.job import Job
from contractsai.domain.review import Review
from contractsai.domain.reviewed import reviewed

BATCH = 50


def read_job(job_id: JobId, *, store: Store) -> Job:
    """Return the job.

    Raises:
        JobNotFound: there is none.
    """
    with store.snapshot() as work:
        return work.jobs.get(job_id)


def read_jobs(*, store: Store, limit: int, after: JobId | None = None) -> Sequence[Job]:
    """Return up to *limit* jobs, newest first, those older than the job *after*."""
    with store.snapshot() as work:
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


def read_report(job_id: JobId, *, store: Store) -> Iterator[ReportEntry]:
    """Yield what the report needs of each document, by path, under people's verdicts on it.

    Analyses are read in batches, so that a large job does not have to fit into memory.

    Raises:
        JobNotFound: there is no such job; raised at once, not at the first entry.
    """
    read_job(job_id, store=store)
    return _entries(job_id, store)


def _entries(job_id: JobId, store: Store) -> Iterator[ReportEntry]:
    after: str | None = None
    while True:
        with store.snapshot() as work:
            documents = work.documents.page(job_id, limit=BATCH, after=after)
            contents = {document.sha256 for document in documents if document.sha256}
            reviews = _by_content(work.reviews.of_contents(contents))
            batch = [_entry(document, work.analyses.get, reviews) for document in documents]
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
