"""A simulation that finds nothing proves something only if it finds what is there."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, find, settings

from contractsai.domain.document import Document
from contractsai.testing.simulation.campaign import run_campaign
from contractsai.testing.simulation.faults import FaultKind
from contractsai.testing.simulation.mistakes import MISTAKES, planted
from contractsai.testing.simulation.schedule import Schedule, run_schedule
from contractsai.testing.simulation.shrink import needed_faults
from contractsai.testing.simulation.strategies import schedules

BUDGET = 1000  # schedules, as in CI


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(
    mistake: str, record_property: Callable[[str, object], None]
) -> None:
    for tally in run_campaign(range(BUDGET), mistake=mistake):
        found = tally

    assert found.broken is not None, f"not within {BUDGET} schedules"
    record_property("schedules", found.broken.schedule.seed + 1)
    record_property("found", found.broken.broken)


def test_a_mistake_is_gone_once_it_was_found() -> None:
    """Or the next test would find it."""
    right = Document.is_held

    with planted("no-fence-check"):
        assert Document.is_held is not right

    assert Document.is_held is right
    assert run_schedule(Schedule.of(24)).broken is None


def test_a_failing_schedule_becomes_small() -> None:
    """One fault of many: whoever looks into it should not have to look at the others."""
    with planted("zombie-goes-on"):
        [*_, tally] = run_campaign(range(BUDGET))
        assert tally.broken is not None
        schedule = tally.broken.schedule
        kept = needed_faults(schedule)
        small = run_schedule(schedule.with_only(kept))

    assert small.broken is not None
    assert len(kept) <= 2 <= len(schedule.plan)


def test_hypothesis_makes_what_it_drives_small() -> None:
    """From any schedule that breaks a promise to one job, one worker, and one fault or none."""

    def is_broken(schedule: Schedule) -> bool:
        with planted("no-rescue"):
            return run_schedule(schedule).broken is not None

    smallest = find(
        schedules(),
        is_broken,
        settings=settings(
            max_examples=300,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )

    assert len(smallest.scenario.jobs) == 1
    assert len(smallest.scenario.jobs[0].natures) == 1
    assert len(smallest.plan) <= 1
    assert not smallest.plan or smallest.plan[0].kind in FaultKind
