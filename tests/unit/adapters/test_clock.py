"""One clock for all machines of a service: the database's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contractsai.adapters.clock import (
    AGREES_SECONDS,
    ASK_AGAIN_SECONDS,
    RETRY_SECONDS,
    StoreClock,
    SystemClock,
)
from contractsai.domain.errors import StoreUnavailable
from contractsai.testing.clock import FakeClock

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Machine:
    """A machine with a clock that may be wrong, and a database with one that counts."""

    def __init__(self, *, skew: timedelta) -> None:
        self.wall = FakeClock(NOON + skew)
        self.database = FakeClock(NOON)
        self.seconds = 100.0
        self.asked = 0
        self.is_away = False
        self.answer_takes = timedelta(0)

    def clock(self) -> StoreClock:
        return StoreClock(self._ask, system=self.wall, monotonic=lambda: self.seconds)

    def advance(self, step: timedelta) -> None:
        self.seconds += step.total_seconds()
        self.wall.advance(step)
        self.database.advance(step)

    def _ask(self) -> datetime:
        self.asked += 1
        if self.is_away:
            raise StoreUnavailable("away")
        self.advance(self.answer_takes / 2)
        now = self.database.now()
        self.advance(self.answer_takes / 2)
        return now


def test_the_system_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize("skew", [5 * MINUTE, -5 * MINUTE, timedelta(0)])
def test_a_machine_whose_clock_is_wrong_tells_the_databases_time(skew: timedelta) -> None:
    """A worker that is minutes behind would look dead to all others in each of its leases."""
    machine = Machine(skew=skew)
    clock = machine.clock()

    seen = [clock.now()]
    machine.advance(timedelta(seconds=7))
    seen.append(clock.now())

    assert seen == [NOON, NOON + timedelta(seconds=7)]


def test_the_database_is_asked_now_and_then() -> None:
    """A heartbeat a second must not ask a second question each time."""
    machine = Machine(skew=MINUTE)
    clock = machine.clock()

    for _ in range(10):
        clock.now()
        machine.advance(timedelta(seconds=ASK_AGAIN_SECONDS / 5))

    assert machine.asked == 2


def test_half_of_the_answers_way_is_made_good() -> None:
    """The database's time was right when it was read, not when it arrived."""
    machine = Machine(skew=MINUTE)
    machine.answer_takes = timedelta(seconds=0.5)

    assert machine.clock().now() == machine.database.now()


def test_a_database_that_is_away_leaves_the_time_it_told_last() -> None:
    machine = Machine(skew=MINUTE)
    clock = machine.clock()
    clock.now()
    machine.is_away = True

    machine.advance(timedelta(hours=1))

    assert clock.now() == NOON + timedelta(hours=1)


def test_a_database_that_never_answered_leaves_the_machines_own_time() -> None:
    """The API says what it can while its database is away."""
    machine = Machine(skew=MINUTE)
    machine.is_away = True

    assert machine.clock().now() == NOON + MINUTE


def test_a_database_that_is_away_is_not_asked_each_time() -> None:
    """Each question may cost a connection's time-out."""
    machine = Machine(skew=MINUTE)
    machine.is_away = True
    clock = machine.clock()

    for _ in range(5):
        clock.now()
    machine.is_away = False
    machine.advance(timedelta(seconds=RETRY_SECONDS))

    assert clock.now() == machine.database.now()
    assert machine.asked == 2


@pytest.mark.parametrize("move", ["set_right", "asleep"])
def test_a_clock_that_jumps_is_asked_about(move: str) -> None:
    """A suspended machine's monotonic clock stands still; a clock that is set leaves it behind."""
    machine = Machine(skew=timedelta(0))
    clock = machine.clock()
    clock.now()
    jumps: dict[str, Callable[[], None]] = {
        "set_right": lambda: machine.wall.advance(10 * MINUTE),
        "asleep": lambda: (machine.wall.advance(MINUTE), machine.database.advance(MINUTE))[0],
    }

    jumps[move]()

    assert clock.now() == machine.database.now()
    assert machine.asked == 2


def test_an_answer_that_took_too_long_is_not_believed() -> None:
    """It may be wrong by half of the time it took."""
    machine = Machine(skew=MINUTE)
    clock = machine.clock()
    clock.now()
    machine.answer_takes = timedelta(seconds=4 * AGREES_SECONDS)
    machine.database.advance(MINUTE)  # as if its answer had waited on the way
    machine.advance(timedelta(seconds=ASK_AGAIN_SECONDS))

    now = clock.now()

    assert now == machine.database.now() - MINUTE


def test_a_first_answer_that_took_too_long_is_asked_for_again() -> None:
    """A process that was frozen while it asked must not be ahead of all others until it asks next:
    the simulation found one that cut a backoff short.
    """
    machine = Machine(skew=MINUTE)
    freezes = iter([timedelta(seconds=18)])
    thawed_at = machine.database.now

    def ask() -> datetime:
        told = thawed_at()
        machine.advance(next(freezes, timedelta(0)))
        return told

    clock = StoreClock(ask, system=machine.wall, monotonic=lambda: machine.seconds)

    assert clock.now() == machine.database.now()


def test_where_every_answer_takes_long_the_quickest_is_believed_for_a_moment() -> None:
    machine = Machine(skew=MINUTE)
    machine.answer_takes = timedelta(seconds=2 * AGREES_SECONDS)
    clock = machine.clock()

    now = clock.now()
    machine.answer_takes = timedelta(0)
    machine.advance(timedelta(seconds=RETRY_SECONDS))

    assert abs(now - machine.database.now()) <= timedelta(seconds=RETRY_SECONDS + AGREES_SECONDS)
    assert clock.now() == machine.database.now()
