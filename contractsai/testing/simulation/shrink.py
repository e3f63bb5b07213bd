"""Make a failing schedule small: leave out every fault without which it still fails."""

from collections.abc import Callable

from contractsai.testing.simulation.schedule import Outcome, Schedule, run_schedule


def needed_faults(
    schedule: Schedule, *, run: Callable[[Schedule], Outcome] = run_schedule
) -> tuple[int, ...]:
    """Return the numbers of the faults, counted from 0, that are needed to break a promise.

    One fault after the other is left out for good if a promise is broken without it, any one: what
    is left may break another promise than all faults together did.
    """
    kept = tuple(range(len(schedule.plan)))
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for number in kept:
            fewer = tuple(other for other in kept if other != number)
            if run(schedule.with_only(fewer)).broken is not None:
                kept, is_smaller = fewer, True
                break
    return kept
