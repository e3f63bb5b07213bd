"""Virtual time: who acts when follows from the seed, and a killed process never acts again."""

import random
from collections.abc import Callable

import pytest

from contractsai.testing.simulation.scheduler import Killed, Process, Scheduler, Stuck


def a_scheduler(**options: int) -> Scheduler:
    return Scheduler(random.Random(1), **options)


def never() -> bool:
    return False


@pytest.fixture
def scheduler() -> Scheduler:
    return a_scheduler()


@pytest.fixture
def seen() -> list[str]:
    return []


def noting(scheduler: Scheduler, seen: list[str], name: str, *seconds: float) -> Callable[[], None]:
    """Return a body that notes its name after each pause."""

    def body() -> None:
        for pause in seconds:
            scheduler.sleep(pause)
            seen.append(f"{name} at {scheduler.now:g}")

    return body


def test_actors_take_turns_in_the_order_of_virtual_time(
    scheduler: Scheduler, seen: list[str]
) -> None:
    process = Process("one")
    scheduler.spawn(process, "a", noting(scheduler, seen, "a", 2, 2))
    scheduler.spawn(process, "b", noting(scheduler, seen, "b", 1, 2))

    scheduler.run(never, seconds=10)

    assert seen == ["b at 1", "a at 2", "b at 3", "a at 4"]
    assert scheduler.now == 10


def test_a_run_ends_when_its_condition_holds(scheduler: Scheduler, seen: list[str]) -> None:
    scheduler.spawn(Process("one"), "a", noting(scheduler, seen, "a", 1, 1, 1))

    assert scheduler.run(lambda: len(seen) == 2, seconds=10)
    assert scheduler.now == 2


def test_a_killed_process_does_nothing_more_and_its_transactions_end(
    scheduler: Scheduler, seen: list[str]
) -> None:
    """A server rolls back what a dead client began; only the code that follows must not run."""
    process = Process("one")

    def body() -> None:
        try:
            scheduler.sleep(5)
            seen.append("went on")
        finally:
            seen.append("rolled back")

    scheduler.spawn(process, "a", body)
    scheduler.at(2, lambda: scheduler.kill(process))

    scheduler.run(never, seconds=10)

    assert seen == ["rolled back"]


def test_who_kills_its_own_process_ends_at_once(scheduler: Scheduler, seen: list[str]) -> None:
    process = Process("one")

    def body() -> None:
        scheduler.kill(process)
        seen.append("went on")

    scheduler.spawn(process, "a", body)
    scheduler.spawn(process, "b", noting(scheduler, seen, "b", 1))

    scheduler.run(never, seconds=10)

    assert seen == []


def test_the_dead_call_no_port(scheduler: Scheduler, seen: list[str]) -> None:
    """Not even while they unwind: a SIGKILL lets nobody say goodbye."""
    process = Process("one")

    def body() -> None:
        try:
            scheduler.sleep(5)
        finally:
            with pytest.raises(Killed):
                scheduler.step("goodbye")
            seen.append("refused")

    scheduler.spawn(process, "a", body)
    scheduler.at(1, lambda: scheduler.kill(process))

    scheduler.run(never, seconds=10)

    assert seen == ["refused"]


def test_a_frozen_process_goes_on_when_it_is_thawed(scheduler: Scheduler, seen: list[str]) -> None:
    process = Process("one")
    scheduler.spawn(process, "a", noting(scheduler, seen, "a", 1, 1))
    scheduler.at(0.5, lambda: scheduler.freeze(process, 6))

    scheduler.run(never, seconds=20)

    assert seen == ["a at 6.5", "a at 7.5"]


def test_an_early_thaw_wakes_it(scheduler: Scheduler, seen: list[str]) -> None:
    process = Process("one")
    scheduler.spawn(process, "a", noting(scheduler, seen, "a", 1))
    scheduler.at(0.5, lambda: scheduler.freeze(process, 60))
    scheduler.at(3, lambda: scheduler.thaw(process))

    scheduler.run(never, seconds=20)

    assert seen == ["a at 3"]


def test_who_is_woken_does_not_wait_for_its_alarm(scheduler: Scheduler, seen: list[str]) -> None:
    """And the alarm that was set for that wait wakes it from no later one."""
    sleeper = scheduler.spawn(Process("one"), "a", noting(scheduler, seen, "a", 5, 9))
    scheduler.at(1, lambda: scheduler.wake(sleeper))

    scheduler.run(never, seconds=30)

    assert seen == ["a at 1", "a at 10"]


def test_those_who_are_told_of_a_hit_are_told_before_it(scheduler: Scheduler) -> None:
    """Whoever asks for the cause of a crash later has to know it by then."""
    process = Process("one")
    told: list[tuple[str, bool]] = []
    scheduler.when_hit = lambda hit, how: told.append((f"{hit.name} {how}", hit.is_dead))

    scheduler.kill(process)

    assert told == [("one killed", False)]


def test_what_goes_round_in_circles_is_told(seen: list[str]) -> None:
    scheduler = a_scheduler(max_steps=50)

    def body() -> None:
        while True:
            scheduler.step("again")

    scheduler.spawn(Process("one"), "a", body)

    with pytest.raises(Stuck, match="no end after 51 steps"):
        scheduler.run(never, seconds=1000)


def test_an_error_of_an_actor_comes_out_of_the_run(scheduler: Scheduler) -> None:
    """A defect must not pass for a process that ended."""

    def body() -> None:
        raise ZeroDivisionError

    scheduler.spawn(Process("one"), "a", body)

    with pytest.raises(ZeroDivisionError):
        scheduler.run(never, seconds=1)
