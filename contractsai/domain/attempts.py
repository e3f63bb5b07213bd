"""Attempts that are over: what is remembered of a run that did not complete its document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run of a document.

    Attributes:
        number: as `Document.attempt` counted it.
        state: what it left the document in: RETRYING, FAILED, CANCELLED, or PENDING, where a worker
            that went away gave it back; RUNNING while it lasts.
        worker: who held the document; nobody knows any more of a run that completed it.
        ended_at: when that was written down; for a worker that died, when it was missed.
    """

    document_id: DocumentId
    number: int
    state: State
    worker: str | None
    started_at: datetime | None
    ended_at: datetime | None
    reason: Reason | None


def ended_attempt(before: Document, after: Document, now: datetime) -> Attempt | None:
    """Return the attempt that a step ended, if it is to be remembered.

    One that completed its document is not: it is the last, and the document's own row tells of it.
    """
    if before.state is not State.RUNNING or after.state in (State.RUNNING, State.COMPLETED):
        return None
    return Attempt(
        document_id=before.id,
        number=before.attempt,
        state=after.state,
        worker=before.worker,
        started_at=before.started_at,
        ended_at=now,
        reason=after.reason,
    )


def all_attempts(document: Document, past: Sequence[Attempt]) -> Sequence[Attempt]:
    """Return what is known of a document's attempts: *past* ones, and that of its row."""
    if document.state not in (State.RUNNING, State.COMPLETED):
        return past
    present = Attempt(
        document_id=document.id,
        number=document.attempt,
        state=document.state,
        worker=document.worker,
        started_at=document.started_at,
        ended_at=document.ended_at,
        reason=document.reason,
    )
    return [*past, present]
