"""Delete: forget an ended job before its time, at a person's wish."""

from contractsai.application.ports import Clock, Store
from contractsai.application.read import telling_of_purges
from contractsai.domain.errors import InvalidTransition
from contractsai.domain.ids import JobId


def delete_job(job_id: JobId, *, store: Store, clock: Clock) -> None:
    """Delete the job and its documents; their analyses go with the next purge, if nobody has them.

    Raises:
        JobNotFound: there is none; `JobPurged`, one of its kind, if there was one.
        InvalidTransition: it has not ended; a person should cancel it first.
    """
    with telling_of_purges(job_id, store=store), store.begin() as work:
        job = work.jobs.lock(job_id)
        if not job.state.has_ended:
            raise InvalidTransition(f"a {job.state} job cannot be deleted: cancel it first")
        work.jobs.delete(job_id)
        work.tombstones.add(job_id, clock.now())
        work.commit()
