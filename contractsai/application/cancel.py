"""Cancel: end a job at a person's wish."""

from contractsai.application.ports import Clock, Store
from contractsai.application.settle import settle
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING, State


def cancel_job(job_id: JobId, *, store: Store, clock: Clock) -> Job:
    """Cancel the waiting documents and flag the running ones, whose workers confirm.

    Asking again changes nothing: whoever lost the first answer gets it now.

    Returns:
        The job: CANCELLED if nothing runs, else still RUNNING with `cancel_requested_at` set.

    Raises:
        JobNotFound: there is none.
        InvalidTransition: the job has ended otherwise.
    """
    with store.begin() as work:
        now = clock.now()
        locked = work.jobs.lock(job_id)
        if locked.state is State.CANCELLED:
            return locked
        job = locked.request_cancel(now)
        waiting = [
            document for document in work.documents.page(job_id) if document.state in WAITING
        ]
        work.documents.save([document.cancel(now) for document in waiting])
        settle(work, job, now)
        cancelled = work.jobs.get(job_id)
        work.commit()
    return cancelled
