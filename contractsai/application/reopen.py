"""Reopen: try again, at a person's wish, what did not complete."""

from contractsai.application.ports import Clock, Store
from contractsai.application.settle import settle
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State


def reopen_job(job_id: JobId, *, store: Store, clock: Clock) -> Job:
    """Return the ended job as PENDING, its FAILED and CANCELLED documents with fresh budgets.

    Raises:
        JobNotFound: there is none.
        InvalidTransition: the job has not ended, or all of it is COMPLETED.
    """
    with store.begin() as work:
        now = clock.now()
        job = work.jobs.lock(job_id).reopen()
        ended_badly = [
            document
            for document in work.documents.page(job_id)
            if document.state in (State.FAILED, State.CANCELLED)
        ]
        work.documents.save([document.reopen(now) for document in ended_badly])
        settle(work, job, now)
        reopened = work.jobs.get(job_id)
        work.commit()
    return reopened
