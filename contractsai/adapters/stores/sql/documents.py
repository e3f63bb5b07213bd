"""`DocumentStore` on SQLAlchemy Core."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Row, Update, bindparam, func, select, update

from contractsai.adapters.stores.sql.jobs import SqlJobs
from contractsai.adapters.stores.sql.rows import (
    alone,
    changed,
    document_of,
    document_row,
    job_of,
    path_key,
)
from contractsai.adapters.stores.sql.tables import documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.errors import DocumentNotFound, LeaseLost, StaleRow
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State

UNCHANGING: Final = {"id", "job_id", "path", "path_key", "size_bytes"}

IS_ASKED_FOR: Final = documents.c.id == bindparam("document")
GET: Final = select(documents).where(IS_ASKED_FOR)
LOCK: Final = (
    select(documents, jobs)
    .join_from(documents, jobs)
    .where(IS_ASKED_FOR)
    .with_for_update(of=(jobs, documents))
)


@cache
def _save(columns: tuple[str, ...]) -> Update:
    """Return the statement that writes some columns of a document."""
    guard = (
        documents.c.id == bindparam("guard_id"),
        documents.c.version == bindparam("guard_version"),
    )
    return update(documents).where(*guard).values({name: bindparam(name) for name in columns})


class SqlDocuments:
    """`DocumentStore` on one connection."""

    def __init__(self, connection: Connection, locked_jobs: SqlJobs) -> None:
        """Take a connection in a transaction, and the jobs on it."""
        self._connection = connection
        self._jobs = locked_jobs
        self._loaded: dict[DocumentId, Document] = {}

    def get(self, document_id: DocumentId) -> Document:
        """Return the document."""
        row = self._connection.execute(GET, {"document": document_id}).first()
        if row is None:
            raise DocumentNotFound(document_id)
        return self.seen(document_of(row))

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        """Return the document's job and the document, both under row locks, the job's first."""
        row = self._connection.execute(LOCK, {"document": document_id}).first()
        if row is None:
            raise DocumentNotFound(document_id)
        return self.seen_with_job(row)

    def seen_with_job(self, row: Row[Any]) -> tuple[Job, Document]:
        """Return the job and the document of one row, remembered as what their rows hold."""
        return self._jobs.seen(job_of(row)), self.seen(document_of(row))

    def some(self, document_ids: Collection[DocumentId]) -> Sequence[Document]:
        """Return those of the documents that there are."""
        query = select(documents).where(documents.c.id.in_(sorted(document_ids)))
        return [document_of(row) for row in self._connection.execute(query)]

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        """Return the documents of a job by path."""
        query = select(documents).where(documents.c.job_id == job_id)
        if after is not None:
            query = query.where(documents.c.path_key >= path_key(after), documents.c.path > after)
        query = query.order_by(documents.c.path_key, documents.c.path).limit(limit)
        return [self.seen(document_of(row)) for row in self._connection.execute(query)]

    def seen(self, document: Document) -> Document:
        """Return the document, remembered as what its row holds."""
        self._loaded[document.id] = document
        return document

    def save(self, documents_now: Sequence[Document]) -> None:
        """Write each document, raising its version, in one round trip."""
        if not documents_now:
            return
        rows = [document_row(document) for document in documents_now]
        columns = {"version"}.union(*map(self._changed, documents_now, rows))
        guarded = [
            {
                **{name: row[name] for name in columns},
                "version": document.version + 1,
                "guard_id": document.id,
                "guard_version": document.version,
            }
            for document, row in zip(documents_now, rows, strict=True)
        ]
        saved = self._connection.execute(_save(tuple(sorted(columns))), alone(guarded))
        if saved.rowcount != len(documents_now):
            stale = len(documents_now) - saved.rowcount
            raise StaleRow(f"{stale} of {len(documents_now)} documents")

    def _changed(self, document: Document, row: Mapping[str, Any]) -> Collection[str]:
        """Return the columns to write: all, where what the row holds was not read here."""
        known = self._loaded.get(document.id)
        if known is None or known.version != document.version:
            return row.keys() - UNCHANGING
        return changed(document_row(known), row)

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
                # That it runs, as a CHECK has it; by its state, a planner with old figures would
                # look for it among all that are out.
                documents.c.lease_expires_at.is_not(None),
            )
            .values(lease_expires_at=lease_expires_at, version=documents.c.version + 1)
            .returning(cancel)
        ).first()
        if row is None:
            raise LeaseLost(document_id)
        return bool(row[0])
