"""A worker does not go deaf over an acknowledgement that was lost."""

from typing import Any

import pytest
from fakeredis import FakeRedisConnection, FakeServer
from kombu import Connection
from kombu.transport import redis as kombu_redis

from contractsai.adapters.brokers.redis_channel import (
    GuardedChannel,
    HonestQoS,
    guard_channels,
    read_item,
)


def a_redis(server: FakeServer) -> type[FakeRedisConnection]:
    class OurConnection(FakeRedisConnection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "server": server})

    return OurConnection


def a_connection(server: FakeServer, qos: type[kombu_redis.QoS]) -> Connection:
    members = {"connection_class": a_redis(server), "QoS": qos}
    channel = type("Channel", (kombu_redis.Channel,), members)
    transport = type("Transport", (kombu_redis.Transport,), {"Channel": channel})
    return Connection("redis://localhost/0", transport=transport)


@pytest.mark.parametrize(("qos", "is_deaf"), [(HonestQoS, False), (kombu_redis.QoS, True)])
def test_a_lost_acknowledgement_takes_no_place_for_good(
    qos: type[kombu_redis.QoS],
    is_deaf: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Kombu's own goes deaf: once that changes, ours can go."""
    server = FakeServer()
    with a_connection(server, qos) as connection:
        connection.SimpleQueue("q").put("message")
        channel = connection.default_channel
        channel.basic_qos(0, 1, False)
        message = channel.basic_get("q")
        assert message
        assert not channel.qos.can_consume()

        server.connected = False
        with pytest.raises(connection.connection_errors):
            message.ack()
        server.connected = True

        assert channel.qos.can_consume() is not is_deaf


def test_redis_channels_are_guarded_once_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kombu_redis.Transport, "Channel", kombu_redis.Channel)  # put back
    monkeypatch.setattr(kombu_redis, "loads", kombu_redis.loads)  # afterwards

    guard_channels()

    assert kombu_redis.Transport.Channel is GuardedChannel
    assert issubclass(GuardedChannel.QoS, HonestQoS)
    assert kombu_redis.loads is read_item


@pytest.mark.parametrize("name", ["contractsai", "a", "mine", "x-1", "documents"])
def test_ticks_come_first_whatever_the_queues_are_called(name: str) -> None:
    """Kombu's own order is that of a set: chance, anew in each worker."""
    members = {"connection_class": a_redis(FakeServer())}
    channel_class = type("Channel", (GuardedChannel,), members)
    transport = type("Transport", (kombu_redis.Transport,), {"Channel": channel_class})
    with Connection("redis://localhost/0", transport=transport) as connection:
        channel = connection.default_channel
        names = [f"{name}.{number}" for number in range(8)]
        for number, queue in enumerate(names):
            channel.basic_consume(queue, False, print, str(number))

        assert channel._queue_cycle.consume(8) == names
