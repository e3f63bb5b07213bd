"""Bring a job's counts and state in line with its documents, inside the caller's transaction."""

from datetime import datetime

from contractsai.application.ports import UnitOfWork
from contractsai.domain.job import Job


def settle(work: UnitOfWork, job: Job, now: datetime) -> Job:
    """Recount the locked *job* and save it; its state follows from the counts."""
    settled = job.recounted(work.documents.counts(job.id), now)
    work.jobs.save(settled)
    return settled
