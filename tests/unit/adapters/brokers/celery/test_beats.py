"""Any number of beats is safe: Celery's own scheduler three times, each by a clock that is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.pulse import PulsingScheduler
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.application.messages import CLEANUP_OLD_JOBS, RELAY, RESCUE
from contractsai.domain.errors import JobNotFound
from contractsai.testing.world import World

TICK = timedelta(minutes=5)
KEPT = timedelta(days=30)


class ToldScheduler(PulsingScheduler):
    """Beat's scheduler, whose messages go into a list."""

    producer = None  # what Celery's would connect for

    def setup_schedule(self) -> None:
        """Begin with what the settings say, without what Celery adds."""
        self.sent: list[str] = []
        self.merge_inplace(self.app.conf.beat_schedule)

    def apply_async(self, entry: Any, *_: object, **__: object) -> None:
        """Note what would be sent."""
        self.sent.append(entry.task)


class Beat:
    """One beat, whose clock may be wrong and which may be frozen."""

    def __init__(
        self,
        world: World,
        options: CeleryOptions,
        *,
        ahead: timedelta = timedelta(0),
        frozen: tuple[int, int] = (0, 0),
    ) -> None:
        self.world = world
        self.ahead = ahead
        self.frozen = range(*frozen)
        app = make_celery(options)
        setattr(app, "now", lambda: self.world.clock.now() + self.ahead)  # noqa: B010 - Celery's method
        self.scheduler = ToldScheduler(app, lazy=True)
        self.scheduler.setup_schedule()
        self.cleanups: list[datetime] = []

    def tick(self) -> list[str]:
        """Send all that is due, and return it."""
        now = self.world.clock.now()
        if now.hour in self.frozen:
            return []
        self.scheduler.sent.clear()
        for _ in self.scheduler.schedule:  # each look sends one
            self.scheduler.tick()
        if CLEANUP_OLD_JOBS in self.scheduler.sent:
            self.cleanups.append(now)
        return list(self.scheduler.sent)


def carry_out(world: World, beats: list[Beat], until: datetime) -> list[int]:
    """Carry out everything that beats send by then, and return how many jobs each purge took."""
    purged: list[int] = []
    steps: dict[str, Callable[[], object]] = {
        RELAY: world.relay,
        RESCUE: world.rescue,
        CLEANUP_OLD_JOBS: lambda: purged.append(world.purge(KEPT)),
    }
    while world.clock.now() < until:
        for beat in beats:
            for name in beat.tick():
                steps[name]()
        world.clock.advance(TICK)
    return purged


@pytest.fixture
def world() -> World:
    return World()


def test_three_beats_one_frozen_and_one_an_hour_ahead_do_no_harm(
    world: World, celery_options: Callable[..., CeleryOptions]
) -> None:
    """Each cleans up at what it takes for two o'clock; what must stay does, what must go goes once.

    And a document is told of again when its message may be lost, not as often as beats tick.
    """
    [old] = world.submit("old.pdf", folder="/old")
    world.run(old)
    old_job = world.job_of(old).id
    world.clock.advance(datetime(2026, 4, 5, 0, 30, tzinfo=UTC) - world.clock.now())
    [young] = world.submit("young.pdf", folder="/young")
    world.run(young)
    [waits] = world.submit("waits.pdf", folder="/waits")
    world.dispatch(world.job_of(waits).id)
    options = celery_options(tick_seconds=TICK.total_seconds())
    right = Beat(world, options)
    ahead = Beat(world, options, ahead=timedelta(hours=1))
    frozen = Beat(world, options, frozen=(1, 4))

    purged = carry_out(world, [right, ahead, frozen], datetime(2026, 4, 5, 5, tzinfo=UTC))

    assert [at.hour for beat in (ahead, right, frozen) for at in beat.cleanups] == [1, 2, 4]
    assert purged == [1, 0, 0]
    assert world.job_of(young)
    assert world.job_of(waits)
    with pytest.raises(JobNotFound):
        world.job(old_job)
    assert 1 < len(world.queue.messages) < 40
