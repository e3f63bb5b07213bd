"""Read: jobs, documents and reports as they stand."""

import hashlib
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from contractsai.application.ports import ALL_JOBS, JobFilter, Store, UnitOfWork
from contractsai.application.report import ReportEntry
from contractsai.domain.attempts import Attempt, all_attempts
from contractsai.domain.document import Document
from contractsai.domain.errors import DocumentNotFound, JobNotEnded, JobNotFound, JobPurged
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.names import readable
from contractsai.domain.review import Review
from contractsai.domain.reviewed import reviewed

BATCH = 50
ROWS = 500
"""Documents of a page of rows, none of which holds an analysis."""


def read_job(job_id: JobId, *, store: Store) -> Job:
    """Return the job.

    Raises:
        JobNotFound: there is none; `JobPurged`, one of its kind, if there was one.
    """
    with telling_of_purges(job_id, store=store):
        return store.ask(lambda work: work.jobs.get(job_id))


@contextmanager
def telling_of_purges(job_id: JobId, *, store: Store) -> Iterator[None]:
    """Have `JobPurged` raised where a job that is not found is remembered as deleted."""
    try:
        yield
    except JobNotFound as error:
        if store.ask(lambda work: work.tombstones.has(job_id)):
            raise JobPurged(job_id) from error
        raise


def read_jobs(
    *, store: Store, limit: int, after: JobId | None = None, wanted: JobFilter = ALL_JOBS
) -> Sequence[Job]:
    """Return up to *limit* jobs, newest first unless *wanted* says otherwise, behind *after*.

    Raises:
        JobNotFound: there is no job *after*, so that nobody can tell what comes behind it.
    """
    if after is None:
        return store.ask(lambda work: work.jobs.page(limit=limit, wanted=wanted))
    with store.snapshot() as work:
        work.jobs.get(after)
        return work.jobs.page(limit=limit, after=after, wanted=wanted)


def read_documents(
    job_id: JobId, *, store: Store, limit: int, after: str | None = None
) -> Sequence[Document]:
    """Return up to *limit* documents of a job by path, those behind the path *after*.

    Raises:
        JobNotFound: there is no such job.
    """
    with telling_of_purges(job_id, store=store), store.snapshot() as work:
        work.jobs.get(job_id)
        return work.documents.page(job_id, limit=limit, after=after)


def read_rows(job_id: JobId, *, store: Store) -> Iterator[Document]:
    """Yield all documents of a job by path, read in pages, so that a large job takes no room.

    Raises:
        JobNotFound: there is no such job; raised at once, not at the first document.
    """
    read_job(job_id, store=store)
    return _rows(job_id, store)


def read_document(job_id: JobId, document_id: DocumentId, *, store: Store) -> Document:
    """Return one document of a job.

    Raises:
        DocumentNotFound: the job has no such document.
    """
    document = store.ask(lambda work: work.documents.get(document_id))
    if document.job_id != job_id:
        raise DocumentNotFound(document_id)
    return document


def read_attempts(document: Document, *, store: Store) -> Sequence[Attempt]:
    """Return the attempts of a document, by number, the one that runs or completed it at the end.

    Those from before the service remembered them are not there.
    """
    past = store.ask(lambda work: work.attempts.of_document(document.id))
    return all_attempts(document, past)


def read_entry(document: Document, *, store: Store) -> ReportEntry:
    """Return what a report needs of one document, under people's verdicts.

    Raises:
        DocumentNotFound: it was purged meanwhile.
    """
    with store.snapshot() as work:
        contents = {document.sha256} if document.sha256 else set()
        return _entry(document, work, _by_content(work.reviews.of_contents(contents)))


def read_report(
    job_id: JobId, *, store: Store, wanted: Callable[[Document], bool] = lambda _: True
) -> Iterator[ReportEntry]:
    """Yield what the report needs of each document, by readable path, under people's verdicts.

    Analyses are read in batches, so that a large job does not have to fit into memory. Rows come in
    the order of paths as they are; the few whose names cannot be told as they are, and stand
    elsewhere for that, are looked for first.

    Args:
        job_id: the job.
        store: the rows.
        wanted: which of its documents; the analyses of others are not read.

    Raises:
        JobNotFound: there is no such job; raised at once, not at the first entry.
        DocumentNotFound: the job was purged while its report was read.
    """
    read_job(job_id, store=store)
    return _entries(job_id, store, wanted)


