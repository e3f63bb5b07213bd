"""Takes messages as a worker does, in the thread of its caller."""

import json
import time
from collections import deque
from typing import Any, Final

from celery import Celery
from kombu import Consumer
from kombu.exceptions import OperationalError

from contractsai.adapters.brokers.celery.consumer import guarded
from contractsai.testing.eventually import PATIENCE_SECONDS

POLL_SECONDS: Final = 0.1


class Receiver:
    """A consumer of the queue of documents, behind the door of the service's own."""

    def __init__(
        self, app: Celery, *, prefetch: int = 1, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Connect, and ask for so many messages at once."""
        self.headers: dict[str, Any] = {}
        self._patience_seconds = patience_seconds
        self._arrived: deque[Any] = deque()
        self._connection = app.connection_for_read()
        self._connection.ensure_connection(max_retries=1, timeout=round(patience_seconds) or 1)
        errors: Any = self._connection.connection_errors
        arrive: Any = guarded(self._arrived.append, connection_errors=errors)
        self._consumer = Consumer(
            self._connection.channel(),
            queues=[app.amqp.queues[app.conf.task_default_queue]],
            on_message=arrive,
            on_decode_error=_drop,
            accept=["json"],
            prefetch_count=prefetch,
        )
        self._consumer.consume()

    def hold(self, count: int = 1) -> list[Any]:
        """Return the next so many messages; none is acknowledged.

        Raises:
            AssertionError: so many did not come.
        """
        deadline = time.monotonic() + self._patience_seconds
        while len(self._arrived) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self._arrived)} of {count} messages came")
            self.look()
        return [self._arrived.popleft() for _ in range(count)]

    def take(self, count: int = 1) -> list[str]:
        """Return the documents' ids of the next so many messages, each acknowledged as it comes."""
        ids: list[str] = []
        while len(ids) < count:
            [message] = self.hold()
            message.ack()
            ids.append(id_of(message))
        return ids

    def take_within(self, seconds: float) -> list[str]:
        """Return the ids of what comes in that time, as soon as anything does."""
        deadline = time.monotonic() + seconds
        while not self._arrived and time.monotonic() < deadline:
            self.look()
        return self.take(len(self._arrived))

    def look(self) -> None:
        """Take what is there; wait for a moment if there is nothing."""
        try:
            self._connection.drain_events(timeout=POLL_SECONDS)
        except TimeoutError:
            return

    def close(self) -> None:
        """Go, as a worker does that is stopped: what was not acknowledged is given back."""
        try:
            self._consumer.cancel()
            self._connection.close()
        except self._errors():
            self._connection.collect()

    def _errors(self) -> tuple[type[Exception], ...]:
        errors: Any = (*self._connection.connection_errors, *self._connection.channel_errors)
        return (OSError, OperationalError, *errors)


def _drop(message: Any, _error: Exception) -> None:  # noqa: ANN401 - a message of any transport
    """Do with a message that kombu itself cannot read what a worker does."""
    message.ack()


def id_of(message: Any) -> str:  # noqa: ANN401 - a message of any transport
    """Return the document's id that an admitted message carries."""
    _, kwargs, _ = json.loads(message.body)
    return str(kwargs["document_id"])
