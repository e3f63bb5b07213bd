"""The faults that come at an instant, and what each of them does."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from contractsai.testing.simulation.cluster import Cluster
from contractsai.testing.simulation.faults import Fault, FaultKind
from contractsai.testing.simulation.workers import Node

Inflict = Callable[[Cluster, Fault], None]


def schedule_faults(cluster: Cluster) -> None:
    """Have each fault of the plan that comes at an instant come then."""
    for fault in cluster.faults.timed():
        cluster.scheduler.at(fault.at, _coming(cluster, fault))


def _coming(cluster: Cluster, fault: Fault) -> Callable[[], None]:
    def come() -> None:
        cluster.scheduler.note(f"fault: {fault}")
        cluster.faults.happened.append(fault)
        _TABLE[fault.kind](cluster, fault)

    return come


def _node(cluster: Cluster, fault: Fault) -> Node:
    return cluster.nodes[fault.pick % len(cluster.nodes)]


def _wipe(cluster: Cluster, _: Fault) -> None:
    cluster.world.broker.wipe()


def _shuffle(cluster: Cluster, fault: Fault) -> None:
    cluster.world.broker.shuffled_until = cluster.scheduler.now + fault.seconds


def _broker_away(cluster: Cluster, fault: Fault) -> None:
    cluster.world.broker.away_until = cluster.scheduler.now + fault.seconds


def _store_away(cluster: Cluster, fault: Fault) -> None:
    cluster.turns.away_until = cluster.scheduler.now + fault.seconds
    cluster.world.store.abort_all()


def _kill(cluster: Cluster, fault: Fault) -> None:
    cluster.scheduler.kill(_node(cluster, fault).process)


def _lose_slot(cluster: Cluster, fault: Fault) -> None:
    node = _node(cluster, fault)
    if node.is_up():
        node.lose_slot()


def _freeze(cluster: Cluster, fault: Fault) -> None:
    cluster.scheduler.freeze(_node(cluster, fault).process, fault.seconds)


def _freeze_until_rescue(cluster: Cluster, fault: Fault) -> None:
    _freeze(cluster, fault)
    cluster.turns.thaw_at_rescue.append(_node(cluster, fault).process)


def _freeze_until_replaced(cluster: Cluster, fault: Fault) -> None:
    _freeze(cluster, fault)
    cluster.turns.thaw_at_replacement.append(_node(cluster, fault).process)


def _turn_off(cluster: Cluster, fault: Fault) -> None:
    _node(cluster, fault).turn_off()


def _skew(cluster: Cluster, fault: Fault) -> None:
    node = _node(cluster, fault)
    node.skew = node.process.skew = timedelta(seconds=fault.seconds)


def _stop_beats(cluster: Cluster, fault: Fault) -> None:
    for beat in cluster.beats:
        beat.stopped_until = cluster.scheduler.now + fault.seconds


def _double_beat(cluster: Cluster, _: Fault) -> None:
    cluster.start_beat()


def _skew_beats(cluster: Cluster, fault: Fault) -> None:
    for beat in cluster.beats:
        beat.process.skew = timedelta(seconds=fault.seconds)


def _kill_api(cluster: Cluster, _: Fault) -> None:
    cluster.api.restart()


def _cancel(cluster: Cluster, fault: Fault) -> None:
    jobs = sorted(cluster.world.store.rows.jobs)
    if jobs:
        cluster.api.cancel(jobs[fault.pick % len(jobs)])


def _reopen(cluster: Cluster, fault: Fault) -> None:
    jobs = sorted(cluster.world.store.rows.jobs)
    if jobs:
        cluster.api.reopen(jobs[fault.pick % len(jobs)])


_TABLE: Final[Mapping[FaultKind, Inflict]] = {
    FaultKind.QUEUE_WIPED: _wipe,
    FaultKind.QUEUE_SHUFFLED: _shuffle,
    FaultKind.BROKER_AWAY: _broker_away,
    FaultKind.STORE_AWAY: _store_away,
    FaultKind.WORKER_KILLED: _kill,
    FaultKind.SLOT_KILLED: _lose_slot,
    FaultKind.WORKER_FROZEN: _freeze,
    FaultKind.THAWED_AT_RESCUE: _freeze_until_rescue,
    FaultKind.THAWED_AT_REPLACEMENT: _freeze_until_replaced,
    FaultKind.WORKER_STOPPED: _turn_off,
    FaultKind.CLOCK_SKEWED: _skew,
    FaultKind.BEAT_STOPPED: _stop_beats,
    FaultKind.BEAT_DOUBLED: _double_beat,
    FaultKind.BEAT_SKEWED: _skew_beats,
    FaultKind.API_KILLED: _kill_api,
    FaultKind.CANCELLED: _cancel,
    FaultKind.REOPENED: _reopen,
}
