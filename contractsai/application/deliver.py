"""Deliver: what a worker does with one message, from the claim to the next document of the job."""

import contextlib
from datetime import timedelta

from contractsai.application.dispatch import WINDOW, dispatch_job, untell
from contractsai.application.ports import AnalysisHost, Clock, DocumentQueue, Source, Store
from contractsai.application.run import Terms, run_document
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId


def deliver_document(
    document_id: DocumentId,
    *,
    store: Store,
    queue: DocumentQueue,
    source: Source,
    host: AnalysisHost,
    clock: Clock,
    terms: Terms,
    window: int = WINDOW,
    resend_after: timedelta = RESEND_AFTER,
) -> Document | None:
    """Carry the document through one attempt, then tell the broker of the next of its job.

    A worker that is going away takes no document, but it has taken the message: the broker is told
    of that document again, and nobody has to find out that a message was lost.

    Returns:
        As `run_document`: None if there was nothing to do; the document that was not taken.

    Raises:
        StoreUnavailable: the claim, the outcome or the next dispatch could not be stored.
    """
    document = run_document(
        document_id, store=store, source=source, host=host, clock=clock, terms=terms
    )
    if document is None and terms.shutdown.is_requested():
        document = untell(document_id, store=store, clock=clock)
    if document is not None:
        with contextlib.suppress(QueueUnavailable):  # the relay tells the broker later
            dispatch_job(
                document.job_id,
                store=store,
                queue=queue,
                clock=clock,
                window=window,
                resend_after=resend_after,
            )
    return document
