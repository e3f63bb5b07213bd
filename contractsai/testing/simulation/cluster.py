"""The processes of a service: workers with their slots, beats, an API; each may die at any step.

What they do is what production does: each entry point's one call of a use case, with the ports
filled in as `contractsai.bootstrap` fills them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

from contractsai.application import cancel, deliver, dispatch, purge, reopen, rescue, submit
from contractsai.application.messages import TICK_LASTS
from contractsai.application.run import Terms
from contractsai.domain.errors import AdapterError, ContractsAIError
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.simulation.broker import Message, SimulatedBroker
from contractsai.testing.simulation.host import SimulatedHost, SimulatedSource
from contractsai.testing.simulation.scheduler import Process, Scheduler, SimulatedClock
from contractsai.testing.simulation.store import SimulatedStore
from contractsai.testing.simulation.watch import Watch

LEASE: Final = timedelta(seconds=15)
TICK_SECONDS: Final = 5.0
CLEANUP_SECONDS: Final = 60.0
RETENTION: Final = timedelta(seconds=300)
GRACE_SECONDS: Final = 5.0
RESTART_SECONDS: Final = 4.0
PAUSE_SECONDS: Final = 0.5
POLICY: Final = RetryPolicy(
    max_failures=3,
    max_crashes=3,
    base_delay=timedelta(seconds=5),
    max_delay=timedelta(seconds=60),
)


@dataclass
class Stop:
    """`Shutdown` of one worker."""

    requested: bool = False
    due: bool = False

    def is_requested(self) -> bool:
        """Return whether no more documents are to be claimed."""
        return self.requested

    def is_due(self) -> bool:
        """Return whether what runs must be given back."""
        return self.due


@dataclass(frozen=True)
class World:
    """What all processes share, and what may go wrong with them."""

    scheduler: Scheduler
    chance: random.Random
    watch: Watch
    store: SimulatedStore
    broker: SimulatedBroker
    source: SimulatedSource
    host: SimulatedHost
    window: int
    ids: "count[int]" = field(default_factory=lambda: count(1))


class Node:
    """One worker: a process with slots that run documents and ticks, and a supervisor's restarts.

    As in the prefork pool a slot can be lost without the others; `frozen` and `killed` hit all.
    """

    def __init__(self, world: World, name: str, *, slots: int) -> None:
        self.world = world
        self.name = name
        self.skew = timedelta(0)
        self._slots = slots
        self._starts = count(1)
        self.start()

    def start(self) -> None:
        """Start the worker's process and its slots."""
        number = next(self._starts)
        self.stop = Stop()
        self.process = Process(f"{self.name}.{number}", skew=self.skew)
        self.busy = 0
        for slot in range(self._slots):
            self._start_slot(f"{self.process.name}/{slot}")

    def is_up(self) -> bool:
        """Return whether its process lives."""
        return not self.process.is_dead

    def restart(self) -> None:
        """Start it again unless it lives."""
        if not self.is_up():
            self.start()

    def lose_slot(self) -> None:
        """Lose what one slot does; the pool starts another at once."""
        slot = next((actor for actor in self.process.actors if actor.run), None)
        if slot is not None:
            alone = Process(slot.name, skew=self.skew)
            self.process.actors.remove(slot)
            alone.actors.append(slot)
            slot.process = alone
            self.world.scheduler.kill(alone)
            self._start_slot(f"{slot.name}'")

    def turn_off(self) -> None:
        """Do what SIGTERM does: a grace, then give back what runs, then end."""
        scheduler, stop, process = self.world.scheduler, self.stop, self.process
        stop.requested = True

        def give_back() -> None:
            stop.due = True

        def end_when_idle() -> None:
            if process.is_dead:
                return
            if self.busy:
                scheduler.at(scheduler.now + PAUSE_SECONDS, end_when_idle)
            else:
                scheduler.kill(process)

        scheduler.at(scheduler.now + GRACE_SECONDS, give_back)
        end_when_idle()

    def _start_slot(self, name: str) -> None:
        slot = _Slot(self, name)
        self.world.scheduler.spawn(self.process, name, slot.work)


