"""Dispatch: hand the ids of waiting documents to the broker, a window of them a job."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from contractsai.application.change import changing_document, changing_job
from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.application.ports import Clock, DocumentQueue, Store
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import DocumentNotFound, JobNotFound, QueueUnavailable
from contractsai.domain.ids import DocumentId, JobId

logger = logging.getLogger(__name__)


def dispatch_job(
    job_id: JobId,
    *,
    store: Store,
    queue: DocumentQueue,
    clock: Clock,
    max_in_flight: int = MAX_IN_FLIGHT,
    resend_after: timedelta = RESEND_AFTER,
) -> int:
    """Tell the broker of the documents of a job whose turn has come, and return how many.

    The rows say "told" before the broker is, so that two callers do not tell it twice; what the
    broker then loses or refuses is told again by the relay.

    Args:
        job_id: the job; one that was purged meanwhile has no documents.
        store: the rows.
        queue: the broker.
        clock: the time.
        max_in_flight: documents of the job that may run or be told at once.
        resend_after: when a message that nobody answered with a claim counts as lost.

    Raises:
        QueueUnavailable: the broker refused one; the rows say "not told" again.
    """
    chosen = _choose(
        job_id, store=store, clock=clock, max_in_flight=max_in_flight, resend_after=resend_after
    )
    announce(chosen, store=store, queue=queue, clock=clock)
    return len(chosen)


def announce(told: Sequence[Document], *, store: Store, queue: DocumentQueue, clock: Clock) -> None:
    """Tell the broker of documents of one job whose rows say already that it was told.

    Raises:
        QueueUnavailable: the broker refused one; the rows say "not told" again.
    """
    for position, document in enumerate(told):
        try:
            queue.enqueue(document.id)
        except QueueUnavailable:
            _take_back(told[position:], store=store, clock=clock)
            raise


def relay_due(
    *,
    store: Store,
    queue: DocumentQueue,
    clock: Clock,
    max_in_flight: int = MAX_IN_FLIGHT,
    resend_after: timedelta = RESEND_AFTER,
    limit: int = 100,
) -> int:
    """Dispatch what nobody was told about, or was told and forgot; return how many documents.

    Raises:
        QueueUnavailable: the broker refuses messages; the next tick tries again.
    """
    now = clock.now()
    due = store.ask(lambda work: work.agenda.jobs_due(now, limit=limit))
    return sum(
        dispatch_job(
            job_id,
            store=store,
            queue=queue,
            clock=clock,
            max_in_flight=max_in_flight,
            resend_after=resend_after,
        )
        for job_id in due
    )


def mark_undispatched(document_id: DocumentId, *, store: Store, clock: Clock) -> Document | None:
    """Return the waiting document as told to nobody, or None if it does not wait to be run."""
    try:
        with changing_document(document_id, store=store, clock=clock) as (change, document):
            if not document.is_due(change.now):
                return None
            marked = document.undispatched(change.now)
            change.mark([marked])
            change.commit()
    except (DocumentNotFound, JobNotFound):  # purged while its message was under way
        return None
    return marked


def _choose(
    job_id: JobId, *, store: Store, clock: Clock, max_in_flight: int, resend_after: timedelta
) -> list[Document]:
    """Mark and return the documents to tell of: forgotten ones, then new ones."""
    try:
        with changing_job(job_id, store=store, clock=clock, lasting=False) as change:
            now, agenda = change.now, change.work.agenda
            again = agenda.documents_due(job_id, now, sent_before=True, limit=max_in_flight)
            free = max(0, max_in_flight - agenda.documents_in_flight(job_id))
            new = agenda.documents_due(job_id, now, sent_before=False, limit=free) if free else []
            chosen = [*again, *new]
            if chosen:
                change.mark([each.dispatched(now, resend_after=resend_after) for each in chosen])
                change.commit()
            return chosen
    except JobNotFound:  # purged meanwhile
        return []


def _take_back(refused: Sequence[Document], *, store: Store, clock: Clock) -> None:
    """Mark as not told those of *refused* that still wait."""
    job_id = refused[0].job_id
    logger.warning(
        "broker refused a document",
        extra={"event": "document.refused", "job_id": job_id, "documents": len(refused)},
    )
    with changing_job(job_id, store=store, clock=clock, lasting=False) as change:
        present = (change.work.documents.get(document.id) for document in refused)
        waiting = [document for document in present if document.is_due(change.now)]
        change.mark([document.undispatched(change.now) for document in waiting])
        change.commit()
