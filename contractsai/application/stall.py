"""Stall: why what waits does not run, as the rows and one question to the broker tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from contractsai.application.look import overdue
from contractsai.application.ports import Clock, Store
from contractsai.application.workers import workers_at
from contractsai.domain.worker import Worker, WorkerState

OVERDUE: Final = timedelta(seconds=30)
"""A relay comes every few seconds: what is due for so long, nobody relayed."""


class Cause(StrEnum):
    """What is missing; if several things are, the one to mend first."""

    BROKER_AWAY = "broker_away"
    NO_WORKER = "no_worker"
    ALL_DRAINED = "all_drained"
    OTHER_QUEUE = "other_queue"
    NO_BEAT = "no_beat"
    ALL_BUSY = "all_busy"


@dataclass(frozen=True, slots=True)
class Stall:
    """Why documents wait.

    Attributes:
        cause: what is missing.
        waiting: documents that wait to run, or to run again.
        running: documents that run.
        slots: documents that the workers who take ours can run at once.
    """

    cause: Cause
    waiting: int
    running: int
    slots: int


def find_stall(
    *, store: Store, clock: Clock, queue: str, has_broker: Callable[[], bool]
) -> Stall | None:
    """Return why documents do not run, or None if none wait or nothing is in their way.

    Args:
        store: the rows.
        clock: the time.
        queue: where documents are told of.
        has_broker: asks the broker, which may take seconds: only if something waits for it.
    """
    now = clock.now()
    with store.snapshot() as work:
        counts = work.jobs.load().counts
        waiting = counts.pending + counts.retrying
        if not waiting and not counts.running:
            return None
        workers = [worker for worker in workers_at(now, work) if not worker.is_gone]
        is_untold, is_abandoned = overdue(work, now - OVERDUE)
        is_held = counts.running > 0 and not work.agenda.leases_expired(now, limit=1)
    if not waiting and not is_abandoned:
        return None
    if not workers and is_held:  # by a process that runs one job, and tells nobody of itself
        return None
    active = [worker for worker in workers if worker.state is WorkerState.ACTIVE]
    slots = sum(worker.slots for worker in active if queue in worker.queues)
    is_behind = is_untold or is_abandoned
    is_busy = 0 < slots <= counts.running
    if is_busy and not is_behind:
        cause = Cause.ALL_BUSY
    elif not has_broker():
        cause = Cause.BROKER_AWAY
    elif not slots:
        cause = _without_slots(workers, active)
    elif is_behind:
        cause = Cause.NO_BEAT
    else:
        return None
    return Stall(cause, waiting, counts.running, slots)


def _without_slots(workers: Sequence[Worker], active: Sequence[Worker]) -> Cause:
    if not workers:
        return Cause.NO_WORKER
    return Cause.OTHER_QUEUE if active else Cause.ALL_DRAINED
