"""Virtual time, and who acts when: one thread, every interleaving a consequence of one seed.

The code under test runs unmodified in greenlets. Whenever it calls a port, that call takes some
virtual time, and the actor whose call is over first goes on. Processes can be frozen and killed at
any such point, which is what makes them as unreliable as real ones.
"""

import heapq
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

from greenlet import getcurrent, greenlet

QUICK_SECONDS: Final = 0.003  # what most calls take at the most
SLOW_SECONDS: Final = 0.4  # what one in fifty takes at the most
ONE_IN: Final = 50


class Killed(BaseException):
    """What a SIGKILL is to the code that runs: nothing catches it and nothing is written."""


class Stuck(AssertionError):
    """More steps than any schedule should need: something goes round in circles."""


@dataclass(eq=False)
class Process:
    """What is frozen or killed as one.

    Attributes:
        skew: how far its clock is ahead.
        frozen_until: virtual seconds; nothing of it acts before.
    """

    name: str
    skew: timedelta = timedelta(0)
    frozen_until: float = 0.0
    is_dead: bool = False
    actors: list["Actor"] = field(default_factory=list)


class Actor:
    """One thread of one process.

    Attributes:
        doing: what it was asked to do last.
    """

    def __init__(
        self, process: Process, name: str, body: Callable[[], None], hub: greenlet
    ) -> None:
        self.process = process
        self.name = name
        self.run = greenlet(body, hub)
        self.doing = ""
        self.turn = 0  # an alarm that was set for an earlier turn is void


class Scheduler:
    """Runs actors in virtual time, which begins with 0 seconds.

    Attributes:
        trace: a line for each call and fault, if it is a list.
        when_hit: told of each process that is killed or frozen, before it is.
    """

    def __init__(self, chance: random.Random, *, max_steps: int = 200_000) -> None:
        """Take the only source of chance.

        Args:
            chance: decides how long each call takes, and so who is first.
            max_steps: after which `Stuck` is raised.
        """
        self.now = 0.0
        self.steps = 0
        self.trace: list[str] | None = None
        self.when_hit: Callable[[Process, str], None] = lambda *_: None
        self._chance = chance
        self._max_steps = max_steps
        self._alarms: list[tuple[float, int, Actor | Callable[[], None], int]] = []
        self._order = count()
        self._hub = getcurrent()
        self._current: Actor | None = None

    @property
    def current(self) -> Actor:
        """The actor that acts now; only actors call ports."""
        if self._current is None:
            raise AssertionError("no actor acts now")
        return self._current

    def spawn(self, process: Process, name: str, body: Callable[[], None]) -> Actor:
        """Start an actor at this instant."""
        actor = Actor(process, name, _until_killed(body), self._hub)
        process.actors.append(actor)
        self._set_alarm(self.now, actor)
        return actor

    def at(self, seconds: float, happening: Callable[[], None]) -> None:
        """Have something happen at an instant, between two steps of the actors."""
        self._set(max(seconds, self.now), happening, 0)

    def step(self, what: str) -> None:
        """Let the current actor's call take its time: everybody else may come first.

        Args:
            what: the call, for the trace.
        """
        slow = self._chance.randrange(ONE_IN) == 0
        limit = SLOW_SECONDS if slow else QUICK_SECONDS
        self.sleep(self._chance.random() * limit)
        if self.trace is not None:
            self.note(what)

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass for the current actor."""
        self.park(seconds)

    def park(self, seconds: float | None) -> None:
        """Wait until `wake`, and at the most so long; None waits for ever."""
        actor = self.current
        if actor.process.is_dead:
            raise Killed
        if seconds is not None:
            self._set_alarm(self.now + seconds, actor)
        self._hub.switch()
        if actor.process.is_dead:
            raise Killed

    def wake(self, actor: Actor) -> None:
        """Let a parked actor go on at this instant."""
        self._set_alarm(self.now, actor)

    def kill(self, process: Process) -> None:
        """End a process between two instructions; nothing of it acts again."""
        if process.is_dead:
            return
        self.when_hit(process, "killed")
        process.is_dead = True
        self.note(f"{process.name} is killed")
        for actor in process.actors:
            if actor is not self._current:
                self._end(actor)
        if self._current is not None and self._current.process is process:
            raise Killed

    def freeze(self, process: Process, seconds: float) -> None:
        """Stop a process where it stands, as SIGSTOP and a long pause do."""
        self.when_hit(process, "frozen")
        self.note(f"{process.name} is frozen for {seconds:.1f} s")
        process.frozen_until = max(process.frozen_until, self.now + seconds)

    def thaw(self, process: Process) -> None:
        """Let a frozen process go on at this instant; what it waited for may not be over."""
        process.frozen_until = self.now
        for actor in process.actors:
            self.wake(actor)

    def run(self, until: Callable[[], bool], *, seconds: float) -> bool:
        """Act until a condition holds, and return whether it did by the given instant."""
        while not until():
            if not self._alarms or self._alarms[0][0] > seconds:
                self.now = seconds
                return until()
            self._act()
        return True

    def note(self, what: str) -> None:
        """Write a line of the trace, where one is kept."""
        if self.trace is not None:
            who = self._current.name if self._current else "-"
            self.trace.append(f"{self.now:10.3f}  {who:<16}{what}")

    def _act(self) -> None:
        at, _, who, turn = heapq.heappop(self._alarms)
        self.now = max(self.now, at)
        if not isinstance(who, Actor):
            who()
            return
        if who.turn != turn or who.process.is_dead:
            return
        if who.process.frozen_until > self.now:
            self._set(who.process.frozen_until, who, turn)
            return
        self._switch_to(who)

    def _switch_to(self, actor: Actor) -> None:
        self.steps += 1
        if self.steps > self._max_steps:
            raise Stuck(f"no end after {self.steps} steps, {self.now:.0f} virtual seconds")
        actor.turn += 1
        self._current = actor
        try:
            actor.run.switch()
        finally:
            self._current = None

    def _end(self, actor: Actor) -> None:
        """Unwind a parked actor, so that its transactions end as a server would end them."""
        if not actor.run:
            actor.turn += 1  # it has not begun, or has ended
            return
        self._current, before = actor, self._current
        actor.run.parent = getcurrent()  # where to go on once it has ended
        try:
            actor.run.throw(Killed)
        finally:
            self._current = before

    def _set_alarm(self, at: float, actor: Actor) -> None:
        self._set(at, actor, actor.turn)

    def _set(self, at: float, who: Actor | Callable[[], None], turn: int) -> None:
        heapq.heappush(self._alarms, (at, next(self._order), who, turn))


def _until_killed(body: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        with suppress(Killed):
            body()

    return run
