"""Recount: hold every job's counts against its documents, and mend what differs.

Counts move by the steps that are taken under the job's lock, so none ever should. A database that
was edited by hand, or brought back from two backups, may say something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from contractsai.application.change import changing_job
from contractsai.application.ports import Clock, Store
from contractsai.application.read import read_jobs
from contractsai.domain.errors import JobNotFound
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts

PAGE = 500


@dataclass(frozen=True, slots=True)
class Drift:
    """A job whose counts were wrong.

    Attributes:
        job_id: the job.
        said: what its row said.
        counted: what its documents say.
        is_mended: whether the row says so now; not where an ended job has documents that wait or
            run, which only a person can explain.
    """

    job_id: JobId
    said: Counts
    counted: Counts
    is_mended: bool


def recount_jobs(*, store: Store, clock: Clock, page: int = PAGE) -> Iterator[Drift]:
    """Yield each job whose counts were wrong, once they are mended; a transaction each."""
    after: JobId | None = None
    while True:
        try:
            jobs = read_jobs(store=store, limit=page, after=after)
        except JobNotFound:  # purged meanwhile: what was looked at already is looked at again
            after = None
            continue
        for job in jobs:
            drift = _recount(job.id, store=store, clock=clock)
            if drift is not None:
                yield drift
        if len(jobs) < page:
            return
        after = jobs[-1].id


def _recount(job_id: JobId, *, store: Store, clock: Clock) -> Drift | None:
    try:
        with changing_job(job_id, store=store, clock=clock) as change:
            said, counted = change.job.counts, change.work.documents.counts(job_id)
            if said == counted:
                return None
            is_mended = not change.job.state.has_ended or counted.ended == counted.total
            if is_mended:
                change.save([], by_counting=True)
                change.commit()
    except JobNotFound:  # purged meanwhile
        return None
    return Drift(job_id, said, counted, is_mended)
