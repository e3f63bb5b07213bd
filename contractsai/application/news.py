"""News: what has changed since somebody looked last, and what it is now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.events import Event, Mark
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job

KEPT: Final = timedelta(hours=6)
"""How long an event is kept at the least."""
RESUMABLE: Final = timedelta(hours=5)
"""How old a mark may be that somebody goes on from: less than `KEPT`, since an event bears the time
at which it was written, and is seen when its transaction ends."""
PAGE: Final = 1000
MOST_PAGES: Final = 20
MOST_JOBS: Final = 500
MOST_DOCUMENTS: Final = 200


@dataclass(frozen=True, slots=True)
class News:
    """Rows that changed, as they are at one instant.

    Attributes:
        at: when that is.
        mark: what the reader has seen once this is told.
        jobs: each as it is; None is one that is gone.
        documents: those whose state changed, of each job that was asked about; None if there are
            more than `MOST_DOCUMENTS`.
    """

    at: datetime
    mark: Mark
    jobs: Mapping[JobId, Job | None]
    documents: Mapping[JobId, Mapping[DocumentId, Document] | None]

    def followed_by(self, later: "News") -> "News":
        """Return both as one: what changed twice is told as it is in the end."""
        documents = dict(self.documents)
        for job_id, changed in later.documents.items():
            documents[job_id] = _both(documents.get(job_id, {}), changed)
        return News(later.at, later.mark, {**self.jobs, **later.jobs}, documents)

    def of(self, job_id: JobId) -> "News | None":
        """Return what is told of one job, if anything is."""
        if job_id not in self.jobs:
            return None
        changed = self.documents.get(job_id, {})
        return News(self.at, self.mark, {job_id: self.jobs[job_id]}, {job_id: changed})


@dataclass(frozen=True, slots=True)
class Opening:
    """How things stand when somebody begins to look."""

    at: datetime
    mark: Mark
    jobs: tuple[Job, ...]


def open_job(job_id: JobId, *, store: Store, clock: Clock) -> Opening:
    """Return the job, and the mark from which on its news are to be told.

    Raises:
        JobNotFound: there is none.
    """
    now = clock.now()
    with store.snapshot() as work:
        return Opening(now, work.events.mark(), (work.jobs.get(job_id),))


def open_all(*, store: Store, clock: Clock, limit: int) -> Opening:
    """Return the newest jobs, and the mark from which on news are to be told."""
    now = clock.now()
    with store.snapshot() as work:
        return Opening(now, work.events.mark(), tuple(work.jobs.page(limit=limit)))


def read_mark(*, store: Store) -> Mark:
    """Return what everybody has seen by now."""
    with store.snapshot() as work:
        return work.events.mark()


def read_news(
    since: Mark,
    *,
    store: Store,
    clock: Clock,
    jobs: Collection[JobId] | None = None,
    documents_of: Collection[JobId] = (),
) -> News | None:
    """Return what has changed since a mark, or None if it is too much to be told one by one.

    Args:
        since: what is known already.
        store: the rows.
        clock: the time.
        jobs: the jobs that are asked about; all if None.
        documents_of: the jobs whose documents are.
    """
    now = clock.now()
    with store.snapshot() as work:
        mark = work.events.mark()
        if since.next > mark.next:  # of another database
            return None
        changed: dict[JobId, set[DocumentId] | None] = {}
        after = None
        for _ in range(MOST_PAGES):
            events = work.events.since(since, jobs=jobs, limit=PAGE, after=after)
            _note(events, changed, documents_of)
            if len(changed) > MOST_JOBS:
                break
            if len(events) < PAGE:
                return News(now, mark, *_rows(changed, work))
            after = events[-1]
        return None


def _note(
    events: Collection[Event],
    changed: dict[JobId, set[DocumentId] | None],
    documents_of: Collection[JobId],
) -> None:
    for event in events:
        known = changed.setdefault(event.job_id, set())
        if event.document_id is None or known is None or event.job_id not in documents_of:
            continue
        known.add(event.document_id)
        if len(known) > MOST_DOCUMENTS:
            changed[event.job_id] = None


def _rows(
    changed: Mapping[JobId, set[DocumentId] | None], work: UnitOfWork
) -> tuple[dict[JobId, Job | None], Mapping[JobId, Mapping[DocumentId, Document] | None]]:
    """Return what changed as it is now."""
    jobs: dict[JobId, Job | None] = dict.fromkeys(changed)
    if changed:
        jobs.update({job.id: job for job in work.jobs.some(list(changed))})
    told: dict[JobId, dict[DocumentId, Document]] = {
        job_id: {} for job_id, named in changed.items() if named is not None
    }
    wanted = {it for named in changed.values() for it in named or ()}
    for document in work.documents.some(wanted) if wanted else ():
        told[document.job_id][document.id] = document
    return jobs, {**dict.fromkeys(changed), **told}


def _both(
    first: Mapping[DocumentId, Document] | None, then: Mapping[DocumentId, Document] | None
) -> Mapping[DocumentId, Document] | None:
    if first is None or then is None:
        return None
    both = {**first, **then}
    return both if len(both) <= MOST_DOCUMENTS else None
