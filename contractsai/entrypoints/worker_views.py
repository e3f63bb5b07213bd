"""Workers as people and programs see them: one form for the API and the CLI."""

from typing import Any

from contractsai.application.workers import Sighting
from contractsai.domain.document import Document
from contractsai.domain.job import Counts
from contractsai.domain.names import readable
from contractsai.domain.worker import Worker
from contractsai.entrypoints.views import instant


def sighting_view(seen: Sighting) -> dict[str, Any]:
    """Return the public form of a worker with the documents that it holds."""
    return {**worker_view(seen.worker), "documents": [_document(row) for row in seen.documents]}


def worker_view(worker: Worker) -> dict[str, Any]:
    """Return the public form of what a worker tells; instants are ISO 8601 in UTC."""
    return {
        "id": worker.id,
        "name": worker.name,
        "state": worker.state.value,
        "host": worker.host,
        "pid": worker.pid,
        "version": worker.version,
        "pool": worker.pool,
        "slots": worker.slots,
        "queues": list(worker.queues),
        "processor": round(worker.processor, 3),
        "resident_bytes": worker.resident_bytes,
        "processes": [
            {
                "pid": process.pid,
                "role": process.role.value,
                "processor": process.processor,
                "resident_bytes": process.resident_bytes,
            }
            for process in worker.processes
        ],
        "started_at": instant(worker.started_at),
        "seen_at": instant(worker.seen_at),
        "drain_requested_at": instant(worker.drain_requested_at),
    }


def demand_view(counts: Counts) -> dict[str, int]:
    """Return what an autoscaler is to go by: what runs needs its worker as much as what waits."""
    waiting, running = counts.waiting, counts.running
    return {"waiting": waiting, "running": running, "demand": waiting + running}


def _document(row: Document) -> dict[str, Any]:
    return {
        "id": row.id,
        "job_id": row.job_id,
        "path": readable(row.path),
        "attempt": row.attempt,
        "since": instant(row.started_at),
        "worker": row.worker,
    }
