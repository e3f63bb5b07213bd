"""Celery's consumer sees messages of ours and nothing else, and declares no queues of its own."""

import json
from typing import Any

import pytest
from celery.worker import consumer as celery_consumer

from contractsai.adapters.brokers.celery.consumer import Consumer, guarded
from contractsai.testing.fuzz import messages
from contractsai.testing.fuzz.messages import Content

NO_EMBED = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


def test_a_worker_declares_no_queues_for_delayed_delivery() -> None:
    """28 quorum queues in every virtual host, for countdowns that we do not use."""
    theirs = [str(step) for step in celery_consumer.Consumer.Blueprint.default_steps]
    ours = [str(step) for step in Consumer.Blueprint.default_steps]

    assert set(theirs) - set(ours) == {
        "celery.worker.consumer.delayed_delivery:DelayedDelivery",
    }


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
