"""The Celery adapter over fakeredis: the real kombu code, and no server."""

import contextlib
import json
import socket
import ssl
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

from contractsai.adapters.brokers.celery import CeleryOptions, CeleryQueue, make_celery, normal_url
from contractsai.application.messages import ANALYZE_DOCUMENT, CLEANUP_OLD_JOBS, RELAY, RESCUE
from contractsai.broker_url import BrokerUrl, read_broker_url
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId


def a_url(url: str) -> BrokerUrl:
    return read_broker_url(url, variable="CELERY_BROKER_URL")


def options(
    broker_url: str = "redis://localhost:6379/0", result_backend: str | None = None, **values: Any
) -> CeleryOptions:
    defaults: dict[str, Any] = {
        "broker": a_url(broker_url),
        "backend": a_url(result_backend) if result_backend else None,
        "queue": "contractsai",
        "key_prefix": "",
        "task_time_limit": 3600,
        "task_soft_time_limit": 3300,
        "max_tasks_per_child": 50,
        "visibility_timeout": 4500,
        "timeout_seconds": 2.0,
        "tick_seconds": 5.0,
        "concurrency": None,
    }
    return CeleryOptions(**{**defaults, **values})


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
    transport: type[kombu_redis.Transport],
) -> None:
    """JSON, and nothing else: no path, no text, no secret ever lies in a broker."""
    app = make_celery(options())
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


def test_the_queue_sends_what_the_task_takes() -> None:
    """Eager mode: the sender's message fits the receiver's signature."""
    app = make_celery(options(broker_url="memory://"))
    app.conf.task_always_eager = True
    seen: list[tuple[str, int]] = []

    @app.task(name=ANALYZE_DOCUMENT)
    def analyze_document(document_id: str, schema: int) -> None:
        seen.append((document_id, schema))

    app.tasks[ANALYZE_DOCUMENT].apply(kwargs={"document_id": "d1", "schema": 1})
    assert seen == [("d1", 1)]


def test_a_broker_that_refuses_is_one_error_of_ours() -> None:
    queue = CeleryQueue(make_celery(options(broker_url="redis://127.0.0.1:1/0")))

    with pytest.raises(QueueUnavailable, match="did not accept"):
        queue.enqueue(DocumentId("d1"))


def test_a_result_backend_that_is_away_does_not_slow_the_sender() -> None:
    """Measured upstream: a Redis result backend blocks a publish for 19 s; ours is not asked."""
    url = "redis://127.0.0.1:1/0"
    queue = CeleryQueue(make_celery(options(broker_url=url, result_backend=url)))

    with pytest.raises(QueueUnavailable):
        queue.enqueue(DocumentId("d1"))


