"""A kit that passes whatever it is given proves nothing: each planted fault is found, by name.

The server is sound, and what stands between it and the kit is not: it says that it can do what a
Redis can, and does not.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from kombu.transport import redis

from contractsai.adapters.brokers.transports import fake_redis
from contractsai.adapters.brokers.transports.redis_channel import CheckingChannel, SlotFreeingQoS
from contractsai.testing.conformance.brokers import Bench, BrokerConformance, BrokerUnderTest

Kit = BrokerConformance
Case = Callable[[BrokerConformance, Bench], None]
NO_PATIENCE = 1.0  # for what is not going to come; a sound broker is given the usual


class Loses(CheckingChannel):
    """Every third message is taken, and goes nowhere."""

    sent = 0

    def _put(self, queue: str, message: Any, **options: Any) -> None:
        Loses.sent += 1
        if Loses.sent % 3:
            super()._put(queue, message, **options)


class Doubles(CheckingChannel):
    """Every message is there twice."""

    def _put(self, queue: str, message: Any, **options: Any) -> None:
        super()._put(queue, message, **options)
        super()._put(queue, message, **options)


class Reorders(CheckingChannel):
    """What came last is handed out first."""

    def _put(self, queue: str, message: Any, **options: Any) -> None:
        with self.conn_or_acquire() as client:
            client.rpush(queue, redis.dumps(message))


class ForgetfulQoS(SlotFreeingQoS):
    def append(self, message: Any, delivery_tag: str) -> None:
        redis.virtual.QoS.append(self, message, delivery_tag)


class AcksEarly(CheckingChannel):
    """What is handed out is on no list: who is killed takes it along."""

    QoS = ForgetfulQoS
    do_restore = False


class NeverAcksQoS(SlotFreeingQoS):
    def ack(self, delivery_tag: str) -> None:
        redis.virtual.QoS.ack(self, delivery_tag)


class NeverAcks(CheckingChannel):
    """What was acknowledged is handed out again."""

    QoS = NeverAcksQoS


class Miscounts(CheckingChannel):
    """A queue is always said to be empty."""

    def _size(self, queue: str) -> int:
        return 0


class PurgesNothing(CheckingChannel):
    """A purge says of how many, and they are there all the same."""

    def _purge(self, queue: str) -> int:
        return int(self._size(queue))


class Shares(CheckingChannel):
    """All queues are one."""

    def _put(self, queue: str, message: Any, **options: Any) -> None:
        super()._put(queue.removesuffix("-other"), message, **options)


class Deaf(CheckingChannel):
    """Commands to workers are taken, and reach nobody."""

    def _put_fanout(self, exchange: str, message: Any, routing_key: str, **_: Any) -> None:
        return


class Truncates(CheckingChannel):
    """Large messages lose their end."""

    def _put(self, queue: str, message: Any, **options: Any) -> None:
        super()._put(queue, {**message, "body": message["body"][:4000]}, **options)


class Greedy(SlotFreeingQoS):
    def can_consume(self) -> bool:
        return True


class TakesAll(CheckingChannel):
    """One receiver gets whatever is there, and leaves others nothing."""

    QoS = Greedy


FAULTS: dict[type[CheckingChannel], Case] = {
    Loses: Kit.test_a_burst_arrives_whole,
    Doubles: Kit.test_what_was_acknowledged_does_not_come_back,
    Reorders: Kit.test_messages_keep_their_order_or_the_broker_does_not_say_so,
    AcksEarly: Kit.test_who_leaves_gives_back_what_it_holds_or_the_broker_says_so,
    NeverAcks: Kit.test_what_was_acknowledged_does_not_come_back_with_what_was_not,
    Miscounts: Kit.test_depth_counts_what_waits,
    PurgesNothing: Kit.test_a_purge_empties_the_queue_and_says_of_how_many,
    Shares: Kit.test_queues_of_other_services_stay_theirs,
    Deaf: Kit.test_a_command_reaches_every_worker_and_the_answers_come_back,
    Truncates: Kit.test_the_largest_message_of_ours_arrives,
    TakesAll: Kit.test_a_receiver_gets_no_more_at_once_than_it_asked_for,
}


DENIED: dict[str, Case] = {
    "shared": Kit.test_another_process_reaches_it_or_it_says_that_none_does,
    "durable": Kit.test_what_it_had_accepted_is_there_after_a_kill_or_it_does_not_say_so,
    "redelivers": Kit.test_who_leaves_gives_back_what_it_holds_or_the_broker_says_so,
    "oldest_age": Kit.test_who_tells_an_age_says_how_and_nobody_else,
    "priorities": Kit.test_an_urgent_message_overtakes_or_the_broker_does_not_say_so,
    "remote_control": Kit.test_a_command_to_one_worker_is_answered_by_that_one,
    "events": Kit.test_events_reach_whoever_listens_or_the_broker_does_not_say_so,
}
"""What can be denied by a broker that does it. A depth and a purge are refused for whoever denies
them; and to promise no order is no promise to change it."""
HONEST: list[tuple[type[CheckingChannel], str, Case]] = [
    (Reorders, "ordered", Kit.test_messages_keep_their_order_or_the_broker_does_not_say_so),
    (AcksEarly, "redelivers", Kit.test_who_leaves_gives_back_what_it_holds_or_the_broker_says_so),
    (AcksEarly, "redelivers", Kit.test_a_killed_receiver_loses_nothing_or_the_broker_says_so),
    (
        AcksEarly,
        "redelivers",
        Kit.test_what_was_acknowledged_does_not_come_back_with_what_was_not,
    ),
    (Deaf, "remote_control", Kit.test_a_command_reaches_every_worker_and_the_answers_come_back),
    (Deaf, "events", Kit.test_events_reach_whoever_listens_or_the_broker_does_not_say_so),
]


def denying(bench: Bench, capability: str) -> Bench:
    """Return the bench, with a broker that says it cannot do something."""
    cannot = replace(bench.broker.capabilities, **{capability: False})
    bench.broker = replace(bench.broker, capabilities=cannot)
    return bench


@pytest.fixture
def a_bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Bench]]:
    """Return how to make a bench on a sound server, behind a channel of some kind."""
    url = "fakeredis://planted"
    server = fake_redis.server_of(url)
    server.stop()
    server.start()
    benches: list[Bench] = []

    def make(
        channel: type[CheckingChannel] = CheckingChannel, address: str = url, **hurt: Any
    ) -> Bench:
        bench = Bench(BrokerUnderTest(address, **hurt), burst=100)
        monkeypatch.setattr(redis.Transport, "Channel", channel)
        if channel is not CheckingChannel:
            bench.patience_seconds = NO_PATIENCE
        benches.append(bench)
        return bench

    yield make
    for bench in benches:
        bench.__exit__(None, None, None)
    server.stop()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found_by_its_case(
    a_bench: Callable[..., Bench], fault: type[CheckingChannel]
) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        FAULTS[fault](Kit(), a_bench(fault))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_sound_broker_passes_the_same_case(
    a_bench: Callable[..., Bench], fault: type[CheckingChannel]
) -> None:
    """Else the case would find faults that are not there."""
    FAULTS[fault](Kit(), a_bench())


@pytest.mark.parametrize("capability", DENIED)
def test_who_says_that_it_cannot_and_does_is_found(
    a_bench: Callable[..., Bench], capability: str
) -> None:
    """Capabilities are asserted, not skipped: a modest broker is a wrong table in the docs."""
    server = fake_redis.server_of("fakeredis://planted")
    bench = denying(a_bench(address=server.url, kill=lambda: None, start=lambda: None), capability)
    bench.silence_seconds = bench.patience_seconds  # it comes; so nobody waits for as long

    with pytest.raises(AssertionError):
        DENIED[capability](Kit(), bench)


@pytest.mark.parametrize(
    ("broker", "capability", "case"), HONEST, ids=lambda each: getattr(each, "__name__", each)
)
def test_who_says_that_it_cannot_and_does_not_passes(
    a_bench: Callable[..., Bench], broker: type[CheckingChannel], capability: str, case: Case
) -> None:
    """What is a fault of one that promises it, is none of one that does not."""
    bench = denying(a_bench(broker), capability)
    if broker is AcksEarly:  # also in the process that is going to be killed
        taker = bench.taker
        bench.taker = lambda count, **_: taker(count, acknowledges=True)  # type: ignore[method-assign]  # of this one

    case(Kit(), bench)


class Endless:
    """A sender that waits for its broker for ever."""

    def __init__(self, end: threading.Event) -> None:
        self._end = end

    def enqueue(self, _: str) -> None:
        self._end.wait()


class Careless:
    """A sender that believes a broker that says nothing."""

    def enqueue(self, _: str) -> None:
        return


@pytest.mark.parametrize("kind", [Endless, Careless])
def test_a_sender_that_tells_nobody_of_an_outage_is_found(
    a_bench: Callable[..., Bench], kind: type[Endless | Careless]
) -> None:
    """The case waits no longer than its patience lasts."""
    bench, end = a_bench(address=fake_redis.server_of("fakeredis://planted").url), threading.Event()
    bench.patience_seconds = NO_PATIENCE
    planted: Any = Endless(end) if kind is Endless else Careless()
    bench.sender = lambda *_: planted  # type: ignore[method-assign]  # of this one

    try:
        for case in (
            Kit.test_a_sender_does_not_wait_for_ever_for_a_silent_broker,
            Kit.test_a_sender_is_told_that_the_broker_is_away,
        ):
            with pytest.raises(AssertionError):
                case(Kit(), bench)
    finally:
        end.set()


def test_a_broker_that_forgets_and_says_that_it_does_not_is_found(
    a_bench: Callable[..., Bench],
) -> None:
    """The server keeps nothing over a restart; the declaration says that it does."""
    server = fake_redis.server_of("fakeredis://planted")
    bench = a_bench(kill=server.stop, start=server.start)
    sound = bench.broker
    case = Kit.test_what_it_had_accepted_is_there_after_a_kill_or_it_does_not_say_so

    case(Kit(), bench)
    bench.broker = replace(sound, capabilities=replace(sound.capabilities, durable=True))
    bench.patience_seconds = NO_PATIENCE
    with pytest.raises(AssertionError):
        case(Kit(), bench)
