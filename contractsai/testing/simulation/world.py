"""What all simulated processes share, and the terms on which they run."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from contractsai.adapters.clock import StoreClock
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.simulation.broker import SimulatedBroker
from contractsai.testing.simulation.host import SimulatedHost, SimulatedSource
from contractsai.testing.simulation.scheduler import Process, Scheduler
from contractsai.testing.simulation.store import EPOCH, SimulatedStore
from contractsai.testing.simulation.watch import PromiseWatch

LEASE: Final = timedelta(seconds=15)
RETENTION: Final = timedelta(seconds=300)
GRACE_SECONDS: Final = 5.0
POLICY: Final = RetryPolicy(
    max_failures=3,
    max_crashes=3,
    base_delay=timedelta(seconds=5),
    max_delay=timedelta(seconds=60),
)


class WrongClock:
    """`Clock` of the machine that a process runs on."""

    def __init__(self, scheduler: Scheduler, process: Process) -> None:
        self._scheduler = scheduler
        self._process = process

    def now(self) -> datetime:
        """Return what the process believes the time to be."""
        return EPOCH + timedelta(seconds=self._scheduler.now) + self._process.skew


@dataclass(frozen=True)
class SimulatedWorld:
    """What all processes share, and what may go wrong with them."""

    scheduler: Scheduler
    chance: random.Random
    watch: PromiseWatch
    store: SimulatedStore
    broker: SimulatedBroker
    source: SimulatedSource
    host: SimulatedHost
    window: int
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def clock(self, process: Process) -> StoreClock:
        """Return the clock by which a process of ours decides, as in production."""
        return StoreClock(
            self.store.now,
            system=WrongClock(self.scheduler, process),
            monotonic=lambda: self.scheduler.now,
        )
