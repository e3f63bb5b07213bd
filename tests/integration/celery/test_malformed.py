"""Whatever lies in the queue, the worker drops what is not ours and analyses the next document."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import amqp
import kombu
import pytest
import redis
from stack import Process, Stack

from contractsai.broker_url import as_kombu_spells_it
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import eventually
from contractsai.testing.fuzz import messages

POOLS = ["prefork", "threads", "solo"]
SEED = 20260
MUTATIONS = 300


class RawRedis:
    """The queues of a stack, for somebody who knows nothing of kombu."""

    def __init__(self, stack: Stack, client: redis.Redis) -> None:
        self.prefix, self.client = stack.env["CONTRACTSAI_KEY_PREFIX"], client

    def push(self, *items: bytes, queue: str = "contractsai") -> int:
        """Put items where the worker looks next, in one go."""
        self.client.rpush(f"{self.prefix}{queue}", *items)
        return len(items)

    def left(self) -> dict[str, int]:
        """Return what the broker still has of any message."""
        return {
            "documents": int(self.client.llen(f"{self.prefix}contractsai")),
            "ticks": int(self.client.llen(f"{self.prefix}contractsai.ticks")),
            "unacked": int(self.client.hlen(f"{self.prefix}unacked")),
            "index": int(self.client.zcard(f"{self.prefix}unacked_index")),
        }

    def drained(self, worker: Process) -> dict[str, int]:
        """Return what the worker's log says of messages, once the broker has none any more."""
        eventually(lambda: not any(self.left().values()), what="an empty broker")
        return seen(worker)


@contextmanager
def raw_redis(stack: Stack) -> Iterator[RawRedis]:
    url = as_kombu_spells_it(stack.env["CELERY_BROKER_URL"])
    with redis.Redis.from_url(url, socket_timeout=10) as client:
        yield RawRedis(stack, client)


def in_redis(content: messages.Content) -> bytes:
    return json.dumps(messages.envelope(content)).encode()


def seen(worker: Process) -> dict[str, int]:
    log = worker.log
    return {
        "dropped": log.count("message dropped"),
        "taken": len(re.findall(r"Task contractsai\.\w+\[\S*\] received", log)),
    }


def a_good_document_completes(stack: Stack) -> None:
    assert stack.wait(stack.submit(good="ok")).state is State.COMPLETED


@pytest.mark.parametrize("pool", POOLS)
def test_what_is_not_ours_is_dropped_from_redis_and_the_worker_goes_on(
    stack: Stack, pool: str
) -> None:
    """One such message used to end every worker, and each that started in its place."""
    dropped = [
        *messages.raw_items(),
        *(in_redis(content) for content in messages.refused().values()),
    ]
    taken = [in_redis(content) for content in messages.harmless().values()]
    either = [json.dumps(item).encode() for item in messages.mutations(SEED, MUTATIONS)]
    if pool == "threads":  # where Celery takes up to a second for each task
        taken, either = taken[:4], either[:10]
    worker = stack.worker(pool=pool)
    with raw_redis(stack) as broker:
        broker.push(*dropped)
        broker.push(*dropped, *taken, queue="contractsai.ticks")
        a_good_document_completes(stack)
        first = broker.drained(worker)
        random = broker.push(*either)
        a_good_document_completes(stack)
        last = broker.drained(worker)

    assert first == {"dropped": 2 * len(dropped), "taken": len(taken) + 1}
    assert sum(last.values()) == sum(first.values()) + random + 1
    assert "Task contractsai.cleanup_old_jobs" not in worker.log, "what a forged message asked for"
    assert worker.popen.poll() is None
    assert "Traceback" not in worker.log


COMMANDS = [
    {"method": "no_such_command"},
    {"method": ["ping"]},
    {"method": "ping", "arguments": 5},
    {"method": "ping", "destination": 5},
    {"method": "ping", "pattern": 5, "matcher": []},
    {"method": "ping", "reply_to": "me"},
    {"method": "ping", "reply_to": {"exchange": "amq.nowhere", "routing_key": "x"}, "ticket": "t"},
    {"method": "ping", "reply_to": {"exchange": "", "routing_key": "contractsai"}, "ticket": "t"},
    [],
    5,
    None,
]
"""To a worker, from somebody who is not Celery."""


def test_a_command_that_is_none_harms_no_worker_on_redis(stack: Stack) -> None:
    """Commands go past the queue, and a worker that cannot read one used to end as well."""
    worker = stack.worker()
    items = [
        *(item for item in messages.raw_items() if item),  # kombu passes over an empty one
        *(in_redis(messages.Content({}, json.dumps(command))) for command in COMMANDS),
        in_redis(messages.Content({"clock": 10**30}, json.dumps({"method": "ping"}))),
        in_redis(messages.Content({"clock": "x"}, json.dumps({"method": "ping"}))),
    ]
    with raw_redis(stack) as broker:
        heard = [broker.client.publish(f"{broker.prefix}/0.celery.pidbox", item) for item in items]

    a_good_document_completes(stack)
    dropped = eventually(lambda: seen(worker)["dropped"] >= len(items), what="all of it")
    assert (set(heard), dropped) == ({1}, True)
    assert seen(worker)["dropped"] == len(items)
    assert "Traceback" not in worker.log


