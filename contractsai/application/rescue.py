"""Rescue: take documents from workers that went silent."""

import logging

from contractsai.application.ports import Clock, Store
from contractsai.application.run import Terms
from contractsai.application.settle import settle
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed, DocumentNotFound, JobNotFound, StaleRow
from contractsai.domain.ids import DocumentId

logger = logging.getLogger(__name__)


def rescue_expired(*, store: Store, clock: Clock, terms: Terms, limit: int = 100) -> list[Document]:
    """Count a crash for every document whose lease ran out, and return those taken.

    They wait for their next attempt, or have ended; the relay dispatches what waits.
    """
    with store.snapshot() as work:
        expired = work.agenda.leases_expired(clock.now(), limit=limit)
    rescued = (
        _rescue(document_id, store=store, clock=clock, terms=terms) for document_id in expired
    )
    return [document for document in rescued if document is not None]


def _rescue(
    document_id: DocumentId, *, store: Store, clock: Clock, terms: Terms
) -> Document | None:
    """Take one document, unless its worker or another rescue was quicker."""
    with store.begin() as work:
        try:
            job = work.jobs.lock(work.documents.get(document_id).job_id)
            document = work.documents.get(document_id)
        except (DocumentNotFound, JobNotFound):
            return None
        now = clock.now()
        if not document.is_abandoned(now):
            return None
        if job.is_cancel_requested:
            taken = document.cancel(now)
        else:
            error = AnalysisCrashed(f"{document.worker} went silent")
            taken = document.fail(now, error, policy=terms.policy, jitter=terms.jitter())
        try:
            work.documents.save([taken])
        except StaleRow:  # a late heartbeat: the worker lives
            return None
        settle(work, job, now)
        work.commit()
    logger.warning(
        "document rescued",
        extra={
            "event": "document.rescued",
            "job_id": job.id,
            "document_id": document_id,
            "attempt": document.attempt,
            "worker": document.worker,
            "state": taken.state.value,
        },
    )
    return taken
