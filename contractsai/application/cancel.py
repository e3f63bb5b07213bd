"""Cancel: end a job at a person's wish."""

from contractsai.application.ports import Clock, Store
from contractsai.application.settle import settle
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING


def cancel_job(job_id: JobId, *, store: Store, clock: Clock) -> Job:
    """Cancel the waiting documents and flag the running ones, whose workers confirm.

    Returns:
        The job: CANCELLED if nothing ran, else still RUNNING with `cancel_requested_at` set.

    Raises:
        JobNotFound: there is none.
        InvalidTransition: the job has ended.
    """
    with store.begin() as work:
        now = clock.now()
        job = work.jobs.lock(job_id).request_cancel(now)
        waiting = [
            document for document in work.documents.page(job_id) if document.state in WAITING
        ]
        work.documents.save([document.cancel(now) for document in waiting])
        settle(work, job, now)
        cancelled = work.jobs.get(job_id)
        work.commit()
    return cancelled
