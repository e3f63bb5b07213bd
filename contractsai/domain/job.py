"""A job: a folder to analyse, its state and the counts of its documents."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Self

from contractsai.domain.errors import InvalidTransition
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import JobEvent, State, next_job_state
from contractsai.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents of a job are in each state."""

    pending: int = 0
    running: int = 0
    retrying: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0

    @classmethod
    def of(cls, by_state: Mapping[State, int]) -> Self:
        """Return the counts of a mapping that may leave out empty states."""
        return cls(**{state.lower(): count for state, count in by_state.items()})

    def moved(self, steps: Iterable[tuple[State, State]]) -> Self:
        """Return the counts after documents went from one state to another each."""
        moved: Counter[str] = Counter()
        for before, after in steps:
            moved[before.lower()] -= 1
            moved[after.lower()] += 1
        return replace(self, **{name: getattr(self, name) + n for name, n in moved.items() if n})

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of the documents of both."""
        both = zip(astuple(self), astuple(other), strict=True)
        return Counts(*(one + another for one, another in both))

    @property
    def total(self) -> int:
        """The sum of all six."""
        return self.ended + self.waiting + self.running

    @property
    def waiting(self) -> int:
        """How many documents wait for a worker, or for the time of their next attempt."""
        return self.pending + self.retrying

    @property
    def ended(self) -> int:
        """How many documents only a person's retry can move."""
        return self.completed + self.failed + self.cancelled


@dataclass(frozen=True, slots=True)
class Job:
    """One folder and how far its documents have come.

    `version` is raised by the store with every save; a save of an older version is refused.
    `request_id` names the request that made the job, for logs.
    """

    id: JobId
    folder: str
    created_at: datetime
    state: State = State.PENDING
    counts: Counts = Counts()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    reason: Reason | None = None
    labels: tuple[str, ...] = ()
    request_id: str | None = None
    version: int = 0

    @property
    def is_cancel_requested(self) -> bool:
        """Whether a person asked for the end of the job since it was last opened."""
        return self.cancel_requested_at is not None

    def request_cancel(self, now: datetime) -> Self:
        """Return the job with the flag that its workers look for; asking twice changes nothing.

        Raises:
            InvalidTransition: the job has ended.
        """
        next_job_state(self.state, JobEvent.CANCEL)
        if self.is_cancel_requested:
            return self
        return replace(self, cancel_requested_at=now)

    def reopen(self) -> Self:
        """Return the ended job as PENDING again.

        Raises:
            InvalidTransition: the job has not ended, or every document of it is COMPLETED.
        """
        state = next_job_state(self.state, JobEvent.REOPEN)
        if not self.counts.failed and not self.counts.cancelled:
            raise InvalidTransition("every document of the job is COMPLETED: nothing to retry")
        return replace(
            self,
            state=state,
            started_at=None,
            ended_at=None,
            cancel_requested_at=None,
            reason=None,
        )

    def recounted(self, counts: Counts, now: datetime) -> Self:
        """Return the job in the state that follows from its documents' *counts*."""
        job = replace(self, counts=counts)
        if job.state is State.PENDING and (counts.running or counts.retrying):
            job = replace(job, state=next_job_state(job.state, JobEvent.START), started_at=now)
        if job.state.has_ended or counts.ended < counts.total:
            return job
        event, reason = _ending(job)
        return replace(job, state=next_job_state(job.state, event), reason=reason, ended_at=now)


def _ending(job: Job) -> tuple[JobEvent, Reason | None]:
    if job.is_cancel_requested:
        return JobEvent.CANCEL, Reason.CANCELLED
    if job.counts.completed:
        return JobEvent.COMPLETE, None
    return JobEvent.FAIL, Reason.ALL_FAILED
