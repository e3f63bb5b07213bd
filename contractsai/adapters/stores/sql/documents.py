"""`DocumentStore` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update

from contractsai.adapters.stores.sql.rows import document_of, document_row, path_key
from contractsai.adapters.stores.sql.tables import documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.errors import DocumentNotFound, LeaseLost, StaleRow
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State

UNCHANGING: Final = {"id", "job_id", "path", "path_key", "size_bytes"}
SAVE: Final = (
    update(documents)
    .where(
        documents.c.id == bindparam("guard_id"),
        documents.c.version == bindparam("guard_version"),
    )
    .values({name: bindparam(name) for name in documents.c.keys() if name not in UNCHANGING})  # noqa: SIM118 - no mapping
)


class SqlDocuments:
    """`DocumentStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def get(self, document_id: DocumentId) -> Document:
        """Return the document."""
        query = select(documents).where(documents.c.id == document_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise DocumentNotFound(document_id)
        return document_of(row)

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        """Return the documents of a job by path."""
        query = select(documents).where(documents.c.job_id == job_id)
        if after is not None:
            query = query.where(documents.c.path_key >= path_key(after), documents.c.path > after)
        query = query.order_by(documents.c.path_key, documents.c.path).limit(limit)
        return [document_of(row) for row in self._connection.execute(query)]

    def save(self, changed: Sequence[Document]) -> None:
        """Write each document, raising its version, in one round trip."""
        if not changed:
            return
        guarded = [
            {
                **document_row(document),
                "version": document.version + 1,
                "guard_id": document.id,
                "guard_version": document.version,
            }
            for document in changed
        ]
        saved = self._connection.execute(SAVE, guarded)
        if saved.rowcount != len(changed):
            raise StaleRow(f"{len(changed) - saved.rowcount} of {len(changed)} documents")

    def counts(self, job_id: JobId) -> Counts:
        """Return the number of the job's documents in each state."""
        rows = self._connection.execute(
            select(documents.c.state, func.count())
            .where(documents.c.job_id == job_id)
            .group_by(documents.c.state)
        )
        return Counts.of({State(state): count for state, count in rows})

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        """Move the lease, and return whether the job is to be cancelled: one statement."""
        cancel = (
            select(jobs.c.cancel_requested_at.is_not(None))
            .where(jobs.c.id == documents.c.job_id)
            .scalar_subquery()
        )
        row = self._connection.execute(
            update(documents)
            .where(
                documents.c.id == document_id,
                documents.c.fence == fence,
                documents.c.state == State.RUNNING.value,
            )
            .values(lease_expires_at=lease_expires_at, version=documents.c.version + 1)
            .returning(cancel)
        ).first()
        if row is None:
            raise LeaseLost(document_id)
        return bool(row[0])
