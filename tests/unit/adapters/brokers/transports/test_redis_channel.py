"""A Redis that anybody may write to: what is no envelope is dropped, and no slot is lost."""

import json
from typing import Any

import pytest
from fakeredis import FakeRedisConnection, FakeServer
from hypothesis import given, settings
from hypothesis import strategies as st
from kombu import Connection
from kombu.transport import redis as kombu_redis

from contractsai.adapters.brokers.admission import NotOurs
from contractsai.adapters.brokers.transports.redis_channel import (
    CheckingChannel,
    SlotFreeingQoS,
    Unreadable,
    read_envelope,
    read_item,
    read_record,
    use_checking_channels,
)
from contractsai.testing.fuzz import messages


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


@pytest.mark.parametrize(("qos", "is_deaf"), [(SlotFreeingQoS, False), (kombu_redis.QoS, True)])
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


def test_redis_channels_check_what_comes_once_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kombu_redis.Transport, "Channel", kombu_redis.Channel)  # put back
    monkeypatch.setattr(kombu_redis, "loads", kombu_redis.loads)  # afterwards

    use_checking_channels()

    assert kombu_redis.Transport.Channel is CheckingChannel
    assert issubclass(CheckingChannel.QoS, SlotFreeingQoS)
    assert kombu_redis.loads is read_item


@pytest.mark.parametrize("name", ["contractsai", "a", "mine", "x-1", "documents"])
def test_ticks_come_first_whatever_the_queues_are_called(name: str) -> None:
    """Kombu's own order is that of a set: chance, anew in each worker."""
    members = {"connection_class": a_redis(FakeServer())}
    channel_class = type("Channel", (CheckingChannel,), members)
    transport = type("Transport", (kombu_redis.Transport,), {"Channel": channel_class})
    with Connection("redis://localhost/0", transport=transport) as connection:
        channel = connection.default_channel
        names = [f"{name}.{number}" for number in range(8)]
        for number, queue in enumerate(names):
            channel.basic_consume(queue, False, print, str(number))

        assert channel._queue_cycle.consume(8) == names


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, content in messages.refused().items()
        if "compression" in (content.headers or {})
    ],
)
def test_a_compressed_message_is_refused_before_it_is_opened(name: str) -> None:
    """A kilobyte may hold a gigabyte."""
    with pytest.raises(NotOurs):
        read_envelope(messages.envelope(messages.refused()[name]))


@settings(max_examples=100, deadline=None)
@given(raw=JSON)
def test_whatever_is_in_a_list_of_redis_the_answer_is_yes_or_no(raw: Any) -> None:
    for read in (read_envelope, lambda item: read_record(json.dumps(item))):
        with pytest.raises(NotOurs):
            read(raw)


@pytest.mark.parametrize("item", messages.raw_items())
def test_an_item_that_is_no_envelope_is_refused(item: bytes) -> None:
    with pytest.raises(NotOurs):
        read_envelope(read_item(item))


@pytest.mark.parametrize("seed", range(5))
def test_an_envelope_with_junk_in_it_can_be_opened_or_is_refused(seed: int) -> None:
    """What is let through has what kombu reads without looking."""
    for raw in messages.mutations(seed, 200):
        try:
            found = read_envelope(raw)
        except NotOurs:
            continue
        assert isinstance(found["body"], str)
        assert isinstance(found["properties"]["delivery_info"], dict)
        assert not found["headers"].get("compression")


def test_two_messages_with_one_delivery_tag_get_one_each() -> None:
    """Else the second would be acknowledged with the first."""
    raw = messages.envelope(messages.good())
    tags = {read_envelope(raw)["properties"]["delivery_tag"] for _ in range(2)}

    assert len(tags) == 2
    assert raw["properties"]["delivery_tag"] not in tags


def test_an_item_is_looked_into_up_to_a_size() -> None:
    assert read_item(b"x" * 2_000_000) == Unreadable("size", 2_000_000)
