"""Retry: try again, at a person's wish, what did not complete."""

from typing import Final

from contractsai.application.change import changing_document, changing_job
from contractsai.application.ports import Clock, Store
from contractsai.domain.errors import DocumentNotFound, InvalidTransition
from contractsai.domain.ids import DocumentId, JobId
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


def retry_document(job_id: JobId, document_id: DocumentId, *, store: Store, clock: Clock) -> Job:
    """Return the job, with one FAILED or CANCELLED document of it PENDING under fresh budgets.

    Others stay as they are, and the job may still run.

    Raises:
        DocumentNotFound: the job has no such document.
        InvalidTransition: the document has not ended badly, or its job is being cancelled.
    """
    with changing_document(document_id, store=store, clock=clock) as (change, document):
        if document.job_id != job_id:
            raise DocumentNotFound(document_id)
        reopened = document.reopen(change.now)
        if change.job.state.has_ended:
            change.job = change.job.reopen()
        elif change.job.is_cancel_requested:
            raise InvalidTransition("the job is being cancelled: retry once it has ended")
        change.save([(document, reopened)])
        change.commit()
    return change.job