class _Slot:
    """What runs one message after the other."""

    def __init__(self, node: Node, name: str) -> None:
        world = node.world
        self._node = node
        self._world = world
        self._clock = SimulatedClock(world.scheduler, node.process)
        self._terms = Terms(
            worker=name,
            lease=LEASE,
            policy=POLICY,
            jitter=world.chance.random,
            shutdown=node.stop,
            pause=lambda: world.scheduler.sleep(PAUSE_SECONDS),
        )

    def work(self) -> None:
        """Take messages until the worker is told to stop."""
        node = self._node
        while not node.stop.requested:
            message, ack = self._world.broker.take()
            process = node.process
            node.busy += 1
            try:
                self._handle(message)
                ack()
            finally:
                if node.process is process:
                    node.busy -= 1

    def _handle(self, message: Message) -> None:
        """Do what the task of that name does; Celery logs what is raised, and goes on."""
        is_late = message.expires_at is not None and message.expires_at < self._clock.now()
        if is_late:
            return
        try:
            self._task(message.body)
        except AdapterError as error:
            self._world.scheduler.note(f"task failed: {error}")

    def _task(self, body: str) -> None:
        world, clock, terms = self._world, self._clock, self._terms
        store, queue = world.store, world.broker
        world.scheduler.current.doing = body
        match body:
            case "relay":
                dispatch.relay_due(store=store, queue=queue, clock=clock, window=world.window)
            case "rescue":
                rescue.rescue_expired(store=store, clock=clock, terms=terms)
            case "cleanup":
                purge.purge_jobs(store=store, clock=clock, retention=RETENTION)
            case _:
                self._deliver(DocumentId(body))

    def _deliver(self, document_id: DocumentId) -> None:
        world, watch, actor = self._world, self._world.watch, self._world.scheduler.current
        hits = watch.hits(actor)
        done = deliver.deliver_document(
            document_id,
            store=world.store,
            queue=world.broker,
            source=world.source,
            host=world.host,
            clock=self._clock,
            terms=self._terms,
            window=world.window,
        )
        if done is not None:
            watch.refilled(done.job_id, actor, hits)


class Beat:
    """One beat: sends the ticks, unless it is stopped."""

    def __init__(self, world: World, *, until: Callable[[], bool]) -> None:
        self.stopped_until = 0.0
        self.process = Process("beat")
        self._world = world
        self._until = until
        self._clock = SimulatedClock(world.scheduler, self.process)
        world.scheduler.spawn(self.process, "beat", self._tick)

    def _tick(self) -> None:
        scheduler, broker = self._world.scheduler, self._world.broker
        next_cleanup = CLEANUP_SECONDS
        while not self._until():
            if scheduler.now >= self.stopped_until:
                expires_at = self._clock.now() + TICK_LASTS
                broker.send_tick("relay", expires_at=expires_at)
                broker.send_tick("rescue", expires_at=expires_at)
                if scheduler.now >= next_cleanup:
                    broker.send_tick("cleanup", expires_at=expires_at)
                    next_cleanup = scheduler.now + CLEANUP_SECONDS
            scheduler.sleep(TICK_SECONDS)


class Api:
    """What people call: each request is an actor of the API's process."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.process = Process("api")
        self.open_requests = 0

    def restart(self) -> None:
        """Kill the process in the middle of what it does, and start another."""
        self.world.scheduler.kill(self.process)
        self.process = Process("api")

    def submit(self, folder: str) -> None:
        """POST /analyze, and the dispatch after the response."""
        world, clock = self.world, self._clock()

        def request() -> None:
            job = submit.submit_job(
                folder,
                source=world.source,
                store=world.store,
                clock=clock,
                new_id=lambda: f"{next(world.ids):03}",
            )
            dispatch.dispatch_job(
                job.id, store=world.store, queue=world.broker, clock=clock, window=world.window
            )

        self._request("submit", request)

    def cancel(self, job_id: JobId) -> None:
        """POST /jobs/{id}/cancel."""
        clock = self._clock()
        self._request(
            "cancel", lambda: cancel.cancel_job(job_id, store=self.world.store, clock=clock)
        )

    def reopen(self, job_id: JobId) -> None:
        """POST /jobs/{id}/retry, and the dispatch after the response."""
        world, clock = self.world, self._clock()

        def request() -> None:
            world.watch.reopening[world.scheduler.current] = job_id
            reopen.reopen_job(job_id, store=world.store, clock=clock)
            del world.watch.reopening[world.scheduler.current]
            dispatch.dispatch_job(
                job_id, store=world.store, queue=world.broker, clock=clock, window=world.window
            )

        self._request("retry", request)

    def _request(self, name: str, request: Callable[[], object]) -> None:
        def answered() -> None:
            self.open_requests += 1
            try:
                request()
            except ContractsAIError as error:  # 404, 409, 422, 503
                self.world.scheduler.note(f"{name}: {type(error).__name__} {error}")
            finally:
                self.open_requests -= 1

        self.world.scheduler.spawn(self.process, f"api {name}", answered)

    def _clock(self) -> SimulatedClock:
        return SimulatedClock(self.world.scheduler, self.process)
