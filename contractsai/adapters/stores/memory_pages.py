"""Which jobs a list in memory holds, and in which order."""

from datetime import datetime

from contractsai.application.ports import JobFilter
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.texts import ascii_lower


def age(job: Job) -> tuple[datetime, JobId]:
    """Return what jobs are sorted by."""
    return job.created_at, job.id


def is_wanted(job: Job, wanted: JobFilter) -> bool:
    """Return whether the list holds the job."""
    if wanted.created_after is not None and job.created_at <= wanted.created_after:
        return False
    if wanted.created_before is not None and job.created_at >= wanted.created_before:
        return False
    if wanted.label is not None and wanted.label not in job.labels:
        return False
    if wanted.text is not None and ascii_lower(wanted.text) not in ascii_lower(job.folder):
        return False
    is_there = wanted.folder in (None, job.folder) and wanted.state in (None, job.state)
    return is_there and (job.counts.failed > 0 or not wanted.has_failures)
