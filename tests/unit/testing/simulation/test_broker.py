"""The simulated broker does with messages what it is told to, and nothing else."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.testing.simulation.broker import SimulatedBroker
from contractsai.testing.simulation.faults import Fault, FaultKind, Faults
from contractsai.testing.simulation.scheduler import Process, Scheduler

LATE = datetime(2030, 1, 1, tzinfo=UTC)


class Bench:
    """A broker, a sender, and a receiver that notes what it takes and when."""

    def __init__(self, *plan: Fault, acks_late: bool = True, visibility: float = 1000) -> None:
        chance = random.Random(1)
        self.scheduler = Scheduler(chance)
        faults = Faults(plan, seconds=lambda: self.scheduler.now)
        self.broker = SimulatedBroker(
            self.scheduler, faults, chance, acks_late=acks_late, visibility_seconds=visibility
        )
        self.taken: list[str] = []
        self.refused: list[str] = []
        self.receiver = Process("receiver")

    def send(self, *ids: str) -> Process:
        def body() -> None:
            for document_id in ids:
                try:
                    self.broker.enqueue(DocumentId(document_id))
                except QueueUnavailable:
                    self.refused.append(document_id)

        process = Process("sender")
        self.scheduler.spawn(process, "sender", body)
        return process

    def receive(self, *, acks: bool = True) -> None:
        def body() -> None:
            while True:
                message, ack = self.broker.take()
                self.taken.append(message.body)
                if acks:
                    ack()

        self.scheduler.spawn(self.receiver, "receiver", body)

    def run(self, seconds: float = 10) -> Sequence[str]:
        self.scheduler.run(lambda: False, seconds=self.scheduler.now + seconds)
        return self.taken


def test_messages_arrive_once_and_in_order() -> None:
    bench = Bench()
    bench.receive()
    bench.send("a", "b", "c")

    assert bench.run(5000) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (FaultKind.MESSAGE_LOST, ["a", "c"], []),
        (FaultKind.MESSAGE_REPEATED, ["a", "b", "c", "b"], []),
        (FaultKind.MESSAGE_DELAYED, ["a", "c", "b"], []),
        (FaultKind.MESSAGE_REFUSED, ["a", "c"], ["b"]),
        (FaultKind.MESSAGE_SENT_YET_REFUSED, ["a", "b", "c"], ["b"]),
        (FaultKind.DELIVERY_LOST, ["a", "c"], []),
        (FaultKind.DELIVERY_REPEATED, ["a", "b", "c", "b"], []),
    ],
)
def test_the_second_message_meets_its_fate(
    kind: FaultKind, taken: list[str], refused: list[str]
) -> None:
    bench = Bench(Fault(kind, nth=2, seconds=3, pick=4))
    bench.receive()
    bench.send("a", "b", "c")

    assert bench.run() == taken
    assert bench.refused == refused


def test_a_tick_comes_before_documents() -> None:
    bench = Bench()
    bench.send("a")
    bench.run(1)
    bench.broker.send_tick("rescue", expires_at=LATE)
    bench.receive()

    assert bench.run() == ["rescue", "a"]


def test_what_nobody_acknowledges_comes_back() -> None:
    bench = Bench(visibility=4)
    bench.receive(acks=False)
    bench.send("a")

    assert bench.run(9) == ["a", "a", "a"]


def test_what_is_acknowledged_early_is_gone_with_its_receiver() -> None:
    bench = Bench(acks_late=False, visibility=4)
    bench.receive(acks=False)
    bench.send("a")

    assert bench.run(60) == ["a"]


def test_a_wiped_queue_is_empty() -> None:
    bench = Bench()
    bench.send("a", "b")
    bench.run(1)

    bench.broker.wipe()
    bench.receive()

    assert bench.run() == []


def test_a_broker_that_is_away_refuses_and_delivers_nothing_until_it_is_back() -> None:
    bench = Bench()
    bench.send("a")
    bench.run(1)
    bench.broker.away_until = 20
    bench.receive()
    bench.send("b")
    while_away = list(bench.run(10))

    assert (while_away, bench.refused) == ([], ["b"])
    assert bench.run(20) == ["a"]


@pytest.mark.parametrize(
    ("kind", "taken"),
    [(FaultKind.KILLED_BEFORE_SEND, []), (FaultKind.KILLED_AFTER_SEND, ["a"])],
)
def test_a_sender_dies_before_or_after_its_message_is_one(
    kind: FaultKind, taken: list[str]
) -> None:
    bench = Bench(Fault(kind, nth=1))
    bench.receive()
    sender = bench.send("a", "b")

    assert bench.run() == taken
    assert sender.is_dead
