"""One service in virtual time: its workers, beats and API, on one database and one broker."""

import random
from collections.abc import Sequence

from contractsai.testing.simulation.broker import SimulatedBroker
from contractsai.testing.simulation.callers import Api, Beat
from contractsai.testing.simulation.faults import Fault, Faults
from contractsai.testing.simulation.host import Nature, SimulatedHost, SimulatedSource
from contractsai.testing.simulation.scenario import Scenario
from contractsai.testing.simulation.scheduler import Scheduler
from contractsai.testing.simulation.store import SimulatedStore
from contractsai.testing.simulation.turns import SimulatedTurns
from contractsai.testing.simulation.watch import PromiseWatch
from contractsai.testing.simulation.workers import Node
from contractsai.testing.simulation.world import POLICY, RETENTION, SimulatedWorld

LOOK_SECONDS = 4.0  # how often the supervisor looks what died, and how long a start may take


class Cluster:
    """Everything that runs, and the supervisor that starts again what died.

    Attributes:
        is_over: nothing is started again, and beats send no more.
    """

    def __init__(
        self, scenario: Scenario, plan: Sequence[Fault], chance: random.Random, *, trace: bool
    ) -> None:
        """Start what the scenario says; nothing acts before the scheduler runs."""
        self.is_over = False
        self.scheduler = scheduler = Scheduler(chance)
        scheduler.trace = [] if trace else None
        self.faults = faults = Faults(plan, seconds=lambda: scheduler.now)
        watch = PromiseWatch(scheduler, policy=POLICY, retention=RETENTION, window=scenario.window)
        scheduler.when_hit = watch.excuse_process
        self.turns = SimulatedTurns(scheduler, faults, chance, watch)
        store = SimulatedStore(self.turns)
        store.watch = watch.committed
        watch.look_at(lambda: store.rows)
        broker = SimulatedBroker(
            scheduler,
            faults,
            chance,
            acks_late=scenario.acks_late,
            visibility_seconds=scenario.visibility_seconds,
        )
        host = SimulatedHost(scheduler, faults, chance, watch)
        self.world = SimulatedWorld(
            scheduler, chance, watch, store, broker, SimulatedSource(), host, scenario.window
        )
        self.nodes = [
            Node(self.world, f"worker-{number}", slots=scenario.slots)
            for number in range(scenario.workers)
        ]
        self.beats: list[Beat] = []
        self.start_beat()
        self.api = Api(self.world)

    def start_beat(self) -> None:
        """Start a beat; any number is safe."""
        self.beats.append(Beat(self.world, until=lambda: self.is_over))

    def submit(self, folder: str, natures: Sequence[Nature]) -> None:
        """Have a person submit a folder of documents."""
        self.world.source.add(folder, natures)
        self.api.submit(folder)

    def supervise(self) -> None:
        """Start again what died, now and ever after, as systemd, Compose and `up` do."""
        if self.is_over:
            return
        for node in self.nodes:
            if not node.is_up():
                delay = self.world.chance.random() * LOOK_SECONDS
                self.scheduler.at(self.scheduler.now + delay, node.restart)
        self.scheduler.at(self.scheduler.now + LOOK_SECONDS, self.supervise)

    def turn_off(self) -> None:
        """Stop everything the way a person does."""
        self.is_over = True
        for node in self.nodes:
            if node.is_up():
                node.turn_off()

    def take_down(self) -> None:
        """End every process, so that none keeps its memory."""
        processes = [*(node.process for node in self.nodes), *(beat.process for beat in self.beats)]
        for process in [*processes, self.api.process]:
            self.scheduler.kill(process)
