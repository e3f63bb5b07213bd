"""`WorkerStore` on SQLAlchemy Core."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.tables import workers
from contractsai.domain.errors import WorkerNotFound
from contractsai.domain.ids import WorkerId
from contractsai.domain.worker import ProcessUse, Role, Worker, WorkerState

GONE: Final = (WorkerState.STOPPED.value, WorkerState.LOST.value)
COLUMNS: Final = ("started_at", "seen_at", "lease_expires_at")
TOLD: Final = ("name", "host", "pid", "version", "pool", "slots", "queues")


class SqlWorkers:
    """`WorkerStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def save(self, worker: Worker) -> None:
        """Write all that a worker tells; a request to drain stays."""
        values = {
            "state": worker.state.value,
            **{name: getattr(worker, name) for name in COLUMNS},
            "payload": _payload(worker),
        }
        statement = self._insert(workers).values(id=worker.id, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[workers.c.id], set_=values)
        )

    def get(self, worker_id: WorkerId) -> Worker:
        """Return the worker."""
        row = self._connection.execute(select(workers).where(workers.c.id == worker_id)).first()
        if row is None:
            raise WorkerNotFound(worker_id)
        return _worker_of(row)

    def latest(self, *, limit: int) -> Sequence[Worker]:
        """Return workers, the latest seen first."""
        order = (workers.c.seen_at.desc(), workers.c.id.desc())
        rows = self._connection.execute(select(workers).order_by(*order).limit(limit))
        return [_worker_of(row) for row in rows]

    def ask_to_drain(self, worker_id: WorkerId, at: datetime) -> None:
        """Note that the worker is to claim no more; whoever asked first is not overwritten."""
        asked = self._connection.execute(
            update(workers)
            .where(workers.c.id == worker_id, workers.c.drain_requested_at.is_(None))
            .values(drain_requested_at=at)
        )
        if not asked.rowcount:
            self.get(worker_id)

    def lose_silent(self, now: datetime) -> Sequence[WorkerId]:
        """Mark as lost all whose lease has run out."""
        lost = self._connection.scalars(
            update(workers)
            .where(workers.c.lease_expires_at <= now, workers.c.state.not_in(GONE))
            .values(state=WorkerState.LOST.value)
            .returning(workers.c.id)
        )
        return sorted(WorkerId(worker_id) for worker_id in lost)

    def delete_gone(self, before: datetime, *, limit: int) -> int:
        """Delete those that are gone and were last seen before an instant."""
        old = (
            select(workers.c.id)
            .where(workers.c.seen_at < before, workers.c.state.in_(GONE))
            .order_by(workers.c.seen_at, workers.c.id)
            .limit(limit)
        )
        return self._connection.execute(delete(workers).where(workers.c.id.in_(old))).rowcount


def _payload(worker: Worker) -> bytes:
    told = {name: getattr(worker, name) for name in TOLD}
    processes = [asdict(process) for process in worker.processes]
    return json.dumps({**told, "processes": processes}).encode()


def _worker_of(row: Row[Any]) -> Worker:
    told = json.loads(row.payload)
    processes = (
        ProcessUse(**{**process, "role": Role(process["role"])}) for process in told["processes"]
    )
    return Worker(
        id=WorkerId(row.id),
        state=WorkerState(row.state),
        drain_requested_at=row.drain_requested_at,
        **{name: getattr(row, name) for name in COLUMNS},
        **{name: told[name] for name in TOLD if name != "queues"},
        queues=tuple(told["queues"]),
        processes=tuple(processes),
    )
