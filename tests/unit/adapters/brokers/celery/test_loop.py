"""The blocking loop, on a broker whose time is what was waited for."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace

import pytest
from celery import bootsteps
from celery.worker.loops import synloop

from contractsai.adapters.brokers.celery.consumer import Consumer
from contractsai.adapters.brokers.celery.loop import SHORT_WAIT_SECONDS, MessagesInHand, ShortWaits

LONG_WAIT_SECONDS = 2.0
PATIENCE_SECONDS = 200.0


class Message:
    """What a worker has in hand until it acknowledges."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.acknowledged = False

    def acknowledge(self) -> None:
        self.acknowledged = True


class OneSlotBroker:
    """Hands out one message at a time, ticks before documents; tasks end while it is waited for."""

    def __init__(self, *, documents: int, tick_every_seconds: float | None) -> None:
        self.documents = deque(f"document-{number}" for number in range(documents))
        self._ticks = self._ticking(tick_every_seconds)
        self._next_tick = next(self._ticks)
        self._in_hand: Message | None = None
        self.waited_seconds = 0.0
        self.on_message: Callable[[Message], object] = print
        self.on_wait: Callable[[Message], object] = print

    def drain_events(self, *, timeout: float) -> None:
        if self._in_hand is None or self._in_hand.acknowledged:
            if (name := self._next()) is not None:
                self._in_hand = Message(name)
                self.on_message(self._in_hand)
                return
        else:
            self.on_wait(self._in_hand)
        self.waited_seconds += timeout
        raise TimeoutError

    def _next(self) -> str | None:
        if self._next_tick <= self.waited_seconds:
            self._next_tick = next(self._ticks)
            return "tick"
        return self.documents.popleft() if self.documents else None

    @staticmethod
    def _ticking(every_seconds: float | None) -> Iterator[float]:
        at = 0.0 if every_seconds else float("inf")
        while True:
            yield at
            at += every_seconds or 0.0


class Worker:
    """As much of Celery's consumer as its loop asks for, on a pool of threads."""

    hub = None
    pool = SimpleNamespace(is_green=False)

    def __init__(self, broker: OneSlotBroker) -> None:
        self._broker = broker
        self.in_hand = MessagesInHand()
        self._pending: list[Message] = []
        broker.on_wait = self._end_task

    @property
    def connection(self) -> OneSlotBroker | None:
        is_over = not self._broker.documents or self._broker.waited_seconds > PATIENCE_SECONDS
        return None if is_over else self._broker

    def create_task_handler(self) -> None:
        self._broker.on_message = self.in_hand.note

    def on_ready(self) -> None:
        pass

    def perform_pending_operations(self) -> None:
        while self._pending:
            self._pending.pop().acknowledge()

    def run(self, loop: Callable[..., None]) -> None:
        blueprint = SimpleNamespace(state=bootsteps.RUN)
        qos = SimpleNamespace(prev=1, value=1)
        consumer = SimpleNamespace(on_message=None, consume=lambda: None)
        loop(self, self._broker, consumer, blueprint, None, qos, 0, None, 2.0)

    def _end_task(self, message: Message) -> None:
        if message not in self._pending:
            self._pending.append(message)


@pytest.mark.parametrize("tick_every_seconds", [None, 0.5])
def test_a_message_takes_its_slot_for_moments_beyond_its_task(
    tick_every_seconds: float | None,
) -> None:
    """A hundred documents that take no time, also among two ticks a second."""
    broker = OneSlotBroker(documents=100, tick_every_seconds=tick_every_seconds)

    worker = Worker(broker)
    worker.run(partial(Consumer.loop, worker))  # type: ignore[arg-type]  # all it uses

    assert not broker.documents
    assert broker.waited_seconds <= 150 * SHORT_WAIT_SECONDS


@pytest.mark.parametrize(("tick_every_seconds", "left"), [(None, 0), (0.5, 100)])
def test_celerys_own_loop_waits_and_lets_documents_starve_behind_ticks(
    tick_every_seconds: float | None, left: int
) -> None:
    """Once that changes, ours can go. Measured: 20 documents in 38 s; among ticks, 1 in 190 s."""
    broker = OneSlotBroker(documents=100, tick_every_seconds=tick_every_seconds)

    Worker(broker).run(synloop)

    assert len(broker.documents) == left
    assert broker.waited_seconds >= 99 * LONG_WAIT_SECONDS


@pytest.mark.parametrize(
    ("has_message", "waited"), [(True, SHORT_WAIT_SECONDS), (False, LONG_WAIT_SECONDS)]
)
def test_an_idle_worker_waits_as_long_as_celery_says(
    has_message: bool,  # noqa: FBT001 - a table's column
    waited: float,
) -> None:
    """Twenty looks a second are for a worker at work."""
    broker, in_hand = OneSlotBroker(documents=0, tick_every_seconds=None), MessagesInHand()
    if has_message:
        in_hand.note(Message("document"))

    with pytest.raises(TimeoutError):
        ShortWaits(broker, in_hand).drain_events(timeout=LONG_WAIT_SECONDS)

    assert broker.waited_seconds == waited


def test_all_else_is_the_connections_own() -> None:
    broker = OneSlotBroker(documents=1, tick_every_seconds=None)

    assert ShortWaits(broker, MessagesInHand()).documents == broker.documents
