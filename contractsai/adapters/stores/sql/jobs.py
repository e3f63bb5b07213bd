"""`JobStore` on SQLAlchemy Core."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Update, bindparam, delete, func, insert, select, tuple_, update

from contractsai.adapters.stores.sql.job_pages import page_of_jobs
from contractsai.adapters.stores.sql.rows import (
    alone,
    changed,
    document_row,
    job_of,
    job_row,
    label_rows,
    path_key,
)
from contractsai.adapters.stores.sql.tables import (
    COUNTS,
    IS_COMPLETED,
    documents,
    job_labels,
    jobs,
)
from contractsai.adapters.stores.sql.types import Seconds
from contractsai.application.ports import ALL_JOBS, Ended, JobFilter, Load
from contractsai.domain.document import Document
from contractsai.domain.errors import JobNotFound, StaleRow
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job

BATCH: Final = 1000  # documents of an insert; a larger one is no quicker
GET: Final = select(jobs).where(jobs.c.id == bindparam("job"))
LOCK: Final = GET.with_for_update()
_SUMS: Final = [func.coalesce(func.sum(jobs.c[name]), 0) for name in COUNTS]
"""The documents of all jobs that are asked about, in the order of `Counts`."""


@cache
def _save(columns: tuple[str, ...]) -> Update:
    """Return the statement that writes some columns of a job."""
    guard = (jobs.c.id == bindparam("guard_id"), jobs.c.version == bindparam("guard_version"))
    return update(jobs).where(*guard).values({name: bindparam(name) for name in columns})


class SqlJobs:
    """`JobStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._loaded: dict[JobId, Job] = {}

    def add(self, job: Job, new_documents: Iterable[Document]) -> None:
        """Insert a new job with its documents, in batches of which one is in memory."""
        self._connection.execute(insert(jobs).values(job_row(job)))
        if job.labels:
            self._connection.execute(insert(job_labels), label_rows(job))
        rows = map(document_row, new_documents)
        while batch := list(itertools.islice(rows, BATCH)):
            self._connection.execute(insert(documents), alone(batch))

    def get(self, job_id: JobId) -> Job:
        """Return the job."""
        return self._one(job_id, locked=False)

    def lock(self, job_id: JobId) -> Job:
        """Return the job under a row lock; on SQLite the transaction itself is the lock."""
        return self._one(job_id, locked=True)

    def save(self, *jobs_now: Job) -> None:
        """Write each job, raising its version, in one round trip."""
        rows = [job_row(job) for job in jobs_now]
        columns = {"version"}.union(*map(self._changed, jobs_now, rows))
        guarded = [
            {
                **{name: row[name] for name in columns},
                "version": job.version + 1,
                "guard_id": job.id,
                "guard_version": job.version,
            }
            for job, row in zip(jobs_now, rows, strict=True)
        ]
        saved = self._connection.execute(_save(tuple(sorted(columns))), alone(guarded))
        if saved.rowcount != len(jobs_now):
            raise StaleRow(f"{len(jobs_now) - saved.rowcount} of {len(jobs_now)} jobs")

    def _changed(self, job: Job, row: Mapping[str, Any]) -> Collection[str]:
        """Return the columns to write: all, where what the row holds was not read here."""
        known = self._loaded.get(job.id)
        if known is None or known.version != job.version:
            return row.keys()
        return changed(job_row(known), row)

    def page(
        self, *, limit: int, after: JobId | None = None, wanted: JobFilter = ALL_JOBS
    ) -> Sequence[Job]:
        """Return a page of jobs."""
        last = None
        if after is not None:
            last = self._connection.execute(select(jobs).where(jobs.c.id == after)).first()
            if last is None:
                return []
        query = page_of_jobs(wanted, last).limit(limit)
        return [job_of(row) for row in self._connection.execute(query)]

    def load(self) -> Load:
        """Return what is under way; an index has the few that have not ended together.

        That of the states has them too, but where nearly all are COMPLETED a planner that has
        counted would rather read the table.
        """
        query = select(func.count(), *_SUMS).where(jobs.c.ended_at.is_(None))
        count, *each = self._connection.execute(query).one()
        return Load(int(count), Counts(*map(int, each)))

    def ended_between(self, since: datetime, until: datetime) -> Ended:
        """Return the sums over the jobs that ended then."""
        ran = Seconds(jobs.c.ended_at) - Seconds(jobs.c.started_at)
        spans = (func.coalesce(total, 0) for total in (func.sum(ran), func.max(ran)))
        query = select(*spans, func.count(jobs.c.started_at), *_SUMS)
        query = query.where(jobs.c.ended_at >= since, jobs.c.ended_at < until)
        total, longest, count, *each = self._connection.execute(query).one()
        return Ended(
            Counts(*map(int, each)),
            jobs=int(count),
            ran=timedelta(seconds=float(total)),
            longest=timedelta(seconds=float(longest)),
        )

    def some(self, job_ids: Collection[JobId]) -> Sequence[Job]:
        """Return those of the jobs that there are."""
        query = select(jobs).where(jobs.c.id.in_(sorted(job_ids)))
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
        row = self._connection.execute(LOCK if locked else GET, {"job": job_id}).first()
        if row is None:
            raise JobNotFound(job_id)
        return self.seen(job_of(row))

    def seen(self, job: Job) -> Job:
        """Return the job, remembered as what its row holds."""
        self._loaded[job.id] = job
        return job
