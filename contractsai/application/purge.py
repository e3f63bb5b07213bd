"""Purge: delete jobs that ended long ago, and the analyses that nobody refers to any more."""

from datetime import timedelta

from contractsai.application.ports import Clock, Store
from contractsai.domain.errors import JobNotFound

BATCH = 100


def purge_jobs(*, store: Store, clock: Clock, retention: timedelta, batch: int = BATCH) -> int:
    """Delete jobs that ended longer than *retention* ago, and return how many.

    Each job goes in a transaction of its own, so that nobody waits behind a long one.
    """
    instant = clock.now() - retention
    purged = 0
    while True:
        with store.snapshot() as work:
            old = work.agenda.jobs_ended_before(instant, limit=batch)
        for job_id in old:
            with store.begin() as work:
                try:
                    job = work.jobs.lock(job_id)
                except JobNotFound:  # another purge was quicker
                    continue
                if job.ended_at is not None and job.ended_at < instant:  # not reopened meanwhile
                    work.jobs.delete(job_id)
                    work.commit()
                    purged += 1
        if len(old) < batch:
            break
    _delete_unreferenced(store, batch)
    return purged


def _delete_unreferenced(store: Store, batch: int) -> None:
    while True:
        with store.begin() as work:
            deleted = work.analyses.delete_unreferenced(limit=batch)
            work.commit()
        if deleted < batch:
            return
