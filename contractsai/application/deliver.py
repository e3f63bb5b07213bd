"""Deliver: what a worker does with one message, from the claim to the next documents of the job."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta

from contractsai.application.claim import AttemptSettings, claim_document
from contractsai.application.dispatch import announce, dispatch_job, mark_undispatched
from contractsai.application.follow import MAX_IN_FLIGHT, QUANTUM, Follow
from contractsai.application.ports import AnalysisHost, Clock, DocumentQueue, Source, Store
from contractsai.application.run import run_held
from contractsai.application.spans import SPANS
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State

BADLY = (State.FAILED, State.RETRYING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message.

    Attributes:
        documents: that of the message and those that followed it, as their attempts left them; or
            the one that was handed on.
        was_attempted: whether there was an attempt.
    """

    documents: tuple[Document, ...]
    was_attempted: bool

    @property
    def ended_badly(self) -> tuple[Document, ...]:
        """Those whose attempt failed, or whose outcome was dropped since their lease was lost."""
        if not self.was_attempted:
            return ()
        return tuple(document for document in self.documents if document.state in BADLY)


def deliver_document(
    document_id: DocumentId,
    *,
    store: Store,
    queue: DocumentQueue,
    source: Source,
    host: AnalysisHost,
    clock: Clock,
    settings: AttemptSettings,
    quantum: timedelta = QUANTUM,
    max_in_flight: int = MAX_IN_FLIGHT,
    resend_after: timedelta = RESEND_AFTER,
) -> Delivery | None:
    """Carry the document through one attempt, and others of its job while the quantum lasts.

    What is to come after them the broker is told. A worker that is going away takes no document,
    but it has taken the message: the broker is told of that document again, and nobody has to find
    out that a message was lost.

    Returns:
        None if there was nothing to do.

    Raises:
        StoreUnavailable: a claim, an outcome or what is dispatched next could not be stored.
    """
    if settings.shutdown.is_requested():
        return _hand_on(
            document_id,
            store=store,
            queue=queue,
            clock=clock,
            max_in_flight=max_in_flight,
            resend_after=resend_after,
        )
    follow = Follow(
        clock=clock,
        settings=settings,
        quantum=quantum,
        max_in_flight=max_in_flight,
        resend_after=resend_after,
    )
    with SPANS.span("claim", document_id=document_id):
        held = claim_document(document_id, store=store, clock=clock, settings=settings)
    documents: list[Document] = []
    while held is not None:
        ended = run_held(
            held,
            store=store,
            source=source,
            host=host,
            clock=clock,
            settings=settings,
            follow=follow,
        )
        documents.append(ended.document)
        with contextlib.suppress(QueueUnavailable):  # the relay tells the broker later
            announce(ended.told, store=store, queue=queue, clock=clock)
        held = ended.next
    return Delivery(tuple(documents), was_attempted=True) if documents else None


def _hand_on(
    document_id: DocumentId,
    *,
    store: Store,
    queue: DocumentQueue,
    clock: Clock,
    max_in_flight: int,
    resend_after: timedelta,
) -> Delivery | None:
    document = mark_undispatched(document_id, store=store, clock=clock)
    if document is None:
        return None
    with contextlib.suppress(QueueUnavailable):  # likewise
        dispatch_job(
            document.job_id,
            store=store,
            queue=queue,
            clock=clock,
            max_in_flight=max_in_flight,
            resend_after=resend_after,
        )
    return Delivery((document,), was_attempted=False)