def read_report_mark(job_id: JobId, *, store: Store, partial: bool = True) -> str:
    """Return a text that is another one as soon as the job's report would be.

    No analysis is read: none of them ever changes, so that its id says what it holds. A report
    that is read after its mark holds what the mark stands for, or something newer.

    Args:
        job_id: the job.
        store: the rows.
        partial: whether a report of what has ended so far will do.

    Raises:
        JobNotFound: there is no such job.
        JobNotEnded: it still runs, and *partial* will not do.
    """
    job = read_job(job_id, store=store)
    if not (partial or job.state.has_ended):
        raise JobNotEnded(f"{job.counts.ended} of {job.counts.total} documents have ended")
    digest = hashlib.sha256()
    after: str | None = None
    while True:
        with store.snapshot() as work:
            documents = work.documents.page(job_id, limit=ROWS, after=after)
            contents = {document.sha256 for document in documents if document.sha256}
            reviews = [review.id for review in work.reviews.of_contents(contents)]
        ended = [
            (it.path, it.state.value, it.outcome, it.reason, it.sha256, it.analysis_id)
            for it in documents
            if it.state.has_ended
        ]
        digest.update(repr((ended, sorted(reviews))).encode())
        if len(documents) < ROWS:
            return digest.hexdigest()
        after = documents[-1].path


def read_changed_at(job_id: JobId, *, store: Store) -> datetime:
    """Return when something that the job's report holds changed last: an end, or a review.

    Raises:
        JobNotFound: there is no such job.
    """
    latest = read_job(job_id, store=store).created_at
    after: str | None = None
    while True:
        with store.snapshot() as work:
            documents = work.documents.page(job_id, limit=ROWS, after=after)
            contents = {document.sha256 for document in documents if document.sha256}
            reviewed_at = [review.at for review in work.reviews.of_contents(contents)]
        ended_at = [it.ended_at for it in documents if it.ended_at is not None]
        latest = max([latest, *ended_at, *reviewed_at])
        if len(documents) < ROWS:
            return latest
        after = documents[-1].path


def _entries(
    job_id: JobId, store: Store, wanted: Callable[[Document], bool]
) -> Iterator[ReportEntry]:
    rows_now = partial(filter, wanted)
    odd = [row for row in rows_now(_rows(job_id, store)) if readable(row.path) != row.path]
    usual = (row for row in rows_now(_rows(job_id, store)) if readable(row.path) == row.path)
    ordered = heapq.merge(usual, sorted(odd, key=_readable_path), key=_readable_path)
    while rows := list(itertools.islice(ordered, BATCH)):
        contents = {row.sha256 for row in rows if row.sha256}
        with store.snapshot() as work:
            reviews = _by_content(work.reviews.of_contents(contents))
            batch = [_entry(row, work, reviews) for row in rows]
        yield from batch


def _rows(job_id: JobId, store: Store) -> Iterator[Document]:
    """Yield all documents of a job by path; one that ends meanwhile may be told as it was."""
    after: str | None = None
    while True:
        page = store.ask(partial(_page, job_id, after))
        yield from page
        if len(page) < ROWS:
            return
        after = page[-1].path


def _page(job_id: JobId, after: str | None, work: UnitOfWork) -> Sequence[Document]:
    return work.documents.page(job_id, limit=ROWS, after=after)


def _readable_path(document: Document) -> str:
    return readable(document.path)


def _by_content(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    for review in reviews:
        found.setdefault(review.subject.sha256, []).append(review)
    return found


def _entry(
    document: Document, work: UnitOfWork, reviews: Mapping[str, Sequence[Review]]
) -> ReportEntry:
    stored = work.analyses.get(document.analysis_id) if document.analysis_id else None
    if stored is None and document.analysis_id is not None:  # reopened, or purged, since
        return _entry(work.documents.get(document.id), work, reviews)
    verdicts = reviews.get(document.sha256 or "", ())
    return ReportEntry(
        path=document.path,
        state=document.state,
        outcome=document.outcome,
        reason=document.reason,
        sha256=document.sha256,
        analyses=tuple(reviewed(item, verdicts) for item in stored.analyses()) if stored else (),
    )