def test_what_is_no_record_of_a_message_is_deleted(make_stack: Callable[..., Stack]) -> None:
    """Redis' notes on what a worker has in hand are lists like any other; they are read at start,
    and a worker that could not read one would not get beyond it.
    """
    stack = make_stack(CONTRACTSAI_VISIBILITY_TIMEOUT="3601")
    known = messages.envelope(messages.good())
    records = [b"garbage", b"5", b"[]", b"[5, 5, 5]", json.dumps([{}, "a", "b"]).encode()]
    returns = json.dumps([known, "contractsai", "contractsai"]).encode()
    job_id = stack.submit(good="ok")  # before the worker, so that the queue is known
    with raw_redis(stack) as broker:
        for number, record in enumerate([*records, returns]):
            broker.client.hset(f"{broker.prefix}unacked", f"tag{number}", record)
            broker.client.zadd(f"{broker.prefix}unacked_index", {f"tag{number}": number})
        broker.client.zadd(f"{broker.prefix}unacked_index", {"no record": 1, b"\xff": 2})
        worker = stack.worker()
        stack.wait(job_id)

        assert broker.drained(worker) == {"dropped": len(records), "taken": 2}


def publish_raw(url: str, contents: list[messages.Content], queues: list[str]) -> int:
    """Publish past kombu, the way any AMQP client would; return how many messages."""
    with kombu.Connection(url) as connection:
        channel = connection.default_channel
        for queue in queues:
            for content in contents:
                encoding = content.content_encoding
                message = amqp.Message(
                    content.body.encode(errors="surrogatepass"),
                    application_headers=content.headers,
                    content_type=content.content_type,
                    content_encoding=encoding and encoding.encode(),
                    **content.properties,
                )
                channel.basic_publish(message, exchange="", routing_key=queue)
            for raw in messages.raw_properties().values():
                channel.basic_publish(Raw(raw), exchange="", routing_key=queue)
    return (len(contents) + len(messages.raw_properties())) * len(queues)


class Raw(amqp.Message):
    """A message whose properties are what the test says, byte by byte."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(b"x")
        self.raw = raw

    def _serialize_properties(self) -> bytes:
        return self.raw


@pytest.mark.parametrize("pool", POOLS)
def test_what_is_not_ours_is_dropped_from_rabbitmq_and_the_worker_goes_on(
    make_stack: Callable[..., Stack], rabbitmq_url: str, pool: str
) -> None:
    """Its frames are always sound; what is in them is not."""
    stack = make_stack(broker_url=rabbitmq_url)
    name = stack.env["CONTRACTSAI_QUEUE"]
    queues = [f"{name}.ticks", name]
    worker = stack.worker(pool=pool)

    dropped = publish_raw(rabbitmq_url, list(messages.refused().values()), queues)
    a_good_document_completes(stack)
    taken = [*messages.harmless().values()]
    more = publish_raw(rabbitmq_url, taken, queues)
    a_good_document_completes(stack)

    raw = 2 * len(messages.raw_properties())
    expected = {"dropped": dropped + raw, "taken": more - raw + 2}
    eventually(lambda: seen(worker) == expected, what=f"{expected}")
    assert still_there(rabbitmq_url, queues) == [0, 0]
    assert worker.popen.poll() is None
    assert "Traceback" not in worker.log


def still_there(url: str, queues: list[str]) -> list[int]:
    with kombu.Connection(url) as connection:
        channel = connection.default_channel
        return [channel.queue_declare(queue, passive=True).message_count for queue in queues]


def test_a_command_that_is_none_harms_no_worker_on_rabbitmq(
    make_stack: Callable[..., Stack], rabbitmq_url: str
) -> None:
    """A reply to an exchange that is not there would close the worker's channel, and end it."""
    stack = make_stack(broker_url=rabbitmq_url)
    worker = stack.worker()
    exchange = f"{stack.env['CONTRACTSAI_QUEUE']}.control.pidbox"
    with kombu.Connection(rabbitmq_url) as connection:
        for command in COMMANDS:
            body = json.dumps(command).encode()
            message = amqp.Message(body, content_type="application/json", content_encoding="utf-8")
            connection.default_channel.basic_publish(message, exchange=exchange)
        for body in (b"garbage", b"\xff"):
            message = amqp.Message(body, content_type="application/json")
            connection.default_channel.basic_publish(message, exchange=exchange)

    a_good_document_completes(stack)
    expected = len(COMMANDS) + 2
    eventually(lambda: seen(worker)["dropped"] == expected, what="all of it dropped")
    assert worker.popen.poll() is None
    assert "Traceback" not in worker.log
