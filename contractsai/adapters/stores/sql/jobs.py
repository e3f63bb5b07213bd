"""`JobStore` on SQLAlchemy Core."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from contractsai.adapters.stores.sql.rows import document_row, job_of, job_row, path_key
from contractsai.adapters.stores.sql.tables import IS_COMPLETED, documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.errors import JobNotFound, StaleRow
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job


class SqlJobs:
    """`JobStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def add(self, job: Job, new_documents: Sequence[Document]) -> None:
        """Insert a new job with its documents."""
        self._connection.execute(insert(jobs).values(job_row(job)))
        if new_documents:
            rows = [document_row(document) for document in new_documents]
            self._connection.execute(insert(documents), rows)

    def get(self, job_id: JobId) -> Job:
        """Return the job."""
        return self._one(job_id, locked=False)

    def lock(self, job_id: JobId) -> Job:
        """Return the job under a row lock; on SQLite the transaction itself is the lock."""
        return self._one(job_id, locked=True)

    def save(self, job: Job) -> None:
        """Write the job, raising its version."""
        saved = self._connection.execute(
            update(jobs)
            .where(jobs.c.id == job.id, jobs.c.version == job.version)
            .values(job_row(job) | {"version": job.version + 1})
        )
        if not saved.rowcount:
            raise StaleRow(job.id)

    def page(self, *, limit: int, after: JobId | None = None) -> Sequence[Job]:
        """Return a page of jobs, newest first."""
        query = select(jobs).order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(limit)
        if after is not None:
            last = self._connection.execute(select(jobs).where(jobs.c.id == after)).first()
            if last is None:
                return []
            age = tuple_(jobs.c.created_at, jobs.c.id)
            query = query.where(age < tuple_(last.created_at, last.id))
        return [job_of(row) for row in self._connection.execute(query)]

    def previous(self, job: Job) -> Job | None:
        """Return the newest COMPLETED job of the same folder that was created before."""
        age = tuple_(jobs.c.created_at, jobs.c.id)
        query = (
            select(jobs)
            .where(
                jobs.c.folder_key == path_key(job.folder),
                jobs.c.folder == job.folder,
                IS_COMPLETED,
                age < tuple_(job.created_at, job.id),
            )
            .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else job_of(row)

    def delete(self, job_id: JobId) -> None:
        """Delete the job and, by the foreign key, its documents."""
        self._connection.execute(delete(jobs).where(jobs.c.id == job_id))

    def _one(self, job_id: JobId, *, locked: bool) -> Job:
        query = select(jobs).where(jobs.c.id == job_id)
        row = self._connection.execute(query.with_for_update() if locked else query).first()
        if row is None:
            raise JobNotFound(job_id)
        return job_of(row)
