"""The Celery tasks, a line each: translate in, call one use case."""

from typing import Any, Final

from celery import Task

from contractsai.application.messages import (
    ANALYZE_DOCUMENT,
    CLEANUP_OLD_JOBS,
    RELAY,
    RESCUE,
    SCHEMA,
    WEBHOOKS,
)
from contractsai.application.spans import HEADER, SPANS, Kind
from contractsai.bootstrap import schedules
from contractsai.celery_app import app
from contractsai.domain.document import Document
from contractsai.domain.errors import AttemptFailed, ContractsAIError
from contractsai.domain.ids import DocumentId
from contractsai.entrypoints.worker_process import services

TOLD_OF: Final = 5
"""Of how many documents a failure speaks that followed one message: Celery's events stay small."""


@app.task(name=ANALYZE_DOCUMENT, throws=(ContractsAIError,), bind=True)
def analyze_document(self: "Task[Any, Any]", document_id: str, schema: int = SCHEMA) -> None:  # noqa: ARG001 - the version of the message, for those to come
    """Carry one document through one attempt, and others of its job for a moment.

    Raises:
        AttemptFailed: one ended badly. Celery says so in its events, acknowledges and forgets: the
            rows have it already, and whether there is another attempt is decided there.
    """
    led_here = self.request.get(HEADER)  # by a message that may be long under way
    with SPANS.span("deliver", Kind.CONSUMER, link=led_here, document_id=document_id):
        delivery = services().deliver_document(DocumentId(document_id))
    if delivery is not None and (bad := delivery.ended_badly):
        raise AttemptFailed("; ".join(map(_said_of, bad[:TOLD_OF])))


def _said_of(document: Document) -> str:
    why = document.reason.value if document.reason else "lease lost"
    return f"{why}; the document is {document.state.value}"


@app.task(name=RELAY, throws=(ContractsAIError,))
def relay() -> None:
    """Dispatch what nobody was told about."""
    services().relay_due()
    services().schedules.note(schedules.RELAY)


@app.task(name=RESCUE, throws=(ContractsAIError,))
def rescue() -> None:
    """Take documents from workers that went silent."""
    services().rescue_expired()
    services().workers.lose_silent()
    services().schedules.note(schedules.RESCUE)


@app.task(name=CLEANUP_OLD_JOBS, throws=(ContractsAIError,))
def cleanup_old_jobs() -> None:
    """Delete jobs that ended long ago."""
    services().purge_jobs()
    services().schedules.note(schedules.CLEANUP)


@app.task(name=WEBHOOKS, throws=(ContractsAIError,))
def webhooks() -> None:
    """Tell somebody else's server what happened."""
    services().webhooks.tick()
    services().schedules.note(schedules.WEBHOOKS)
