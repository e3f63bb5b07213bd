"""A broker that keeps no promise: it loses, repeats, delays and reorders, and goes away.

Two queues, as in production: ticks, which are served first and expire by the sender's clock, and
documents.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.testing.simulation.faults import Fault, FaultKind, Faults
from contractsai.testing.simulation.scheduler import Actor, Scheduler

LOOK_SECONDS: Final = 0.2  # a slot that waits looks again after that, too: wake-ups can be missed


@dataclass(frozen=True, slots=True)
class Message:
    """What the broker carries: a document's id, or the name of a tick."""

    body: str
    is_tick: bool = False
    expires_at: datetime | None = None


class SimulatedBroker:
    """`DocumentQueue`, and the other end of it.

    Attributes:
        acks_late: whether a message is kept until its task has ended.
        visibility_seconds: when a message that nobody acknowledged is delivered again, dead or not.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        faults: Faults,
        chance: random.Random,
        *,
        acks_late: bool,
        visibility_seconds: float,
    ) -> None:
        self.acks_late = acks_late
        self.visibility_seconds = visibility_seconds
        self.away_until = 0.0
        self.shuffled_until = 0.0
        self._scheduler = scheduler
        self._faults = faults
        self._chance = chance
        self._ticks: list[Message] = []
        self._documents: list[Message] = []
        self._unacked: set[int] = set()
        self._deliveries = 0
        self._waiting: list[Actor] = []

    def enqueue(self, document_id: DocumentId) -> None:
        """Send a document's message, or worse."""
        self._kill_at(FaultKind.KILLED_BEFORE_SEND)
        self._scheduler.step(f"send {document_id}")
        self._refuse_if_away()
        message = Message(document_id)
        for kind, misdeed in self._misdeeds(message).items():
            if (fault := self._faults.hit(kind)) is not None:
                self._scheduler.note(f"fault: {fault}")
                misdeed(fault)
                break
        else:
            self._put(message)
        self._kill_at(FaultKind.KILLED_AFTER_SEND)

    def send_tick(self, name: str, *, expires_at: datetime) -> None:
        """Send a tick; the broker being away costs just that."""
        if self._scheduler.now >= self.away_until:
            self._put(Message(name, is_tick=True, expires_at=expires_at))

    def take(self) -> tuple[Message, Callable[[], None]]:
        """Wait for a message, and return it with how to acknowledge it."""
        scheduler = self._scheduler
        while not self._ready():
            self._waiting.append(scheduler.current)
            scheduler.park(LOOK_SECONDS if scheduler.now < self.away_until else None)
        message = self._pop()
        scheduler.note(f"takes {message.body}")
        if (fault := self._faults.hit(FaultKind.DELIVERY_REPEATED)) is not None:
            self._later(message, fault.pick / 2)
        if self._faults.hit(FaultKind.DELIVERY_LOST) is not None:
            scheduler.note("fault: it is lost on the way")
            return self.take()
        return message, self._unacked_until_told(message)

    def wipe(self) -> None:
        """Forget every message."""
        self._ticks.clear()
        self._documents.clear()
        self._unacked.clear()

    def _misdeeds(self, message: Message) -> dict[FaultKind, Callable[[Fault], None]]:
        def refuse(_: Fault) -> None:
            raise self._refusal("refused")

        def send_yet_refuse(_: Fault) -> None:
            self._put(message)
            raise self._refusal("the reply was lost")

        def repeat(fault: Fault) -> None:
            self._put(message)
            self._later(message, fault.pick)

        return {
            FaultKind.MESSAGE_LOST: lambda _: None,
            FaultKind.MESSAGE_REPEATED: repeat,
            FaultKind.MESSAGE_DELAYED: lambda fault: self._later(message, fault.seconds),
            FaultKind.MESSAGE_REFUSED: refuse,
            FaultKind.MESSAGE_SENT_YET_REFUSED: send_yet_refuse,
        }

    def _unacked_until_told(self, message: Message) -> Callable[[], None]:
        """Keep a copy that comes back unless it is acknowledged in time."""
        self._deliveries += 1
        delivery = self._deliveries
        if not self.acks_late:
            return lambda: None
        self._unacked.add(delivery)

        def restore() -> None:
            if delivery in self._unacked:
                self._unacked.discard(delivery)
                self._put(message)

        def ack() -> None:
            self._kill_at(FaultKind.KILLED_BEFORE_ACK)
            self._scheduler.step("ack")
            self._unacked.discard(delivery)

        self._scheduler.at(self._scheduler.now + self.visibility_seconds, restore)
        return ack

    def _ready(self) -> bool:
        is_there = self._scheduler.now >= self.away_until
        return is_there and bool(self._ticks or self._documents)

    def _pop(self) -> Message:
        if self._ticks:
            return self._ticks.pop(0)
        is_shuffled = self._scheduler.now < self.shuffled_until
        index = self._chance.randrange(len(self._documents)) if is_shuffled else 0
        return self._documents.pop(index)

    def _put(self, message: Message) -> None:
        (self._ticks if message.is_tick else self._documents).append(message)
        while self._waiting:
            actor = self._waiting.pop(0)
            if not actor.process.is_dead:
                self._scheduler.wake(actor)

    def _later(self, message: Message, seconds: float) -> None:
        self._scheduler.at(self._scheduler.now + seconds, lambda: self._put(message))

    def _refuse_if_away(self) -> None:
        if self._scheduler.now < self.away_until:
            raise self._refusal("away")

    def _refusal(self, why: str) -> QueueUnavailable:
        self._scheduler.when_hit(self._scheduler.current.process, why)
        return QueueUnavailable(why)

    def _kill_at(self, kind: FaultKind) -> None:
        fault = self._faults.hit(kind)
        if fault is not None:
            self._scheduler.kill(self._scheduler.current.process)
