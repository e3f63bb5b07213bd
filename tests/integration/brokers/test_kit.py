"""The kit for brokers, on every broker that comes with the package."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import amqp
import kombu
import pytest
import redis
from own_broker import OwnBroker

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.adapters.brokers.transports import fake_redis
from contractsai.adapters.brokers.transports.embedded import FORGETFUL
from contractsai.testing.conformance.brokers import BrokerConformance, BrokerUnderTest
from contractsai.testing.eventually import eventually
from contractsai.testing.leaks import LeakWatch
from contractsai.testing.providers import Unprovided, need_docker, provide_own
from contractsai.testing.servers.own import OwnServer
from contractsai.testing.servers.service import Service

BURST = int(os.environ.get("CONTRACTSAI_TEST_BURST", "2000"))
"""The kit's own is 10,000, which shows no more and takes five times as long."""
FEW = min(BURST, 100)
"""A burst for the server in this process: it and those who talk to it take turns."""


def started(server: OwnServer, watch: LeakWatch) -> Callable[[], None]:
    """Return how to start a server again: the new process is no leak of the test that did."""

    def start() -> None:
        server.start()
        watch.accept()

    return start


def as_redis(server: OwnServer, watch: LeakWatch, url: str | None = None) -> BrokerUnderTest:
    """Return a Redis to be tried, with a way to write into its lists below kombu."""
    address = server.url.replace("redis+socket", "unix")

    def put_raw(queue: str, item: bytes) -> None:
        with redis.Redis.from_url(address) as client:
            client.lpush(queue, item)

    def write(_queue: str) -> None:
        with redis.Redis.from_url(address) as client:
            eventually(lambda: is_written(client), what="all of it in the append-only file")

    return BrokerUnderTest(
        url or server.url,
        kill=server.kill,
        start=started(server, watch),
        put_raw=put_raw,
        settle=write,
        elsewhere=lambda port: f"redis://127.0.0.1:{port}/0",
    )


def is_written(client: redis.Redis) -> bool:
    """Return whether a kill would lose nothing.

    While the disk is busy with the second before, a server that syncs once a second answers first
    and writes up to two seconds later: docs/brokers.md.
    """
    told: Any = client.info("persistence")
    return not told.get("aof_buffer_length")


def need_an_engine() -> None:
    try:
        need_docker()
    except Unprovided as problem:
        pytest.skip(str(problem))


class TestRedis(BrokerConformance):
    """Redis 8 where there is Docker; else what this machine has."""

    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls, leak_watch: LeakWatch) -> Iterator[BrokerUnderTest]:
        try:
            context = provide_own(Service.REDIS)
        except Unprovided as problem:
            pytest.skip(str(problem))
        with context as server:
            yield as_redis(server, leak_watch)


class TestValkey(BrokerConformance):
    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls, leak_watch: LeakWatch) -> Iterator[BrokerUnderTest]:
        need_an_engine()
        from contractsai.testing.servers import docker

        with docker.own(Service.REDIS, make=docker.valkey) as server:
            yield as_redis(server, leak_watch, server.url.replace("redis://", "valkey://"))


class TestRabbitMQ(BrokerConformance):
    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls, leak_watch: LeakWatch) -> Iterator[BrokerUnderTest]:
        need_an_engine()
        from contractsai.testing.servers import docker

        with docker.own(Service.RABBITMQ) as server:
            yield BrokerUnderTest(
                server.url,
                kill=server.kill,
                start=started(server, leak_watch),
                put_raw=in_rabbitmq(server.url),
                settle=grow_old,
            )


YOUNG_SECONDS = 3
"""RabbitMQ forgets a quorum queue that is younger when its only node is killed: docs/adr/0010."""


def grow_old(_queue: str) -> None:
    due = time.monotonic() + YOUNG_SECONDS
    eventually(lambda: time.monotonic() > due, what="a queue that RabbitMQ remembers")


def in_rabbitmq(url: str) -> Callable[[str, bytes], None]:
    """Return how to put bytes into a queue of RabbitMQ, with no property at all."""

    def put_raw(queue: str, item: bytes) -> None:
        with kombu.Connection(url) as connection:
            channel = connection.default_channel
            channel.basic_publish(amqp.Message(item), exchange="", routing_key=queue)

    return put_raw


class TestEmbedded(BrokerConformance):
    """The private server of `contractsai up`, behind its socket."""

    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(
        cls, leak_watch: LeakWatch, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[BrokerUnderTest]:
        broker = OwnBroker(tmp_path_factory.mktemp("b"))
        broker.start()
        yield as_redis(
            OwnServer(broker.server.url, kill=broker.kill, start=broker.start), leak_watch
        )
        broker.close()


class TestEmbeddedInPython(BrokerConformance):
    """What `contractsai up` starts where there is no Valkey: another process, behind its socket."""

    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(
        cls, leak_watch: LeakWatch, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[BrokerUnderTest]:
        folder = tmp_path_factory.mktemp("p")
        broker = OwnBroker(folder, EmbeddedBroker(folder, find_server=lambda: None))
        broker.start()
        own = OwnServer(broker.server.url, kill=broker.kill, start=broker.start)
        yield replace(as_redis(own, leak_watch), settle=None, can=FORGETFUL)
        broker.close()


class TestMemory(BrokerConformance):
    burst = BURST

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls) -> BrokerUnderTest:
        return BrokerUnderTest("memory://")


class TestFakeRedis(BrokerConformance):
    """The server in Python, in this process, on the loopback behind a password."""

    burst = FEW

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls, leak_watch: LeakWatch) -> Iterator[BrokerUnderTest]:
        url = "fakeredis://kit"
        dialled = fake_redis.FAKE_REDIS.dialled(url)
        server = fake_redis.server_of(url)
        own = OwnServer(dialled, kill=server.stop, start=server.start)
        yield replace(as_redis(own, leak_watch, url), settle=None)  # it writes nothing
        server.stop()
