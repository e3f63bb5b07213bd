"""Look: how the service is doing, for people who want to know what needs them first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.ports import JobFilter, Load, Store, UnitOfWork
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State

FEW: Final = 5
OVERDUE: Final = timedelta(minutes=1)
"""A document that may run, and that nobody was told of for so long, has no beat to tell of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """The service at one instant.

    Attributes:
        running: jobs that run, the newest first.
        failed: jobs with failures, the newest first.
        is_untold: documents wait for a message that should have been sent long ago.
        is_abandoned: documents run whose worker has been silent for too long.
    """

    load: Load
    running: Sequence[Job]
    failed: Sequence[Job]
    newest: Sequence[Job]
    is_untold: bool
    is_abandoned: bool


def overdue(work: UnitOfWork, since: datetime) -> tuple[bool, bool]:
    """Return whether anything that was due by *since* was not told, and not rescued."""
    agenda = work.agenda
    return bool(agenda.jobs_due(since, limit=1)), bool(agenda.leases_expired(since, limit=1))


def look(*, store: Store, now: datetime) -> Look:
    """Return how the service is doing; it costs the same however many jobs have ended."""
    with store.snapshot() as work:
        jobs = work.jobs
        is_untold, is_abandoned = overdue(work, now - OVERDUE)
        return Look(
            load=jobs.load(),
            running=jobs.page(limit=FEW, wanted=JobFilter(State.RUNNING)),
            failed=jobs.page(limit=FEW, wanted=JobFilter(has_failures=True)),
            newest=jobs.page(limit=FEW),
            is_untold=is_untold,
            is_abandoned=is_abandoned,
        )
