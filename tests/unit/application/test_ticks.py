"""What beat has carried out when, and what was missed."""

from datetime import UTC, datetime, timedelta

import pytest

from contractsai.application.ticks import EARLY, LATE, NOTED_EVERY, Tick, note_run, read_ticks
from contractsai.testing.world import World

OFTEN = Tick("relay", timedelta(seconds=5))
DAILY = Tick("cleanup-old-jobs", timedelta(days=1), 2)
MOMENT = timedelta(seconds=1)


def note(world: World, tick: Tick) -> None:
    note_run(tick.name, store=world.store, clock=world.clock)


def last(world: World, tick: Tick) -> datetime | None:
    [standing] = read_ticks([tick], store=world.store, clock=world.clock)
    return standing.last


def missed(world: World, tick: Tick) -> int:
    [standing] = read_ticks([tick], store=world.store, clock=world.clock)
    return standing.missed


def test_what_never_ran_has_missed_nothing_and_says_when_it_will(world: World) -> None:
    often, daily = read_ticks([OFTEN, DAILY], store=world.store, clock=world.clock)

    assert (often.last, often.missed, daily.last, daily.missed) == (None, 0, None, 0)
    assert often.next == world.clock.now() + OFTEN.every
    assert daily.next == datetime(2026, 3, 4, 2, tzinfo=UTC)


def test_a_daily_run_is_still_to_come_before_its_hour() -> None:
    assert DAILY.next_after(datetime(2026, 3, 3, 1, tzinfo=UTC)).day == 3
    assert DAILY.next_after(datetime(2026, 3, 3, 2, tzinfo=UTC)).day == 4


def test_runs_are_noted_now_and_then_each_under_its_own_name(world: World) -> None:
    """Several beats, or a quick one, are one story, and cost hardly a write."""
    note(world, Tick("relay-of-others", OFTEN.every))
    note(world, OFTEN)
    first = world.clock.now()
    world.clock.advance(NOTED_EVERY - MOMENT)
    note(world, OFTEN)
    assert last(world, OFTEN) == first

    world.clock.advance(MOMENT)
    note(world, OFTEN)

    assert last(world, OFTEN) == first + NOTED_EVERY


def test_what_ticks_often_has_missed_at_least_what_nobody_can_have_noted(world: World) -> None:
    note(world, OFTEN)
    world.clock.advance(NOTED_EVERY + OFTEN.every - MOMENT)
    assert missed(world, OFTEN) == 0

    world.clock.advance(2 * OFTEN.every)

    assert missed(world, OFTEN) == 2


@pytest.mark.parametrize("early", [timedelta(0), timedelta(hours=1), EARLY - MOMENT])
def test_a_daily_run_is_missed_once_it_is_late(world: World, early: timedelta) -> None:
    """A beat whose clock is an hour ahead has done for the day."""
    world.clock.advance(datetime(2026, 3, 4, 2, tzinfo=UTC) - early - world.clock.now())
    note(world, DAILY)
    tomorrow = datetime(2026, 3, 5, 2, tzinfo=UTC)
    world.clock.advance(tomorrow + LATE - MOMENT - world.clock.now())
    assert missed(world, DAILY) == 0

    world.clock.advance(MOMENT)
    assert missed(world, DAILY) == 1
    world.clock.advance(timedelta(days=2))
    assert missed(world, DAILY) == 3
