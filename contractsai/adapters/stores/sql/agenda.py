"""`Agenda` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from contractsai.adapters.stores.sql.rows import document_of
from contractsai.adapters.stores.sql.tables import IS_OUT, RUNS, WAITS, documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId


class SqlAgenda:
    """`Agenda` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def jobs_due(self, now: datetime, *, limit: int) -> Sequence[JobId]:
        """Return jobs with something to send, the longest waiting first."""
        query = (
            select(documents.c.job_id)
            .where(WAITS, documents.c.send_at <= now)
            .group_by(documents.c.job_id)
            .order_by(func.min(documents.c.send_at), documents.c.job_id)
            .limit(limit)
        )
        return [JobId(job_id) for job_id in self._connection.scalars(query)]

    def documents_due(
        self, job_id: JobId, now: datetime, *, sent_before: bool, limit: int
    ) -> Sequence[Document]:
        """Return waiting documents whose `send_at` has come, by `send_at`, then path."""
        sent = documents.c.dispatches > 0 if sent_before else documents.c.dispatches == 0
        query = (
            select(documents)
            .where(documents.c.job_id == job_id, WAITS, documents.c.send_at <= now, sent)
            .order_by(documents.c.send_at, documents.c.path_key, documents.c.path)
            .limit(limit)
        )
        return [document_of(row) for row in self._connection.execute(query)]

    def documents_in_flight(self, job_id: JobId) -> int:
        """Return how many documents run, or wait with `dispatches` above 0."""
        query = select(func.count()).where(documents.c.job_id == job_id, IS_OUT)
        return self._connection.execute(query).scalar_one()

    def leases_expired(self, now: datetime, *, limit: int) -> Sequence[DocumentId]:
        """Return running documents whose lease has run out, the longest expired first."""
        query = (
            select(documents.c.id)
            .where(RUNS, documents.c.lease_expires_at <= now)
            .order_by(documents.c.lease_expires_at, documents.c.id)
            .limit(limit)
        )
        return [DocumentId(document_id) for document_id in self._connection.scalars(query)]

    def jobs_ended_before(self, instant: datetime, *, limit: int) -> Sequence[JobId]:
        """Return jobs that ended before *instant*, the oldest first."""
        query = (
            select(jobs.c.id)
            .where(jobs.c.ended_at < instant)
            .order_by(jobs.c.ended_at, jobs.c.id)
            .limit(limit)
        )
        return [JobId(job_id) for job_id in self._connection.scalars(query)]
