"""Claim: take the lease of one document, under which alone it may be analysed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from contractsai.application.change import changing_document
from contractsai.application.ports import Clock, Shutdown, Store
from contractsai.domain.document import Document
from contractsai.domain.errors import DocumentNotFound, JobNotFound
from contractsai.domain.ids import DocumentId
from contractsai.domain.job import Job
from contractsai.domain.retry import RetryPolicy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AttemptSettings:
    """The conditions under which a worker holds documents.

    Attributes:
        worker: the holder's name, for people.
        lease: how long a holder may be silent before the document is rescued.
        policy: the budgets and the backoff.
        jitter: draws uniformly from [0, 1).
        shutdown: whether the worker is going away.
        pause: waits a moment before the database is tried again.
    """

    worker: str
    lease: timedelta
    policy: RetryPolicy
    jitter: Callable[[], float]
    shutdown: Shutdown
    pause: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A document under its lease, and its job as it was then."""

    job: Job
    document: Document


def claim_document(
    document_id: DocumentId, *, store: Store, clock: Clock, settings: AttemptSettings
) -> Held | None:
    """Take the lease, unless somebody else has it or there is nothing to take.

    A message may be a late repeat of one that was followed: that costs a look, and no lock.

    Raises:
        StoreUnavailable: the claim could not be stored, or nobody knows whether it was.
    """
    try:
        if not store.ask(lambda work: work.documents.get(document_id)).is_due(clock.now()):
            return None
        with changing_document(document_id, store=store, clock=clock, lasting=False) as (
            change,
            waiting,
        ):
            if not waiting.is_due(change.now):
                return None
            held = waiting.claim(change.now, worker=settings.worker, lease=settings.lease)
            change.save([(waiting, held)])
            change.commit()
    except (DocumentNotFound, JobNotFound):  # purged while its message was under way, or forged
        logger.info(
            "document not found", extra={"event": "document.unknown", "document_id": document_id}
        )
        return None
    return Held(change.job, held)
