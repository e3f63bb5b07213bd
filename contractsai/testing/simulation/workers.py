"""Workers: what production's Celery workers do, each of whose processes may die at any step."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Final

from contractsai.application import deliver, dispatch, purge, rescue
from contractsai.application.claim import AttemptSettings
from contractsai.domain.errors import AdapterError
from contractsai.domain.ids import DocumentId
from contractsai.testing.simulation.broker import Message
from contractsai.testing.simulation.scheduler import Process
from contractsai.testing.simulation.world import (
    GRACE_SECONDS,
    LEASE,
    POLICY,
    RETENTION,
    SimulatedWorld,
    WrongClock,
)

PAUSE_SECONDS: Final = 0.5
QUANTUM: Final = timedelta(seconds=6)  # a quick document or two, and now and then a slow one


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


class Node:
    """One worker: a process with slots that run documents and ticks, and a supervisor's restarts.

    As in the prefork pool a slot can be lost without the others; `frozen` and `killed` hit all.
    """

    def __init__(self, world: SimulatedWorld, name: str, *, slots: int) -> None:
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
        self.clock = self.world.clock(self.process)
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

    def turn_off(self, *, grace_seconds: float = GRACE_SECONDS) -> None:
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

        scheduler.at(scheduler.now + grace_seconds, give_back)
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
        self._clock = node.clock
        self._celery_clock = WrongClock(world.scheduler, node.process)
        self._settings = AttemptSettings(
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
        is_late = message.expires_at is not None and message.expires_at < self._celery_clock.now()
        if is_late:
            return
        try:
            self._task(message.body)
        except AdapterError as error:
            self._world.scheduler.note(f"task failed: {error}")

    def _task(self, body: str) -> None:
        world, clock, own = self._world, self._clock, self._settings
        store, queue = world.store, world.broker
        world.scheduler.current.doing = body
        match body:
            case "relay":
                dispatch.relay_due(
                    store=store, queue=queue, clock=clock, max_in_flight=world.window
                )
            case "rescue":
                rescue.rescue_expired(
                    store=store, clock=clock, policy=own.policy, jitter=own.jitter
                )
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
            settings=self._settings,
            quantum=QUANTUM,
            max_in_flight=world.window,
        )
        if done is not None:
            watch.refilled(done.documents[-1].job_id, actor, hits)
