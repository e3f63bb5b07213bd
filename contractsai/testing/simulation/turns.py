"""The simulated database's turns: virtual time, and the faults that hit statements and commits."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from contractsai.domain.errors import StoreUnavailable
from contractsai.testing.simulation.faults import FaultKind, Faults
from contractsai.testing.simulation.scheduler import Process, Scheduler
from contractsai.testing.simulation.watch import Broken, PromiseWatch

CONNECT_SECONDS: Final = 3.0  # what it takes at the most to learn that nobody is there
FIRST_LOOK_SECONDS: Final = 0.001
LONGEST_LOOK_SECONDS: Final = 0.25


class SimulatedTurns:
    """`Turns` of the simulation.

    Attributes:
        away_until: the database answers nobody before.
        thaw_at_rescue: frozen processes that go on when a rescue looks at a document.
        thaw_at_replacement: those that go on when another process holds what they held.
    """

    def __init__(
        self, scheduler: Scheduler, faults: Faults, chance: random.Random, watch: PromiseWatch
    ) -> None:
        self.away_until = 0.0
        self.thaw_at_rescue: list[Process] = []
        self.thaw_at_replacement: list[Process] = []
        self._scheduler = scheduler
        self._faults = faults
        self._chance = chance
        self._watch = watch

    @property
    def seconds(self) -> float:
        """The instant, in virtual seconds."""
        return self._scheduler.now

    def statement(self, what: str) -> None:
        """Let a statement take its time, or fail."""
        self._scheduler.step(what)
        self._thaw(what)
        self._refuse_if_away()
        if self._faults.hit(FaultKind.STATEMENT_FAILED) is not None:
            raise self.outage("fault: the statement failed")

    def _thaw(self, what: str) -> None:
        """Let frozen processes go on at the worst moment."""
        if what == "documents.get" and self._scheduler.current.doing == "rescue":
            while self.thaw_at_rescue:
                self._scheduler.thaw(self.thaw_at_rescue.pop())
        for process in [*self.thaw_at_replacement]:
            if self._watch.is_replaced(process):
                self.thaw_at_replacement.remove(process)
                self._scheduler.thaw(process)

    def alone(self) -> AbstractContextManager[object]:
        """Return a context in which nobody else acts: nobody does between two steps."""
        return nullcontext()

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Look again and again, ever more seldom."""
        deadline = self.seconds + seconds
        pause = FIRST_LOOK_SECONDS
        while not until():
            if self.seconds >= deadline:
                return False
            self._scheduler.sleep(min(pause, max(deadline - self.seconds, FIRST_LOOK_SECONDS)))
            pause = min(2 * pause, LONGEST_LOOK_SECONDS)
        return True

    def committing(self, commit: Callable[[], None]) -> None:
        """Let a commit take its time; the worst that can happen to one happens here."""
        process = self._scheduler.current.process
        if self._faults.hit(FaultKind.KILLED_BEFORE_COMMIT) is not None:
            self._scheduler.kill(process)
        if (fault := self._faults.hit(FaultKind.FROZEN_BEFORE_COMMIT)) is not None:
            self._scheduler.freeze(process, fault.seconds)
        self._scheduler.step("commit")
        self._refuse_if_away()
        if self._faults.hit(FaultKind.COMMIT_FAILED) is not None:
            raise self.outage("fault: the commit failed")
        commit()
        if self._faults.hit(FaultKind.KILLED_AFTER_COMMIT) is not None:
            self._scheduler.kill(process)
        if self._faults.hit(FaultKind.REPLY_LOST) is not None:
            raise self.outage("fault: committed, but the reply was lost")

    def outage(self, what: str) -> StoreUnavailable:
        """Return the error, and remember that the current attempt met it."""
        self._watch.excuse(what)
        self._scheduler.note(what)
        return StoreUnavailable(what)

    def deadlock(self, what: str) -> BaseException:
        """Return what ends the schedule: PostgreSQL would end one of the two after a second."""
        return Broken(what)

    def _refuse_if_away(self) -> None:
        if self.seconds < self.away_until:
            self._scheduler.sleep(self._chance.random() * CONNECT_SECONDS)
            raise self.outage("the database is away")
