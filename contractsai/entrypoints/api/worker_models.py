"""The forms of what the API tells of workers."""

from typing import Annotated

from pydantic import BaseModel, Field

from contractsai.domain.worker import Role, WorkerState
from contractsai.entrypoints.api.models import Instant


class ProcessOut(BaseModel):
    """One process of a worker."""

    pid: int
    role: Role
    processor: Annotated[float, Field(description="Of one processor; 1.0 is all of it.")]
    resident_bytes: int


class HeldOut(BaseModel):
    """A document that a worker runs."""

    id: str
    job_id: str
    path: str
    attempt: int
    since: Instant | None
    worker: Annotated[str | None, Field(description="Host and pid of the process that holds it.")]


class WorkerOut(BaseModel):
    """A worker as it last told of itself."""

    id: Annotated[str, Field(description="Of one life of a worker: a restart is another.")]
    name: Annotated[str, Field(description="As Celery knows it.")]
    state: Annotated[
        WorkerState,
        Field(
            description="active; draining: it claims no more, as a person asked; stopping: nor "
            "does it, since it ends; stopped; lost: silent for too long."
        ),
    ]
    host: str
    pid: int
    version: str
    pool: str
    slots: Annotated[int, Field(description="Documents that it runs at once.")]
    queues: list[str]
    processor: Annotated[float, Field(description="Of all its processes; 1.0 is one processor.")]
    resident_bytes: Annotated[int, Field(description="Of all its processes.")]
    processes: list[ProcessOut]
    started_at: Instant
    seen_at: Instant
    drain_requested_at: Instant | None


class SightingOut(WorkerOut):
    """A worker with the documents that it holds now, by the rows of these."""

    documents: list[HeldOut]


class WorkersOut(BaseModel):
    """The workers, those that are there first; those that are gone for a day."""

    workers: list[SightingOut]


class DemandOut(BaseModel):
    """How much there is to do, for whoever starts and stops workers."""

    waiting: int
    running: int
    demand: Annotated[int, Field(description="Both: what runs needs its worker, too.")]
