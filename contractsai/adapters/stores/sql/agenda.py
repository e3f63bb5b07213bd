"""`Agenda` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, text, union_all

from contractsai.adapters.stores.sql.documents import SqlDocuments
from contractsai.adapters.stores.sql.rows import document_of
from contractsai.adapters.stores.sql.tables import IS_OUT, RUNS, WAITS, documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State

WAITS_AND_IS_TOLD: Final = text(  # `IS_TOLD`, where jobs are asked, too, which have a state
    "documents.state IN ('PENDING', 'RETRYING') AND documents.dispatches <> 0"
)
LOCK_TOLD: Final = (
    select(documents, jobs)
    .join_from(documents, jobs)
    .where(
        WAITS_AND_IS_TOLD,
        documents.c.run_at <= bindparam("now"),
        documents.c.job_id != bindparam("but"),
    )
    .order_by(documents.c.send_at, documents.c.id)
    .limit(1)
    .with_for_update(of=(jobs, documents), skip_locked=True)
)


class SqlAgenda:
    """`Agenda` on one connection."""

    def __init__(self, connection: Connection, read_documents: SqlDocuments) -> None:
        """Take a connection in a transaction, and the documents on it."""
        self._connection = connection
        self._documents = read_documents

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
        return [self._documents.seen(document_of(row)) for row in self._connection.execute(query)]

    def next_document(self, job_id: JobId, now: datetime) -> Document | None:
        """Return a waiting document that may be claimed, one that nobody was told of first.

        Two questions in one statement, each of which an index answers: those that wait for their
        next attempt lie between the two, and may be many.
        """
        of = documents.c
        waiting = select(of.id, of.dispatches).where(of.job_id == job_id, WAITS, of.run_at <= now)
        untold = waiting.where(of.dispatches == 0, of.send_at <= now)
        told = waiting.where(of.dispatches > 0)
        first = [
            query.order_by(of.dispatches, of.send_at, of.path_key, of.path).limit(1).subquery()
            for query in (untold, told)
        ]
        either = union_all(*(select(each) for each in first)).subquery()
        chosen = select(either.c.id).order_by(either.c.dispatches).limit(1).scalar_subquery()
        row = self._connection.execute(select(documents).where(of.id == chosen)).first()
        return None if row is None else self._documents.seen(document_of(row))

    def lock_told(self, now: datetime, *, but: JobId) -> tuple[Job, Document] | None:
        """Return a document of another job that the broker was told of, both under row locks.

        The job's row is locked first. Where that is taken, so is the document for this purpose.
        """
        row = self._connection.execute(LOCK_TOLD, {"now": now, "but": but}).first()
        if row is None:
            return None
        return self._documents.seen_with_job(row)

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

    def jobs_ended_before(
        self, instant: datetime, *, limit: int, state: State | None = None
    ) -> Sequence[JobId]:
        """Return jobs that ended before *instant*, the oldest first."""
        query = (
            select(jobs.c.id)
            .where(jobs.c.ended_at < instant)
            .order_by(jobs.c.ended_at, jobs.c.id)
            .limit(limit)
        )
        if state is not None:
            query = query.where(jobs.c.state == state.value)
        return [JobId(job_id) for job_id in self._connection.scalars(query)]

    def oldest_unstarted(self) -> datetime | None:
        """Return when the oldest PENDING job was made; what has not ended lies together."""
        waiting = (jobs.c.ended_at.is_(None), jobs.c.state == State.PENDING.value)
        query = select(func.min(jobs.c.created_at)).where(*waiting)
        found: datetime | None = self._connection.execute(query).scalar_one()
        return found

    def documents_running(self, *, limit: int) -> Sequence[Document]:
        """Return running documents, those that are to renew their lease first."""
        query = (
            select(documents)
            .where(RUNS)
            .order_by(documents.c.lease_expires_at, documents.c.id)
            .limit(limit)
        )
        return [self._documents.seen(document_of(row)) for row in self._connection.execute(query)]