@contextlib.contextmanager
def a_silent_server() -> Iterator[int]:
    """Yield a port where connections are accepted and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_rabbitmq_that_accepts_and_stays_silent_holds_nobody_up() -> None:
    """A frozen node is worse than a dead one: only our own limits end the wait."""
    with a_silent_server() as port:
        url = f"amqp://guest:guest@127.0.0.1:{port}//"
        queue = CeleryQueue(make_celery(options(broker_url=url, timeout_seconds=0.1)))
        refused: list[QueueUnavailable] = []

        def send() -> None:
            with pytest.raises(QueueUnavailable) as caught:
                queue.enqueue(DocumentId("d1"))
            refused.append(caught.value)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        sender.join(60)

        assert refused, "the sender still waits"


class Scripted:
    """An application whose sends end as told."""

    def __init__(self, *outcomes: BaseException | None) -> None:
        app = make_celery(options())
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
def test_whatever_way_a_broker_refuses_is_one_error_of_ours(error: Exception) -> None:
    """Most of what the AMQP library raises is no error of kombu's, nor of the system's."""
    app = Scripted(error)

    with pytest.raises(QueueUnavailable):
        CeleryQueue(app).enqueue(DocumentId("d1"))  # type: ignore[arg-type]  # all it uses
    assert not app.outcomes, "and nobody asks again"


@pytest.mark.parametrize("cause", [ConnectionForced("bye"), OSError("unexpectedly closed")])
def test_a_connection_that_was_closed_while_idle_costs_nothing(cause: Exception) -> None:
    """After a restart of the broker each sender holds one, and would leave its job to the relay."""
    app = Scripted(library_error(cause), None)

    CeleryQueue(app).enqueue(DocumentId("d1"))  # type: ignore[arg-type]  # all it uses

    assert not app.outcomes


def configuration(app: Celery) -> Callable[[str], Any]:
    return lambda name: app.conf[name]


def test_the_guides_settings_are_kept_and_delivery_is_safe() -> None:
    conf = configuration(make_celery(options()))

    assert (conf("task_time_limit"), conf("task_soft_time_limit")) == (3600, 3300)
    assert (conf("worker_prefetch_multiplier"), conf("worker_max_tasks_per_child")) == (1, 50)
    assert conf("task_acks_late") is True
    assert conf("task_ignore_result") is True
    assert conf("accept_content") == ["json"]
    assert conf("broker_transport_options")["visibility_timeout"] == 4500
    assert conf("broker_transport_options")["socket_timeout"] == 2.0


def test_beat_ticks_and_cleans_up_at_two_in_utc() -> None:
    app = make_celery(options(tick_seconds=3.0))
    schedule = app.conf.beat_schedule

    assert {entry["task"] for entry in schedule.values()} == {RELAY, RESCUE, CLEANUP_OLD_JOBS}
    assert schedule["relay"]["schedule"].total_seconds() == 3
    cleanup = schedule["cleanup-old-jobs"]["schedule"]
    assert (cleanup.hour, cleanup.minute) == ({2}, {0})
    assert app.conf.timezone == "UTC"
    assert app.conf.beat_scheduler == "celery.beat:Scheduler", "several beats share no file"


@pytest.mark.parametrize("name", ["relay", "rescue", "cleanup-old-jobs"])
def test_a_tick_outlives_a_clock_that_is_minutes_behind(name: str) -> None:
    """The sender's clock says when a message expires: were that a tick later, no worker whose clock
    is a tick ahead would ever run one, and nothing would be rescued.
    """
    schedule = make_celery(options(tick_seconds=3)).conf.beat_schedule

    assert schedule[name]["options"]["expires"] >= 900


def test_ticks_have_a_queue_of_their_own_that_comes_first() -> None:
    """A rescue must not wait behind a thousand documents."""
    conf = configuration(make_celery(options(queue="mine")))

    assert [queue.name for queue in conf("task_queues")] == ["mine.ticks", "mine"]
    assert conf("broker_transport_options")["queue_order_strategy"] == "priority"
    assert conf("task_routes")[RESCUE] == {"queue": "mine.ticks"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://localhost//", {"visibility_timeout", "queue_order_strategy", "socket_timeout"}),
        ("amqp://guest@localhost//", {"confirm_publish", "read_timeout", "write_timeout"}),
        ("memory://", set()),
    ],
)
def test_each_transport_gets_its_own_options(url: str, expected: set[str]) -> None:
    """One shared dictionary breaks some transports and slows others."""
    chosen = set(make_celery(options(broker_url=url)).conf.broker_transport_options)

    assert chosen >= expected
    if not url.startswith("redis"):
        assert not chosen & {"visibility_timeout", "queue_order_strategy"}


def test_a_key_prefix_sets_services_on_one_redis_apart() -> None:
    app = make_celery(options(key_prefix="a-"))

    assert app.conf.broker_transport_options["global_keyprefix"] == "a-"


@pytest.mark.parametrize("scheme", ["amqp", "amqps", "pyamqp"])
def test_queues_on_rabbitmq_are_quorum_queues(scheme: str) -> None:
    """A node that dies takes no message along; Celery then also asks for no global prefetch."""
    app = make_celery(options(broker_url=f"{scheme}://h//", queue="mine"))

    queues = {queue.name: queue.queue_arguments for queue in app.conf.task_queues}
    quorum = {"x-queue-type": "quorum"}
    assert queues == {"mine": quorum, "mine.ticks": quorum}
    assert all(queue.durable for queue in app.conf.task_queues)
    assert app.conf.worker_detect_quorum_queues
    assert app.conf.broker_transport_options["confirm_publish"] is True


def test_services_on_one_rabbitmq_are_set_apart_by_their_queue() -> None:
    """A shutdown for one service's workers must not reach another's: AMQP has no key prefix."""
    conf = make_celery(options(broker_url="amqp://h//", queue="mine")).conf

    assert (conf.control_exchange, conf.event_exchange) == ("mine.control", "mine.events")


@pytest.mark.parametrize("scheme", ["rediss", "valkeys"])
def test_a_redis_over_tls_has_to_be_the_host_of_the_url(scheme: str) -> None:
    """Kombu's default is encrypted, to whomever answers; the result backend's is an error."""
    url = f"{scheme}://redis.example:6380/0"
    app = make_celery(options(broker_url=url, result_backend=url))

    with app.connection_for_write() as connection:
        assert connection.ssl == {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
    chosen = app.backend.connparams
    assert (chosen["ssl_cert_reqs"], chosen["ssl_check_hostname"]) == (ssl.CERT_REQUIRED, True)


def test_a_rabbitmq_over_tls_has_to_be_the_host_of_the_url() -> None:
    """Without a name to compare, any certificate that some authority signed would do."""
    secure = make_celery(options(broker_url="amqps://mq.example//"))
    either = make_celery(options(broker_url="amqps://a//;amqps://b//"))

    with secure.connection_for_write() as connection:
        assert connection.ssl["cert_reqs"] is ssl.CERT_REQUIRED
        assert connection.ssl["server_hostname"] == "mq.example"
    with either.connection_for_write() as connection:
        assert connection.ssl["server_hostname"] is None, "which kombu reads as: the URL's"


def test_who_says_so_goes_on_without_knowing_who_answers() -> None:
    redis = make_celery(options(broker_url="rediss://h:6380/0?ssl_cert_reqs=none"))
    rabbitmq = make_celery(options(broker_url="amqps://h//?ssl_cert_reqs=none"))

    with redis.connection_for_write() as connection:
        assert connection.ssl["ssl_cert_reqs"] is ssl.CERT_NONE
    with rabbitmq.connection_for_write() as connection:
        assert connection.ssl == {"cert_reqs": ssl.CERT_NONE}


def test_the_settings_decide_where_celery_connects_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery reads the guide's variables itself, and would take `valkeys://` and words about TLS as
    they stand there.
    """
    url = "valkeys://h:6380/0?ssl_cert_reqs=none"
    monkeypatch.setenv("CELERY_BROKER_URL", url)
    monkeypatch.setenv("CELERY_RESULT_BACKEND", url)

    app = make_celery(options(broker_url=url, result_backend=url))

    for connect in (app.connection_for_read, app.connection_for_write, app.connection):
        with connect() as connection:
            assert connection.transport.driver_type == "redis"
            assert connection.ssl["ssl_cert_reqs"] is ssl.CERT_NONE
    assert app.backend.connparams["host"] == "h"


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("valkey://h:1/0", "redis://h:1/0"),
        ("valkeys://h:1/0", "rediss://h:1/0"),
        ("valkey+socket:///s", "redis+socket:///s"),
        ("redis://h:1/0", "redis://h:1/0"),
        ("amqp://h", "amqp://h"),
    ],
)
def test_valkey_urls_are_spelled_the_way_kombu_knows(given: str, known: str) -> None:
    assert normal_url(given) == known


@pytest.mark.parametrize(("url", "waits"), [("redis://h:1/0", True), ("amqp://h", False)])
def test_a_worker_waits_for_a_redis_that_answers_with_errors(
    url: str,
    waits: bool,  # noqa: FBT001 - a table's column
) -> None:
    """After a failover it is read-only for a while: measured, that ended every worker."""
    conf = configuration(make_celery(options(broker_url=url)))

    assert conf("broker_channel_error_retry") is waits
