"""Deliver: what a worker does with one message, from the claim to the next document of the job."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta

from contractsai.application.dispatch import MAX_IN_FLIGHT, dispatch_job, mark_undispatched
from contractsai.application.ports import AnalysisHost, Clock, DocumentQueue, Source, Store
from contractsai.application.run import AttemptSettings, run_document
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State

BADLY = (State.FAILED, State.RETRYING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message.

    Attributes:
        document: as the attempt left it, or as it was handed on.
        was_attempted: whether there was an attempt.
    """

    document: Document
    was_attempted: bool

    @property
    def ended_badly(self) -> bool:
        """Whether the attempt failed, or its outcome was dropped since its lease was lost."""
        return self.was_attempted and self.document.state in BADLY


def deliver_document(
    document_id: DocumentId,
    *,
    store: Store,
    queue: DocumentQueue,
    source: Source,
    host: AnalysisHost,
    clock: Clock,
    settings: AttemptSettings,
    max_in_flight: int = MAX_IN_FLIGHT,
    resend_after: timedelta = RESEND_AFTER,
) -> Delivery | None:
    """Carry the document through one attempt, then tell the broker of the next of its job.

    A worker that is going away takes no document, but it has taken the message: the broker is told
    of that document again, and nobody has to find out that a message was lost.

    Returns:
        None if there was nothing to do.

    Raises:
        StoreUnavailable: the claim, the outcome or the next dispatch could not be stored.
    """
    document = run_document(
        document_id, store=store, source=source, host=host, clock=clock, settings=settings
    )
    was_attempted = document is not None
    if document is None and settings.shutdown.is_requested():
        document = mark_undispatched(document_id, store=store, clock=clock)
    if document is None:
        return None
    with contextlib.suppress(QueueUnavailable):  # the relay tells the broker later
        dispatch_job(
            document.job_id,
            store=store,
            queue=queue,
            clock=clock,
            max_in_flight=max_in_flight,
            resend_after=resend_after,
        )
    return Delivery(document, was_attempted)
