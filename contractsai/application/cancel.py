"""Cancel: end a job at a person's wish."""

from contractsai.application.change import changing_job
from contractsai.application.ports import Clock, Store
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
    with changing_job(job_id, store=store, clock=clock) as change:
        if change.job.state is State.CANCELLED:
            return change.job
        change.job = change.job.request_cancel(change.now)
        documents = change.work.documents.page(job_id)
        change.save([(it, it.cancel(change.now)) for it in documents if it.state in WAITING])
        change.commit()
    return change.job
