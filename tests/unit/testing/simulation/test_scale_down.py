"""An autoscaler that goes by demand, with the graces of the manifests, ends no busy worker.

In virtual time, and as unlucky as can be: it looks every fifteen seconds, believes each look at
once, and of the workers that are too many it always takes those that are busiest.
"""

import math
import random
from dataclasses import dataclass, field

import pytest
from support.manifests import environment, of_kind, pods

from contractsai.application.workers import read_demand
from contractsai.domain.lifecycle import State
from contractsai.testing.simulation.cluster import Cluster
from contractsai.testing.simulation.host import Nature
from contractsai.testing.simulation.scenario import Scenario
from contractsai.testing.simulation.scheduler import Process
from contractsai.testing.simulation.workers import GRACE_SECONDS, Node

DOCUMENTS = 24
WORKERS = 12


@dataclass
class Autoscaler:
    """What KEDA and Kubernetes do with the workers of one deployment."""

    cluster: Cluster
    grace_seconds: float
    pod_seconds: float
    per_worker: int
    every_seconds: float
    leaving: list[Node] = field(default_factory=list)
    chosen_while_busy: int = 0
    killed_while_busy: int = 0

    def start(self) -> None:
        self.cluster.scheduler.spawn(Process("autoscaler"), "autoscaler", self._work)

    def _work(self) -> None:
        while True:
            self.cluster.scheduler.sleep(self.every_seconds)
            counts = read_demand(store=self.cluster.world.store)
            wanted = max(1, math.ceil((counts.waiting + counts.running) / self.per_worker))
            there = [node for node in self.cluster.nodes if node not in self.leaving]
            for node in sorted(there, key=lambda node: -node.busy)[: len(there) - wanted]:
                self._end(node)

    def _end(self, node: Node) -> None:
        self.leaving.append(node)
        self.chosen_while_busy += bool(node.busy)
        node.turn_off(grace_seconds=self.grace_seconds)
        scheduler = self.cluster.scheduler

        def kill() -> None:
            self.killed_while_busy += node.is_up() and bool(node.busy)
            scheduler.kill(node.process)

        scheduler.at(scheduler.now + self.pod_seconds, kill)


def scaled_down(
    seed: int, *, grace_seconds: float, pod_seconds: float
) -> tuple[Cluster, Autoscaler]:
    """Return a service after a job that became less and less."""
    [scaled] = of_kind("ScaledObject").values()
    [trigger] = scaled["spec"]["triggers"]
    per_worker = int(trigger["metadata"]["targetValue"])
    scenario = Scenario(
        jobs=(),
        workers=WORKERS,
        slots=per_worker,
        window=DOCUMENTS,
        acks_late=True,
        visibility_seconds=4500.0,
    )
    cluster = Cluster(scenario, (), random.Random(seed), trace=False)
    scaler = Autoscaler(
        cluster,
        grace_seconds=grace_seconds,
        pod_seconds=pod_seconds,
        per_worker=per_worker,
        every_seconds=scaled["spec"]["pollingInterval"],
    )
    scaler.start()
    cluster.submit("/job", (Nature.SLOW,) * DOCUMENTS)
    rows = cluster.world.store

    def is_over() -> bool:
        return bool(rows.rows.jobs) and all(job.state.has_ended for job in rows.rows.jobs.values())

    assert cluster.scheduler.run(is_over, seconds=2000)
    return cluster, scaler


def attempts(cluster: Cluster) -> set[int]:
    documents = cluster.world.store.rows.documents.values()
    assert {document.state for document in documents} == {State.COMPLETED}
    return {document.attempt for document in documents}


@pytest.mark.parametrize("seed", range(5))
def test_no_document_is_begun_twice(seed: int) -> None:
    """Workers that were taken while they were busy ended what they ran."""
    cluster, scaler = scaled_down(
        seed,
        grace_seconds=float(environment("celery-worker")["CONTRACTSAI_SHUTDOWN_GRACE_SECONDS"]),
        pod_seconds=pods()["celery-worker"]["terminationGracePeriodSeconds"],
    )

    assert scaler.chosen_while_busy > 0, "nobody unlucky was met"
    assert scaler.killed_while_busy == 0
    assert attempts(cluster) == {1}
    cluster.take_down()


def test_with_a_short_grace_documents_are_begun_twice() -> None:
    """So the graces are what keeps it; even then nothing is lost."""
    cluster, scaler = scaled_down(1, grace_seconds=GRACE_SECONDS, pod_seconds=30)

    assert scaler.chosen_while_busy > 0
    assert max(attempts(cluster)) > 1
    cluster.take_down()
