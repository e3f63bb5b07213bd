"""The queue over fakeredis: the real kombu code, and no server."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import fakeredis
import pytest
from amqp.exceptions import ConnectionForced, MessageNacked, NotAllowed
from celery import Celery
from fakeredis import FakeRedisConnection
from kombu.exceptions import OperationalError
from kombu.transport import redis as kombu_redis

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.queue import CeleryQueue
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.application.messages import ANALYZE_DOCUMENT
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId

Options = Callable[..., CeleryOptions]


@pytest.fixture
def transport() -> type[kombu_redis.Transport]:
    """Kombu's own Redis transport, whose Redis is a dictionary."""
    server = fakeredis.FakeServer()

    class OurConnection(FakeRedisConnection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "server": server})

    channel = type("Channel", (kombu_redis.Channel,), {"connection_class": OurConnection})
    return type("Transport", (kombu_redis.Transport,), {"Channel": channel})


def test_a_message_is_a_document_id_and_a_schema_version(
    celery_options: Options,
    transport: type[kombu_redis.Transport],
) -> None:
    """JSON, and nothing else: no path, no text, no secret ever lies in a broker."""
    app = make_celery(celery_options())
    app.conf.broker_transport = transport

    CeleryQueue(app).enqueue(DocumentId("d1"))

    with app.connection_for_read() as connection:
        message = connection.default_channel.basic_get("contractsai")
        assert message is not None
        message.ack()
    assert message.content_type == "application/json"
    positional, named, _ = json.loads(message.body)
    assert (positional, named) == ([], {"document_id": "d1", "schema": 1})
    assert message.headers["task"] == ANALYZE_DOCUMENT
    app.close()


def test_a_broker_that_refuses_is_one_error_of_ours(celery_options: Options) -> None:
    queue = CeleryQueue(make_celery(celery_options(broker_url="redis://127.0.0.1:1/0")))

    with pytest.raises(QueueUnavailable, match="did not accept"):
        queue.enqueue(DocumentId("d1"))


def test_a_result_backend_that_is_away_does_not_slow_the_sender(celery_options: Options) -> None:
    """Measured upstream: a Redis result backend blocks a publish for 19 s; ours is not asked."""
    url = "redis://127.0.0.1:1/0"
    queue = CeleryQueue(make_celery(celery_options(broker_url=url, result_backend=url)))

    with pytest.raises(QueueUnavailable):
        queue.enqueue(DocumentId("d1"))


@contextlib.contextmanager
def a_silent_server() -> Iterator[int]:
    """Yield a port where connections are accepted and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_rabbitmq_that_accepts_and_stays_silent_holds_nobody_up(celery_options: Options) -> None:
    """A frozen node is worse than a dead one: only our own limits end the wait."""
    with a_silent_server() as port:
        url = f"amqp://guest:guest@127.0.0.1:{port}//"
        queue = CeleryQueue(make_celery(celery_options(broker_url=url, timeout_seconds=0.1)))
        refused: list[QueueUnavailable] = []

        def send() -> None:
            with pytest.raises(QueueUnavailable) as caught:
                queue.enqueue(DocumentId("d1"))
            refused.append(caught.value)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        sender.join(60)

        assert refused, "the sender still waits"


@pytest.fixture
def a_rabbitmq(celery_options: Options) -> Celery:
    """An application that is never connected."""
    return make_celery(celery_options(broker_url="amqp://h//"))


class Scripted:
    """An application whose sends end as told."""

    def __init__(self, app: Celery, *outcomes: BaseException | None) -> None:
        self.conf, self.connection_for_write = app.conf, app.connection_for_write
        self.outcomes = list(outcomes)

    def send_task(self, *_: Any, **__: Any) -> None:
        outcome = self.outcomes.pop(0)
        if outcome is not None:
            raise outcome


def library_error(cause: BaseException) -> OperationalError:
    """As kombu raises it."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        NotAllowed("vhost /nowhere not found"),
        MessageNacked(),
        ConnectionResetError(),
        TimeoutError(),
        library_error(ConnectionRefusedError()),
        library_error(TimeoutError()),
    ],
    ids=repr,
)
def test_whatever_way_a_broker_refuses_is_one_error_of_ours(
    a_rabbitmq: Celery, error: Exception
) -> None:
    """Most of what the AMQP library raises is no error of kombu's, nor of the system's."""
    app = Scripted(a_rabbitmq, error)

    with pytest.raises(QueueUnavailable):
        CeleryQueue(app).enqueue(DocumentId("d1"))  # type: ignore[arg-type]  # all it uses
    assert not app.outcomes, "and nobody asks again"


@pytest.mark.parametrize("cause", [ConnectionForced("bye"), OSError("unexpectedly closed")])
def test_a_connection_that_was_closed_while_idle_costs_nothing(
    a_rabbitmq: Celery, cause: Exception
) -> None:
    """After a restart of the broker each sender holds one, and would leave its job to the relay."""
    app = Scripted(a_rabbitmq, library_error(cause), None)

    CeleryQueue(app).enqueue(DocumentId("d1"))  # type: ignore[arg-type]  # all it uses

    assert not app.outcomes
