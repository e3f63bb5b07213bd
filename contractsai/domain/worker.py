"""A worker: one Celery worker with all its processes, as it last told of itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from contractsai.domain.ids import WorkerId


class WorkerState(StrEnum):
    """What a worker does about the queue."""

    ACTIVE = "active"
    DRAINING = "draining"
    """It claims no more, since a person asked; what runs goes on."""
    STOPPING = "stopping"
    """It claims no more, since it was told to end; what runs has until the grace is over."""
    STOPPED = "stopped"
    LOST = "lost"
    """It was silent for longer than its lease: dead, frozen, or without the database."""


class Role(StrEnum):
    """What a process of a worker is there for."""

    WORKER = "worker"
    POOL = "pool"
    GUARD = "guard"
    ANALYSIS = "analysis"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """What one process takes.

    Attributes:
        processor: of one processor, since the worker last looked; 1.0 is all of it.
        resident_bytes: memory that it holds now.
    """

    pid: int
    role: Role
    processor: float
    resident_bytes: int


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as its row has it.

    Attributes:
        name: as Celery knows it.
        pid: of its main process.
        slots: documents that it runs at once.
        queues: those that it takes messages of.
        drain_requested_at: when a person asked it to claim no more.
    """

    id: WorkerId
    name: str
    host: str
    pid: int
    version: str
    pool: str
    slots: int
    queues: tuple[str, ...]
    started_at: datetime
    seen_at: datetime
    lease_expires_at: datetime
    state: WorkerState = WorkerState.ACTIVE
    drain_requested_at: datetime | None = None
    processes: tuple[ProcessUse, ...] = ()

    @property
    def processor(self) -> float:
        """What all its processes take, of one processor."""
        return sum(process.processor for process in self.processes)

    @property
    def resident_bytes(self) -> int:
        """What all its processes hold."""
        return sum(process.resident_bytes for process in self.processes)

    @property
    def holders(self) -> frozenset[str]:
        """The names under which its processes hold documents."""
        return frozenset(holder_name(self.host, process.pid) for process in self.processes)

    @property
    def is_gone(self) -> bool:
        """Whether nobody expects to hear of it again."""
        return self.state in (WorkerState.STOPPED, WorkerState.LOST)

    def at(self, now: datetime) -> "Worker":
        """Return the worker as it is to be believed at *now*: silence for a lease is a loss."""
        if self.is_gone or now < self.lease_expires_at:
            return self
        return replace(self, state=WorkerState.LOST)


def holder_name(host: str, pid: int) -> str:
    """Return the name under which a process holds documents."""
    return f"{host}:{pid}"
