"""What our code says to Redis, said to fakeredis and to a real one: the answers are the same.

Hypothesis tells the stories: senders, strangers, bytes below kombu, receivers that acknowledge,
reject, requeue, leave and die, restores, purges, and an administrator's questions after each step.
What differs by intention stands in docs/testing.md.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from own_broker import OwnBroker

from contractsai.adapters.brokers.transports import fake_redis
from contractsai.testing.conformance.brokers import Bench, BrokerUnderTest
from contractsai.testing.conformance.brokers.receiver import Receiver, id_of
from contractsai.testing.fuzz import messages
from contractsai.testing.leaks import LeakWatch

STORIES = int(os.environ.get("CONTRACTSAI_TEST_STORIES", "6"))
STEPS = 15
JUNK = [b"junk", b"[]", b"{}", b"null", b'{"properties": 5}', b"9" * 5000, b"\xff\xfe\x00"]
STRANGERS = [messages.good(task="a.stranger"), next(iter(messages.refused().values()))]
LONG_AGO = -10
"""A visibility timeout that is over, whatever the clock says."""


class Side:
    """One of the two servers: a bench on it, and a look at its keys."""

    def __init__(self, url: str, name: str) -> None:
        self.bench = Bench(BrokerUnderTest(url))
        self.bench.name = name
        dialled = self.bench.broker.dialled(url).replace("redis+socket", "unix")
        self.client = redis.Redis.from_url(dialled)
        self.client.flushdb()

    def put_raw(self, item: bytes) -> None:
        self.client.lpush(self.bench.name, item)

    def take(self, part: Callable[[Receiver, Any], None]) -> str:
        """Return the document of the next message, after *part* has happened to it."""
        with self.bench.receiver() as receiver:
            [message] = receiver.hold()
            document = id_of(message)
            part(receiver, message)
        return document

    def restore(self) -> None:
        """Do what a worker does now and then with what others hold for too long."""
        with self.bench.app.connection_for_read() as connection:
            qos: Any = connection.default_channel.qos
            qos.visibility_timeout = LONG_AGO
            qos.restore_visible(num=100, interval=1)

    def keys(self) -> dict[bytes, object]:
        """Return how much there is below each key, and the bindings as they are."""
        sizes: dict[bytes, Callable[[bytes], Any]] = {
            b"list": self.client.llen,
            b"hash": self.client.hlen,
            b"zset": self.client.zcard,
            b"set": self.client.smembers,
        }
        return {
            key: sizes[kind](key)
            for key in self.client.scan_iter(count=1000)
            if (kind := self.client.type(key)) in sizes
        }

    def close(self) -> None:
        self.bench.__exit__()
        self.client.close()


def acknowledged(_receiver: Receiver, message: Any) -> None:
    message.ack()


def rejected(_receiver: Receiver, message: Any) -> None:
    message.reject()


def requeued(_receiver: Receiver, message: Any) -> None:
    message.requeue()


def left(_receiver: Receiver, _message: Any) -> None:
    """Go without a word about it."""


def killed(receiver: Receiver, _message: Any) -> None:
    """Die, as far as the broker can see: nothing is given back."""
    channel: Any = receiver._consumer.channel
    channel.do_restore = False


class Twice(RuleBasedStateMachine):
    """Each step on both sides."""

    urls: tuple[str, str]

    def __init__(self) -> None:
        super().__init__()
        name = f"twice-{uuid.uuid4().hex[:8]}"
        self.sides = [Side(url, name) for url in self.urls]
        self.waiting = 0  # of ours
        self.held = 0  # by the dead

    def both(self, step: Callable[[Side], object]) -> object:
        """Return what both answer."""
        real, fake = (step(side) for side in self.sides)
        assert fake == real
        return real

    @rule(number=st.integers(0, 99), priority=st.sampled_from([None, 0, 3, 9]))
    def send(self, number: int, priority: int | None) -> None:
        content = messages.good(document_id=f"{number:032x}")
        self.both(lambda side: side.bench.publish(content, priority=priority))
        self.waiting += 1

    @rule(number=st.integers(0, 99))
    def send_as_the_service_does(self, number: int) -> None:
        self.both(lambda side: side.bench.send(f"{number:032x}"))
        self.waiting += 1

    @rule(content=st.sampled_from(STRANGERS))
    def strangers_send(self, content: messages.Content) -> None:
        self.both(lambda side: side.bench.publish(content))

    @rule(item=st.sampled_from(JUNK))
    def strangers_write(self, item: bytes) -> None:
        self.both(lambda side: side.put_raw(item))

    @precondition(lambda self: self.waiting)
    @rule(part=st.sampled_from([acknowledged, rejected, requeued, left, killed]))
    def receive(self, part: Callable[[Receiver, Any], None]) -> None:
        self.both(lambda side: side.take(part))
        self.waiting -= part in (acknowledged, rejected, killed)
        self.held += part is killed

    @precondition(lambda self: self.held)
    @rule()
    def restore(self) -> None:
        self.both(Side.restore)
        self.waiting, self.held = self.waiting + self.held, 0

    @rule()
    def purge(self) -> None:
        self.both(lambda side: side.bench.desk.purge(side.bench.name))
        self.waiting = 0

    @invariant()
    def questions_have_one_answer(self) -> None:
        self.both(lambda side: side.bench.desk.depth(side.bench.name))
        self.both(lambda side: side.bench.desk.oldest_age(side.bench.name) is None)
        self.both(Side.keys)

    def teardown(self) -> None:
        for side in self.sides:
            side.close()


@pytest.fixture
def fake_url(leak_watch: LeakWatch) -> Iterator[str]:
    url = "fakeredis://twice"
    yield url
    fake_redis.server_of(url).stop()
    leak_watch.accept()  # threads of its connections end when they look


def test_fakeredis_and_a_real_redis_answer_alike(broker: OwnBroker, fake_url: str) -> None:
    """Whoever tests on the double has tested on the real one, in all that is not named."""

    class Told(Twice):
        urls = (broker.server.url, fake_url)

    run_state_machine_as_test(
        Told,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
