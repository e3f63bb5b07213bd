"""One schedule from its first submit to its rest: the same seed, the same schedule, to the byte."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.testing.invariants import Reading, broken_at_rest
from contractsai.testing.simulation.broker import SimulatedBroker
from contractsai.testing.simulation.cluster import (
    GRACE_SECONDS,
    POLICY,
    RESTART_SECONDS,
    RETENTION,
    Api,
    Beat,
    Node,
    World,
)
from contractsai.testing.simulation.faults import QUIET_AT, Fault, FaultKind, Faults, draw_plan
from contractsai.testing.simulation.host import (
    Nature,
    SimulatedHost,
    SimulatedSource,
    expected,
)
from contractsai.testing.simulation.scenario import Scenario, draw_scenario
from contractsai.testing.simulation.scheduler import Killed, Process, Scheduler
from contractsai.testing.simulation.store import SimulatedStore
from contractsai.testing.simulation.turns import SimulatedTurns
from contractsai.testing.simulation.watch import Broken, Watch

END_SECONDS: Final = 5000.0  # every backoff and every resend is over long before
REST_SECONDS: Final = 60.0  # to see whether anything still happens
BIG_SKEW: Final = 10.0  # seconds; a lease less a few heartbeats


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that decides what happens."""

    seed: int
    scenario: Scenario
    plan: tuple[Fault, ...]

    @classmethod
    def of(cls, seed: int) -> "Schedule":
        """Return the schedule of a seed."""
        chance = random.Random(seed)  # noqa: S311 - to be the same each time is the point
        return cls(seed, draw_scenario(chance), tuple(draw_plan(chance)))


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
    trace: tuple[str, ...] = ()


def run_schedule(schedule: Schedule, *, with_trace: bool = False) -> Outcome:
    """Run a schedule to its rest or to the first promise that is broken."""
    run = _Run(schedule, with_trace=with_trace)
    broken = None
    logging.disable()  # what the service logs of faults that were ordered
    try:
        run.to_the_end()
    except (Broken, AssertionError) as error:
        broken = str(error)
    except Exception as error:  # noqa: BLE001 - whatever comes out of a use case is a finding
        broken = f"{type(error).__name__} came out of a use case: {error}"
    finally:
        logging.disable(logging.NOTSET)
    return run.outcome(broken)


