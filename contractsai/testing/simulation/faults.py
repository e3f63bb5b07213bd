"""What can go wrong, and the plan of what goes wrong in one schedule.

A plan is drawn before the schedule runs, as a list of faults that each can be left out: that is
what lets a failing schedule be replayed and made smaller. Each plan draws from a few kinds only,
because faults hide each other ("Swarm Testing", Groce et al., ISSTA 2012).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

QUIET_AT: Final = 150.0
"""Virtual seconds after which nothing new goes wrong."""


class FaultKind(StrEnum):
    """Every way in which the world misbehaves."""

    # A message, counted from the first one that is sent
    MESSAGE_LOST = "message lost"
    MESSAGE_REPEATED = "message repeated"
    MESSAGE_DELAYED = "message delayed"
    MESSAGE_REFUSED = "message refused"
    MESSAGE_SENT_YET_REFUSED = "message sent, and the sender told it was not"
    # A delivery, counted from the first one
    DELIVERY_LOST = "message taken from the queue and lost"
    DELIVERY_REPEATED = "message delivered to another worker too"
    # The broker, at an instant
    QUEUE_WIPED = "queue wiped"
    QUEUE_SHUFFLED = "messages reordered"
    BROKER_AWAY = "broker away"
    # A worker, at its n-th durable step, or at an instant
    KILLED_BEFORE_COMMIT = "worker killed before a commit"
    KILLED_AFTER_COMMIT = "worker killed after a commit"
    FROZEN_BEFORE_COMMIT = "worker frozen before a commit"
    KILLED_BEFORE_SEND = "worker killed before it sends a message"
    KILLED_AFTER_SEND = "worker killed after it sent a message"
    KILLED_BEFORE_ACK = "worker killed before an acknowledgement"
    WORKER_KILLED = "worker killed"
    SLOT_KILLED = "one process of a worker's pool killed"
    WORKER_FROZEN = "worker frozen and thawed"
    THAWED_AT_RESCUE = "worker frozen, and thawed while a rescue looks at its document"
    THAWED_AT_REPLACEMENT = "worker frozen, and thawed when another one runs its document"
    WORKER_STOPPED = "worker told to stop"
    CLOCK_SKEWED = "worker's clock off"
    # An analysis, counted from the first one
    ANALYSIS_CRASHED = "analysis process crashed"
    ANALYSIS_FAILED = "analysis raised"
    ANALYSIS_SLOW = "analysis slow"
    # The database, at its n-th statement or commit, or at an instant
    STATEMENT_FAILED = "statement failed"
    COMMIT_FAILED = "commit failed"
    REPLY_LOST = "commit's reply lost"
    STORE_AWAY = "database away"
    # The ticks
    BEAT_STOPPED = "beat stopped"
    BEAT_DOUBLED = "second beat"
    BEAT_SKEWED = "beat's clock off"
    # People, at an instant
    CANCELLED = "job cancelled"
    REOPENED = "job retried"
    API_KILLED = "API killed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        nth: at which occurrence of what it hits, from 1; 0 for faults that come at an instant.
        at: virtual seconds; for faults that come at an instant.
        seconds: how long it lasts, or by how much a clock is off.
        pick: which worker, job or message; taken modulo their number.
    """

    kind: FaultKind
    nth: int = 0
    at: float = 0.0
    seconds: float = 0.0
    pick: int = 0

    def __str__(self) -> str:
        where = f"number {self.nth}" if self.nth else f"at {self.at:.1f} s, of {self.pick}"
        length = f", {self.seconds:+.1f} s" if self.seconds else ""
        return f"{self.kind} ({where}{length})"


