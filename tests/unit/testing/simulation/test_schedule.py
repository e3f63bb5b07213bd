"""No schedule breaks a promise: a few here, a thousand by ``tox -e simulation``."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from contractsai.testing.simulation.faults import QUIET_AT, Fault, FaultKind, draw_fault
from contractsai.testing.simulation.host import Nature
from contractsai.testing.simulation.scenario import JobPlan, Scenario
from contractsai.testing.simulation.schedule import Schedule, run_schedule
from contractsai.testing.simulation.shrink import needed_faults
from contractsai.testing.simulation.strategies import schedules

QUIET = Scenario(
    jobs=(JobPlan(at=0.0, natures=(Nature.GOOD, Nature.FLAKY, Nature.SLOW)),),
    workers=1,
    slots=2,
    window=2,
    acks_late=True,
    visibility_seconds=4500.0,
)


@pytest.mark.parametrize("hundred", range(2))
def test_the_first_schedules_keep_every_promise(hundred: int) -> None:
    outcomes = [run_schedule(Schedule.of(seed)) for seed in range(50 * hundred, 50 * hundred + 50)]

    assert [outcome for outcome in outcomes if outcome.broken is not None] == []
    assert sum(outcome.checks for outcome in outcomes) > 1000, "they looked at nothing"


@settings(max_examples=60)
@given(schedule=schedules())
def test_no_schedule_that_hypothesis_draws_breaks_a_promise(schedule: Schedule) -> None:
    """What it finds it makes small by itself."""
    assert run_schedule(schedule).broken is None


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_comes_true(kind: FaultKind) -> None:
    """A fault that never happens proves nothing, and none alone breaks a promise."""
    sooner = Fault(kind, nth=1) if is_counted(kind) else Fault(kind, at=1.0)
    schedule = Schedule(1, QUIET, (replace(sooner, seconds=20.0, pick=0),))

    outcome = run_schedule(schedule)

    assert [fault.kind for fault in outcome.happened] == [kind]
    assert outcome.broken is None


def is_counted(kind: FaultKind) -> bool:
    import random

    return draw_fault(random.Random(1), kind).nth > 0


def test_without_faults_nothing_is_tried_twice() -> None:
    """Or the others would prove less than they seem to: the flaky one alone fails once."""
    outcome = run_schedule(Schedule(1, QUIET, ()), with_trace=True)

    claims = [line for line in outcome.trace if "claims" in line]
    assert outcome.broken is None
    assert len(claims) == 4


def test_the_same_schedule_runs_the_same_way_again() -> None:
    """To the byte, or a failure could not be looked into."""
    first, second = (run_schedule(Schedule.of(7), with_trace=True) for _ in range(2))

    assert first == second
    assert len(first.trace) > 100


def test_nothing_new_goes_wrong_once_it_is_quiet() -> None:
    """Every job has to end then; a fault that came later would be no reason that it does not."""
    plans = [fault for seed in range(200) for fault in Schedule.of(seed).plan]

    assert max(fault.at for fault in plans) <= QUIET_AT / 2


def test_shrinking_leaves_the_faults_that_are_needed() -> None:
    """Two of these break a promise together; the others only make it harder to see."""
    plan = tuple(Fault(FaultKind.MESSAGE_LOST, nth=number) for number in range(1, 6))
    needed = {plan[1], plan[3]}
    outcome = run_schedule(Schedule(1, QUIET, ()))

    def run(schedule: Schedule) -> object:
        return replace(outcome, broken="both" if needed <= set(schedule.plan) else None)

    assert needed_faults(Schedule(1, QUIET, plan), run=run) == (1, 3)