class _Run:
    """The state of one run."""

    def __init__(self, schedule: Schedule, *, with_trace: bool) -> None:
        scenario = schedule.scenario
        chance = random.Random(schedule.seed + 1)  # noqa: S311 - likewise
        self._schedule = schedule
        self._ended_at = 0.0
        self._is_over = False
        self._submits = len(scenario.jobs)
        self.scheduler = scheduler = Scheduler(chance)
        scheduler.trace = [] if with_trace else None
        self.faults = Faults(schedule.plan, seconds=lambda: scheduler.now)
        watch = Watch(scheduler, policy=POLICY, retention=RETENTION, window=scenario.window)
        self.turns = SimulatedTurns(scheduler, self.faults, chance, watch)
        store = SimulatedStore(self.turns)
        store.watch = watch.committed
        watch.look_at(lambda: store.rows)
        scheduler.when_hit = watch.excuse_process
        broker = SimulatedBroker(
            scheduler,
            self.faults,
            chance,
            acks_late=scenario.acks_late,
            visibility_seconds=scenario.visibility_seconds,
        )
        source = SimulatedSource()
        host = SimulatedHost(scheduler, self.faults, chance, watch)
        self.world = World(scheduler, chance, watch, store, broker, source, host, scenario.window)
        self.nodes = [
            Node(self.world, f"worker-{number}", slots=scenario.slots)
            for number in range(scenario.workers)
        ]
        self.beats = [Beat(self.world, until=lambda: self._is_over)]
        self.api = Api(self.world)

    def to_the_end(self) -> None:
        """Run until nothing happens any more, and ask what then must hold."""
        scheduler = self.scheduler
        for number, job in enumerate(self._schedule.scenario.jobs):
            scheduler.at(job.at, self._submitting(number, job.natures))
        for fault in self.faults.timed():
            scheduler.at(fault.at, self._inflicting(fault))
        self._supervise()
        scheduler.run(self._have_all_ended, seconds=END_SECONDS)
        self._ended_at = scheduler.now
        self._check_rest()
        self._check_nothing_follows()

    def outcome(self, broken: str | None) -> Outcome:
        """Return what became of it, and take down what still stands."""
        with_trace = self.scheduler.trace
        for process in [*(node.process for node in self.nodes), self.api.process]:
            self.scheduler.kill(process)
        for beat in self.beats:
            self.scheduler.kill(beat.process)
        return Outcome(
            schedule=self._schedule,
            broken=broken,
            happened=tuple(self.faults.happened),
            seconds=self._ended_at,
            steps=self.scheduler.steps,
            checks=self.world.watch.checks,
            documents=len(self.world.store.rows.documents),
            trace=tuple(with_trace or ()),
        )

    def _submitting(self, number: int, natures: Sequence[Nature]) -> Callable[[], None]:
        def submit() -> None:
            self._submits -= 1
            self.world.source.add(f"/job-{number}", natures)
            self.api.submit(f"/job-{number}")

        return submit

    def _supervise(self) -> None:
        """Start again what died, as systemd, Compose and `contractsai up` do."""
        for node in self.nodes:
            if not node.is_up():
                self.scheduler.at(
                    self.scheduler.now + self.world.chance.random() * RESTART_SECONDS, node.restart
                )
        if not self._is_over:
            self.scheduler.at(self.scheduler.now + RESTART_SECONDS, self._supervise)

    # What goes wrong at an instant

    def _inflicting(self, fault: Fault) -> Callable[[], None]:
        def inflict() -> None:
            self.scheduler.note(f"fault: {fault}")
            self.faults.happened.append(fault)
            self._inflict(fault)

        return inflict

    def _inflict(self, fault: Fault) -> None:  # noqa: C901, PLR0912 - a table of what each kind is
        world, now = self.world, self.scheduler.now
        node = self.nodes[fault.pick % len(self.nodes)]
        match fault.kind:
            case FaultKind.QUEUE_WIPED:
                world.broker.wipe()
            case FaultKind.QUEUE_SHUFFLED:
                world.broker.shuffled_until = now + fault.seconds
            case FaultKind.BROKER_AWAY:
                world.broker.away_until = now + fault.seconds
            case FaultKind.WORKER_KILLED:
                self.scheduler.kill(node.process)
            case FaultKind.SLOT_KILLED:
                if node.is_up():
                    node.lose_slot()
            case FaultKind.WORKER_FROZEN:
                self.scheduler.freeze(node.process, fault.seconds)
            case FaultKind.THAWED_AT_RESCUE:
                self.scheduler.freeze(node.process, fault.seconds)
                self.turns.thaw_at_rescue.append(node.process)
            case FaultKind.WORKER_STOPPED:
                node.turn_off()
            case FaultKind.CLOCK_SKEWED:
                node.skew = node.process.skew = timedelta(seconds=fault.seconds)
                if abs(fault.seconds) > BIG_SKEW:
                    world.watch.excuse_all(fault.kind)
            case FaultKind.STORE_AWAY:
                self.turns.away_until = now + fault.seconds
                world.store.abort_all()
            case FaultKind.BEAT_STOPPED:
                for beat in self.beats:
                    beat.stopped_until = now + fault.seconds
            case FaultKind.BEAT_DOUBLED:
                self.beats.append(Beat(world, until=lambda: self._is_over))
            case FaultKind.BEAT_SKEWED:
                for beat in self.beats:
                    beat.process.skew = timedelta(seconds=fault.seconds)
            case FaultKind.API_KILLED:
                self.api.restart()
            case FaultKind.CANCELLED | FaultKind.REOPENED:
                self._ask_of_a_job(fault)

    def _ask_of_a_job(self, fault: Fault) -> None:
        jobs = sorted(self.world.store.rows.jobs)
        if jobs:
            job_id = jobs[fault.pick % len(jobs)]
            ask = self.api.cancel if fault.kind is FaultKind.CANCELLED else self.api.reopen
            ask(job_id)

    # What must hold at rest

    def _have_all_ended(self) -> bool:
        if self._submits or self.api.open_requests or self.scheduler.now < QUIET_AT / 2:
            return False
        return all(job.state.has_ended for job in self.world.store.rows.jobs.values())

    def _check_rest(self) -> None:
        reading = self._reading()
        broken = broken_at_rest(reading)
        broken += [
            f"I1: job {job_id} was accepted and is not there"
            for job_id in sorted(self.world.watch.accepted - reading.jobs.keys())
        ]
        broken += [
            finding
            for document in reading.documents.values()
            if (finding := self._wrong_end(document, reading)) is not None
        ]
        if broken:
            raise Broken("; ".join(broken))

    def _wrong_end(self, document: Document, reading: Reading) -> str | None:
        state, reason = expected(document)
        if document.state is State.CANCELLED:
            asked = reading.jobs[document.job_id].is_cancel_requested
            return None if asked else f"I6: {document.id} is CANCELLED, and nobody asked for it"
        if (document.state, document.reason) == (state, reason):
            return None
        spent = POLICY.is_spent(failures=document.failures, crashes=document.crashes)
        if document.state is State.FAILED and spent:
            return None  # each count had a cause: the watch has seen to that
        return f"I7: {document.path} ended {document.state}, {document.reason}"

    def _check_nothing_follows(self) -> None:
        """I6, I8: stop everything, and see that nothing is left and nothing happens."""
        scheduler, world = self.scheduler, self.world
        jobs = world.store.rows.jobs
        for node in self.nodes:
            if node.is_up():
                node.turn_off()
        self._is_over = True
        last = max([scheduler.now, *(node.process.frozen_until for node in self.nodes)])
        scheduler.run(lambda: False, seconds=last + GRACE_SECONDS + REST_SECONDS)
        if any(world.store.rows.jobs.get(key, job) != job for key, job in jobs.items()):
            raise Broken("I6: a job changed after the end of all jobs")
        if world.host.running:
            raise Broken(f"I8: an analysis outlived its worker: {world.host.running}")
        if world.store.locks:
            raise Broken(f"I8: rows are still locked: {sorted(world.store.locks)}")

    def _reading(self) -> Reading:
        rows = self.world.store.rows
        return Reading(rows.jobs, rows.documents, {})
