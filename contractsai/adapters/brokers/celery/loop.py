"""Celery's loop where there is no event loop (Windows, green pools), without its long waits."""

from typing import Any, Final

from celery.worker.loops import synloop

SHORT_WAIT_SECONDS: Final = 0.05


def blocking_loop(consumer: Any, connection: Any, *arguments: Any) -> None:  # noqa: ANN401 - Celery's, handed on
    """Take messages until the worker stops.

    Celery's own acknowledges between two waits of up to two seconds. On the threads pool, a task
    that ends during such a wait keeps its slot until the wait is over: one message in two seconds,
    and where ticks come more often than that, documents never have their turn.
    """
    synloop(consumer, ShortWaits(connection, consumer.in_hand), *arguments)


class MessagesInHand:
    """The messages that wait for their task's end, or for their acknowledgement."""

    def __init__(self) -> None:
        self._messages: list[Any] = []

    def note(self, message: Any) -> None:  # noqa: ANN401 - a message of any transport
        """Count *message* until it is acknowledged or rejected."""
        self._messages = [*self._waiting(), message]

    def forget(self) -> None:
        """Count none any more: what came over another connection cannot be acknowledged."""
        self._messages = []

    def __bool__(self) -> bool:
        self._messages = self._waiting()
        return bool(self._messages)

    def _waiting(self) -> list[Any]:
        return [message for message in self._messages if not message.acknowledged]


class ShortWaits:
    """A connection that waits for moments only while there is a message in hand."""

    def __init__(self, connection: Any, in_hand: MessagesInHand) -> None:  # noqa: ANN401 - kombu's, of any transport
        self._connection = connection
        self._in_hand = in_hand

    def drain_events(self, *, timeout: float) -> object:
        """Hand on what comes within *timeout* seconds, or sooner say that nothing came."""
        if self._in_hand:
            timeout = min(timeout, SHORT_WAIT_SECONDS)
        return self._connection.drain_events(timeout=timeout)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)
