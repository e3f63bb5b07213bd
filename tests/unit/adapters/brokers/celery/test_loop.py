"""The blocking loop, on a broker whose time is what was waited for."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from celery import bootsteps
from celery.worker.loops import synloop

from contractsai.adapters.brokers.celery.consumer import Consumer
from contractsai.adapters.brokers.celery.loop import SHORT_WAIT_SECONDS, MessagesInHand, ShortWaits
from contractsai.application.messages import ANALYZE_DOCUMENT, RELAY
from contractsai.testing.fuzz import messages
from contractsai.testing.fuzz.messages import Content

LONG = 2.0  # seconds; Celery's own
PATIENCE_SECONDS = 200.0


class Message:
    """What a worker has in hand until it acknowledges."""

    def __init__(self, content: Content) -> None:
        self.headers, self.body = content.headers, content.body
        self.content_type, self.content_encoding = content.content_type, content.content_encoding
        self.properties: dict[str, object] = {}
        self.acknowledged = False

    def ack_log_error(self, *_: object) -> None:
        self.acknowledged = True

    reject_log_error = ack_log_error


class OneSlotBroker:
    """Connection and consumer of one slot, ticks before documents; tasks end while one waits."""

    def __init__(self, *, documents: int, tick_every_seconds: float | None) -> None:
        self.documents = deque(messages.good() for _ in range(documents))
        self._ticks = self._ticking(tick_every_seconds)
        self._next_tick = next(self._ticks)
        self._in_hand: Message | None = None
        self.now = 0.0  # seconds; nothing but waiting takes time
        self.waits: list[float] = []
        self.on_message: Callable[[Message], object] = print
        self.on_wait: Callable[[], object] = print

    def drain_events(self, *, timeout: float) -> None:
        if self._in_hand is None or self._in_hand.acknowledged:
            if (content := self._next()) is not None:
                self._in_hand = Message(content)
                self.on_message(self._in_hand)
                return
        else:
            self.on_wait()
        self.now += timeout
        self.waits.append(timeout)
        raise TimeoutError

    def consume(self) -> None:
        """Begin; messages come when they are waited for."""

    def _next(self) -> Content | None:
        if self._next_tick <= self.now:
            self._next_tick = next(self._ticks)
            return messages.good(RELAY)
        return self.documents.popleft() if self.documents else None

    @staticmethod
    def _ticking(every_seconds: float | None) -> Iterator[float]:
        at = 0.0 if every_seconds else float("inf")
        while True:
            yield at
            at += every_seconds or 0.0


class ThreadsWorker(Consumer):
    """Celery's consumer as far as its loop goes, on a pool of threads and no event loop."""

    def __init__(self, broker: OneSlotBroker) -> None:
        self._broker = broker
        self._ends: list[Callable[[], object]] = []
        self._pending_operations = []
        self._maximum_prefetch_restored = True
        self.in_hand = MessagesInHand()
        self.hub = None
        self.pool = SimpleNamespace(is_green=False)
        self.connection_errors = ()
        self.on_task_message = set()
        self.init_callback = None
        self.strategies = dict.fromkeys([ANALYZE_DOCUMENT, RELAY], self._start_task)
        broker.on_wait = self._end_tasks

    @property
    def connection(self) -> OneSlotBroker | None:
        is_over = not self._broker.documents or self._broker.now > PATIENCE_SECONDS
        return None if is_over else self._broker

    def run(self, loop: Callable[..., None]) -> None:
        blueprint = SimpleNamespace(state=bootsteps.RUN)
        qos = SimpleNamespace(prev=1, value=1)
        loop(self, self._broker, self._broker, blueprint, None, qos, 0, None, 2.0)

    def _start_task(
        self, _: Message, __: object, acknowledge: Callable[..., object], *___: Any
    ) -> None:
        self._ends.append(partial(acknowledge, None, ()))

    def _end_tasks(self) -> None:
        while self._ends:
            self._ends.pop()()


@pytest.mark.parametrize("tick_every_seconds", [None, 0.5])
def test_a_message_takes_its_slot_for_moments_beyond_its_task(
    tick_every_seconds: float | None,
) -> None:
    """A hundred documents that take no time, also among two ticks a second."""
    broker = OneSlotBroker(documents=100, tick_every_seconds=tick_every_seconds)

    worker = ThreadsWorker(broker)
    worker.run(worker.loop)

    assert not broker.documents
    assert set(broker.waits[:-1]) == {SHORT_WAIT_SECONDS}  # nothing is left to do at the last one


@pytest.mark.parametrize(("tick_every_seconds", "left"), [(None, 0), (0.5, 100)])
def test_celerys_own_loop_waits_and_lets_documents_starve_behind_ticks(
    tick_every_seconds: float | None, left: int
) -> None:
    """Once that changes, ours can go. Measured: 20 documents in 38 s; among ticks, 1 in 190 s."""
    broker = OneSlotBroker(documents=100, tick_every_seconds=tick_every_seconds)

    ThreadsWorker(broker).run(synloop)

    assert len(broker.documents) == left
    assert broker.waits.count(LONG) in range(95, 201)  # a wait for each message


@pytest.mark.parametrize(("has_message", "waited"), [(True, SHORT_WAIT_SECONDS), (False, LONG)])
def test_an_idle_worker_waits_as_long_as_celery_says(
    has_message: bool,  # noqa: FBT001 - a table's column
    waited: float,
) -> None:
    """Twenty looks a second are for a worker at work."""
    broker, in_hand = OneSlotBroker(documents=0, tick_every_seconds=None), MessagesInHand()
    if has_message:
        in_hand.note(Message(messages.good()))

    with pytest.raises(TimeoutError):
        ShortWaits(broker, in_hand).drain_events(timeout=LONG)

    assert broker.waits == [waited]


def test_all_else_is_the_connections_own() -> None:
    broker = OneSlotBroker(documents=1, tick_every_seconds=None)

    assert ShortWaits(broker, MessagesInHand()).documents == broker.documents
