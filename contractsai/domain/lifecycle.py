"""The two life cycles, as tables: the only place that knows which step leads where."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from contractsai.domain.errors import InvalidTransition


class State(StrEnum):
    """Where a document, or a job, stands. A job is never RETRYING."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    RETRYING = "RETRYING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def has_ended(self) -> bool:
        """Whether only a person's explicit retry leads on from here."""
        return self in ENDED


ENDED: Final = frozenset({State.COMPLETED, State.FAILED, State.CANCELLED})
WAITING: Final = frozenset({State.PENDING, State.RETRYING})


class DocumentEvent(StrEnum):
    """What can happen to a document."""

    CLAIM = "claim"
    COMPLETE = "complete"
    RETRY = "retry"
    FAIL = "fail"
    RELEASE = "release"
    CANCEL = "cancel"
    REOPEN = "reopen"


class JobEvent(StrEnum):
    """What can happen to a job."""

    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    REOPEN = "reopen"


Step = tuple[frozenset[State], State]


def _from(*sources: State, to: State) -> Step:
    return frozenset(sources), to


S = State

DOCUMENT: Final[Mapping[DocumentEvent, Step]] = {
    DocumentEvent.CLAIM: _from(S.PENDING, S.RETRYING, to=S.RUNNING),
    DocumentEvent.COMPLETE: _from(S.RUNNING, to=S.COMPLETED),
    DocumentEvent.RETRY: _from(S.RUNNING, to=S.RETRYING),  # the budgets are not spent
    DocumentEvent.FAIL: _from(S.RUNNING, to=S.FAILED),
    DocumentEvent.RELEASE: _from(S.RUNNING, to=S.PENDING),  # the worker is shutting down
    DocumentEvent.CANCEL: _from(S.PENDING, S.RETRYING, S.RUNNING, to=S.CANCELLED),
    DocumentEvent.REOPEN: _from(S.FAILED, S.CANCELLED, to=S.PENDING),  # a person's retry
}

JOB: Final[Mapping[JobEvent, Step]] = {
    JobEvent.START: _from(S.PENDING, to=S.RUNNING),  # the first document is claimed
    JobEvent.COMPLETE: _from(S.RUNNING, to=S.COMPLETED),  # all ended, one or more COMPLETED
    JobEvent.FAIL: _from(S.PENDING, S.RUNNING, to=S.FAILED),  # all ended, none COMPLETED
    JobEvent.CANCEL: _from(S.PENDING, S.RUNNING, to=S.CANCELLED),  # asked for, and all ended
    JobEvent.REOPEN: _from(S.COMPLETED, S.FAILED, S.CANCELLED, to=S.PENDING),
}


def next_state(state: State, event: DocumentEvent) -> State:
    """Return where *event* leads a document from *state*.

    Raises:
        InvalidTransition: the life cycle has no such step.
    """
    return _step(DOCUMENT[event], state, f"cannot {event} a document that is {state}")


def next_job_state(state: State, event: JobEvent) -> State:
    """Return where *event* leads a job from *state*.

    Raises:
        InvalidTransition: the life cycle has no such step.
    """
    return _step(JOB[event], state, f"cannot {event} a job that is {state}")


def _step(step: Step, state: State, refusal: str) -> State:
    sources, target = step
    if state not in sources:
        raise InvalidTransition(refusal)
    return target
