"""Rescue: take documents from workers that went silent."""

import logging
from collections.abc import Callable

from contractsai.application.change import changing_document
from contractsai.application.ports import Clock, Store
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed, DocumentNotFound, JobNotFound
from contractsai.domain.ids import DocumentId
from contractsai.domain.retry import RetryPolicy

logger = logging.getLogger(__name__)


def rescue_expired(
    *,
    store: Store,
    clock: Clock,
    policy: RetryPolicy,
    jitter: Callable[[], float],
    limit: int = 100,
) -> list[Document]:
    """Count a crash for every document whose lease ran out, and return those taken.

    They wait for their next attempt, or have ended; the relay dispatches what waits.

    Args:
        store: the rows.
        clock: the time.
        policy: the budgets and the backoff.
        jitter: draws a number, uniform in [0, 1).
        limit: how many at the most.
    """
    now = clock.now()
    expired = store.ask(lambda work: work.agenda.leases_expired(now, limit=limit))
    rescued = (
        _rescue(document_id, store=store, clock=clock, policy=policy, jitter=jitter)
        for document_id in expired
    )
    return [document for document in rescued if document is not None]


def _rescue(
    document_id: DocumentId,
    *,
    store: Store,
    clock: Clock,
    policy: RetryPolicy,
    jitter: Callable[[], float],
) -> Document | None:
    """Take one document, unless its worker or another rescue was quicker."""
    try:
        with changing_document(document_id, store=store, clock=clock) as (change, document):
            if not document.is_abandoned(change.now):
                return None
            if change.job.is_cancel_requested:
                taken = document.cancel(change.now)
            else:
                error = AnalysisCrashed(f"{document.worker} went silent")
                taken = document.fail(change.now, error, policy=policy, jitter=jitter())
            change.save([(document, taken)], by_counting=True)  # something went wrong here
            change.commit()
    except (DocumentNotFound, JobNotFound):  # purged meanwhile
        return None
    logger.warning(
        "document rescued",
        extra={
            "event": "document.rescued",
            "job_id": document.job_id,
            "document_id": document_id,
            "attempt": document.attempt,
            "worker": document.worker,
            "state": taken.state.value,
        },
    )
    return taken
