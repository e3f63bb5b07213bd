"""Celery's consumer sees messages of ours and nothing else, and declares no queues of its own."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from celery.worker import consumer as celery_consumer

from contractsai.adapters.brokers.celery.consumer import Consumer, guarded
from contractsai.testing.eventually import eventually
from contractsai.testing.fuzz import messages
from contractsai.testing.fuzz.messages import Content

NO_CONTROLLER = SimpleNamespace(use_eventloop=False)
NO_EMBED = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


def test_a_worker_declares_no_queues_for_delayed_delivery() -> None:
    """28 quorum queues in every virtual host, for countdowns that we do not use."""
    theirs = [str(step) for step in celery_consumer.Consumer.Blueprint.default_steps]
    ours = [str(step) for step in Consumer.Blueprint.default_steps]

    assert set(theirs) - set(ours) == {
        "celery.worker.consumer.delayed_delivery:DelayedDelivery",
    }


class Hub:
    """Celery's event loop, which does nothing by itself."""

    def __init__(self) -> None:
        self.later: list[Callable[[], None]] = []

    def call_later(self, _seconds: float, callback: Callable[[], None]) -> None:
        self.later.append(callback)


class Dispatcher:
    """Notes how often it was asked to send what it holds."""

    def __init__(self, error: Exception | None = None) -> None:
        self.flushes = 0
        self._error = error

    def flush(self) -> None:
        self.flushes += 1
        if self._error is not None:
            raise self._error


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def consumer(hub: Hub) -> Consumer:
    """One that is connected to nothing, and would be by no step."""
    app = Celery(broker="memory://", set_as_current=False)
    made = Consumer(lambda _: None, app=app, hub=hub, pool=None, controller=NO_CONTROLLER)
    made.blueprint.shutdown = lambda _: None
    made.event_dispatcher = Dispatcher()
    return made


def test_events_of_tasks_go_in_bundles(consumer: Consumer, hub: Hub) -> None:
    """Each of them alone was two fifths of what a worker's main process did for a short task."""
    for _ in range(5):
        consumer.on_send_event_buffered()

    [flush] = hub.later
    assert consumer.event_dispatcher.flushes == 0
    flush()
    assert consumer.event_dispatcher.flushes == 1


def test_a_loop_that_forgot_its_timers_is_asked_again(consumer: Consumer, hub: Hub) -> None:
    """As it does with its connection; events would else be silent until there are 24."""
    consumer.on_send_event_buffered()
    hub.later.clear()

    eventually(lambda: consumer.on_send_event_buffered() or hub.later, what="another timer")


def test_without_a_loop_events_are_not_held_back(consumer: Consumer) -> None:
    consumer.hub = None

    consumer.on_send_event_buffered()


def test_a_worker_that_leaves_says_what_it_has_to_say(consumer: Consumer) -> None:
    consumer.shutdown()

    assert consumer.event_dispatcher.flushes == 1


def test_a_worker_that_never_had_a_connection_has_nothing_to_say(consumer: Consumer) -> None:
    consumer.event_dispatcher = None

    consumer.shutdown()


def test_a_worker_leaves_also_where_nobody_listens_any_more(consumer: Consumer) -> None:
    consumer.connection_errors = (ConnectionError,)
    consumer.event_dispatcher = Dispatcher(ConnectionError())

    consumer.shutdown()

    assert consumer.event_dispatcher.flushes == 1


class Message:
    """What a transport hands on."""

    def __init__(self, content: Content) -> None:
        self.headers, self.body = content.headers, content.body
        self.content_type, self.content_encoding = content.content_type, content.content_encoding
        self.properties = {"reply_to": "somebody"}
        self.delivery_info = {"routing_key": "contractsai"}
        self.rejected = False

    def reject_log_error(self, *_: object) -> None:
        self.rejected = True


def test_a_refused_message_is_rejected_and_never_handled(caplog: pytest.LogCaptureFixture) -> None:
    handled: list[Any] = []
    message = Message(Content(messages.good().headers, "5"))

    guarded(handled.append, connection_errors=())(message)

    assert (handled, message.rejected) == ([], True)
    assert caplog.messages == ["message dropped"]


def test_an_admitted_message_is_handled_without_what_it_brought() -> None:
    handled: list[Any] = []
    message = Message(messages.harmless()["a forged chain"])

    guarded(handled.append, connection_errors=())(message)

    assert handled == [message]
    assert "reply_to" not in message.properties
    assert json.loads(message.body)[2] == NO_EMBED
