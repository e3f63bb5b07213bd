"""`DocumentQueue` on Celery: the message is a document's id and a schema version."""

import secrets
import time
from collections.abc import Mapping

from celery import Celery
from kombu.exceptions import OperationalError
from kombu.pools import ProducerPool

from contractsai.adapters.brokers.celery.lengths import queue_lengths
from contractsai.adapters.brokers.transports import broker_of
from contractsai.adapters.brokers.transports.tls import why_distrusted
from contractsai.application.messages import ANALYZE_DOCUMENT, SCHEMA
from contractsai.application.spans import SPANS, Kind
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId


class CeleryQueue:
    """Sends, and knows no tasks.

    The connections are this object's own: those of Celery's pools are shared with whoever uses the
    same URL in this process, a worker for one, so that nobody may close them.
    """

    def __init__(self, app: Celery) -> None:
        """Take the application that `make_celery` made; it connects on first use."""
        self._app = app
        self._errors = broker_of(app.conf.broker_url).errors
        self._refusals: tuple[type[Exception], ...] = (OperationalError, OSError, *self._errors)
        limit = app.conf.broker_pool_limit
        self._connections = app.connection_for_write().Pool(limit)
        self._producers = ProducerPool(self._connections, limit)

    def enqueue(self, document_id: DocumentId) -> None:
        """Send one message; sockets are bounded, and what was refused is not tried again."""
        try:
            try:
                self._send(document_id)
            except OperationalError as error:
                if not self._was_closed(error.__cause__):
                    raise
                self._send(document_id)  # on a new connection
        except self._refusals as error:
            why = why_distrusted(error) or error
            raise QueueUnavailable(f"the broker did not accept a message: {why}") from error

    def lengths(self) -> Mapping[str, int]:
        """Return how many messages wait in each of our queues, on a connection of its own.

        Raises:
            QueueUnavailable: the broker does not answer.
        """
        return queue_lengths(self._app)

    def close(self) -> None:
        """Let go of the connections to the broker."""
        self._connections.force_close_all()

    def _send(self, document_id: DocumentId) -> None:
        with (
            SPANS.span("dispatch", Kind.PRODUCER, document_id=document_id),
            self._producers.acquire(block=True) as producer,
        ):
            self._app.send_task(
                ANALYZE_DOCUMENT,
                kwargs={"document_id": document_id, "schema": SCHEMA},
                producer=producer,
                headers=SPANS.carried(),
                # Celery's own lines, events and Flower name a task by it: here is its document.
                task_id=f"{document_id}.{secrets.token_hex(4)}",
                ignore_result=True,
                retry=False,
                confirm_timeout=self._app.conf.broker_connection_timeout,
                timestamp=int(time.time()),  # for who asks how long the oldest waits
            )

    def _was_closed(self, error: BaseException | None) -> bool:
        """Return whether *error* is how a sender finds that its connection was closed while idle.

        A broker that is away refuses, and a silent one lets time run out: neither is asked again.
        """
        refused_or_silent = isinstance(error, ConnectionRefusedError | TimeoutError)
        return isinstance(error, (OSError, *self._errors)) and not refused_or_silent