K = FaultKind
_COUNTED: Final = {
    K.MESSAGE_LOST: 40,
    K.MESSAGE_REPEATED: 40,
    K.MESSAGE_DELAYED: 40,
    K.MESSAGE_REFUSED: 40,
    K.MESSAGE_SENT_YET_REFUSED: 40,
    K.DELIVERY_LOST: 60,
    K.DELIVERY_REPEATED: 60,
    K.KILLED_BEFORE_COMMIT: 120,
    K.KILLED_AFTER_COMMIT: 120,
    K.FROZEN_BEFORE_COMMIT: 120,
    K.KILLED_BEFORE_SEND: 30,
    K.KILLED_AFTER_SEND: 30,
    K.KILLED_BEFORE_ACK: 60,
    K.ANALYSIS_CRASHED: 12,
    K.ANALYSIS_FAILED: 12,
    K.ANALYSIS_SLOW: 12,
    K.STATEMENT_FAILED: 400,
    K.COMMIT_FAILED: 120,
    K.REPLY_LOST: 120,
}
"""Kinds that hit the n-th occurrence, and the greatest n that is drawn."""

_SECONDS: Final[dict[FaultKind, tuple[float, float]]] = {
    K.MESSAGE_DELAYED: (1, 200),
    K.QUEUE_SHUFFLED: (5, 60),
    K.BROKER_AWAY: (1, 90),
    K.FROZEN_BEFORE_COMMIT: (2, 60),
    K.WORKER_FROZEN: (2, 60),
    K.THAWED_AT_RESCUE: (90, 90),
    K.THAWED_AT_REPLACEMENT: (90, 90),
    K.ANALYSIS_SLOW: (20, 60),
    K.STORE_AWAY: (0.2, 60),
    K.BEAT_STOPPED: (5, 120),
    K.BEAT_SKEWED: (-400, 400),
    K.CLOCK_SKEWED: (-400, 400),
}
_FEWEST_KINDS: Final = 2
_MOST_KINDS: Final = 7
_MOST_FAULTS: Final = 8
_LAST_AT: Final = QUIET_AT / 2


def draw_plan(chance: random.Random) -> list[Fault]:
    """Return what goes wrong in one schedule: a few faults of a few kinds."""
    kinds = chance.sample(list(FaultKind), chance.randint(_FEWEST_KINDS, _MOST_KINDS))
    return [
        draw_fault(chance, chance.choice(kinds)) for _ in range(chance.randint(1, _MOST_FAULTS))
    ]


def draw_fault(chance: random.Random, kind: FaultKind) -> Fault:
    """Return a fault of one kind, sooner rather than later."""
    shortest, longest = _SECONDS.get(kind, (0.0, 0.0))
    seconds = round(chance.uniform(shortest, longest), 1)
    if kind in _COUNTED:
        nth = max(1, round(_COUNTED[kind] ** chance.random()))
        return Fault(kind, nth=nth, seconds=seconds, pick=chance.randrange(12))
    soonest, power = (0.0, 2) if kind is not K.REOPENED else (_LAST_AT / 4, 1)
    at = round(soonest + (_LAST_AT - soonest) * chance.random() ** power, 1)
    return Fault(kind, at=at, seconds=seconds, pick=chance.randrange(12))


class Faults:
    """The plan as it comes true."""

    def __init__(self, plan: Sequence[Fault], *, seconds: Callable[[], float]) -> None:
        """Take the plan and how to tell the instant."""
        self.plan = plan
        self.happened: list[Fault] = []
        self._seconds = seconds
        self._counted: dict[tuple[FaultKind, int], list[Fault]] = {}
        self._seen: dict[FaultKind, int] = {}
        for fault in plan:
            if fault.nth:
                self._counted.setdefault((fault.kind, fault.nth), []).append(fault)

    def timed(self) -> list[Fault]:
        """Return the faults that come at an instant."""
        return [fault for fault in self.plan if not fault.nth]

    def hit(self, kind: FaultKind) -> Fault | None:
        """Count an occurrence of what *kind* hits, and return the fault if it is its turn."""
        number = self._seen[kind] = self._seen.get(kind, 0) + 1
        due = self._counted.get((kind, number))
        if due is None or self._seconds() > QUIET_AT:
            return None
        self.happened.append(due[0])
        return due[0]
