"""Retry: try again, at a person's wish, what did not complete."""

from typing import Final

from contractsai.application.change import changing_job
from contractsai.application.ports import Clock, Store
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State

_ENDED_BADLY: Final = frozenset({State.FAILED, State.CANCELLED})


def retry_job(job_id: JobId, *, store: Store, clock: Clock) -> Job:
    """Return the ended job as PENDING, its FAILED and CANCELLED documents with fresh budgets.

    Raises:
        JobNotFound: there is none.
        InvalidTransition: the job has not ended, or all of it is COMPLETED.
    """
    with changing_job(job_id, store=store, clock=clock) as change:
        change.job = change.job.reopen()
        documents = change.work.documents.page(job_id)
        change.save([(it, it.reopen(change.now)) for it in documents if it.state in _ENDED_BADLY])
        change.commit()
    return change.job
