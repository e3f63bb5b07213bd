"""One schedule from its first submit to its rest: the same seed, the same schedule, to the byte."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contractsai.testing.simulation.at_rest import check_ends, check_nothing_follows
from contractsai.testing.simulation.cluster import Cluster
from contractsai.testing.simulation.faults import QUIET_AT, Fault, draw_plan
from contractsai.testing.simulation.inflict import schedule_faults
from contractsai.testing.simulation.scenario import JobPlan, Scenario, draw_scenario
from contractsai.testing.simulation.watch import Broken

END_SECONDS: Final = 5000.0  # every backoff and every resend is over long before
SHORTEST_SECONDS: Final = QUIET_AT / 2 + 1  # nothing comes at a later instant


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that decides what happens.

    Attributes:
        seed: of the time that each call takes, and of every other choice on the way.
    """

    seed: int
    scenario: Scenario
    plan: tuple[Fault, ...]

    @classmethod
    def of(cls, seed: int) -> "Schedule":
        """Return the schedule of a seed."""
        chance = random.Random(seed)  # noqa: S311 - to be the same each time is the point
        return cls(seed, draw_scenario(chance), tuple(draw_plan(chance)))

    def with_only(self, numbers: tuple[int, ...]) -> "Schedule":
        """Return the schedule with those faults of its plan, counted from 0."""
        return replace(self, plan=tuple(self.plan[number] for number in numbers))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a schedule.

    Attributes:
        broken: which promise, and how; None if all were kept.
        happened: the faults that came true.
        seconds: virtual time until every job had ended.
        checks: looks at committed rows, each with all invariants.
        trace: what happened, a line each, if it was asked for.
    """

    schedule: Schedule
    broken: str | None
    happened: tuple[Fault, ...]
    seconds: float
    steps: int
    checks: int
    documents: int
    trace: tuple[str, ...]


def run_schedule(schedule: Schedule, *, with_trace: bool = False) -> Outcome:
    """Run a schedule to its rest or to the first promise that is broken."""
    chance = random.Random(schedule.seed + 1)  # noqa: S311 - likewise
    cluster = Cluster(schedule.scenario, schedule.plan, chance, trace=with_trace)
    broken = None
    logging.disable()  # what the service logs of faults that were ordered
    try:
        broken = _to_the_end(cluster, schedule.scenario)
    except (Broken, AssertionError) as error:
        broken = str(error)
    except Exception as error:  # noqa: BLE001 - whatever comes out of a use case is a finding
        broken = f"{type(error).__name__} came out of a use case: {error}"
    finally:
        logging.disable(logging.NOTSET)
    seconds, trace = cluster.scheduler.now, tuple(cluster.scheduler.trace or ())
    cluster.take_down()
    return Outcome(
        schedule=schedule,
        broken=broken,
        happened=tuple(cluster.faults.happened),
        seconds=seconds,
        steps=cluster.scheduler.steps,
        checks=cluster.world.watch.checks,
        documents=len(cluster.world.store.rows.documents),
        trace=trace,
    )


def _to_the_end(cluster: Cluster, scenario: Scenario) -> str | None:
    to_submit = len(scenario.jobs)

    def submitting(number: int, job: JobPlan) -> Callable[[], None]:
        def submit() -> None:
            nonlocal to_submit
            to_submit -= 1
            cluster.submit(f"/job-{number}", job.natures)

        return submit

    def have_all_ended() -> bool:
        if to_submit or cluster.api.open_requests or cluster.scheduler.now < SHORTEST_SECONDS:
            return False
        return all(job.state.has_ended for job in cluster.world.store.rows.jobs.values())

    for number, job in enumerate(scenario.jobs):
        cluster.scheduler.at(job.at, submitting(number, job))
    schedule_faults(cluster)
    cluster.supervise()
    cluster.scheduler.run(have_all_ended, seconds=END_SECONDS)
    broken = check_ends(cluster) or check_nothing_follows(cluster)
    return "; ".join(broken) or None
