"""The transition tables, cell by cell."""

import itertools

import pytest

from contractsai.domain.errors import InvalidTransition
from contractsai.domain.lifecycle import (
    DOCUMENT,
    ENDED,
    JOB,
    WAITING,
    DocumentEvent,
    JobEvent,
    State,
    next_job_state,
    next_state,
)

P, R, T = State.PENDING, State.RUNNING, State.RETRYING
C, F, X = State.COMPLETED, State.FAILED, State.CANCELLED

DOCUMENT_STEPS = {
    (P, DocumentEvent.CLAIM): R,
    (T, DocumentEvent.CLAIM): R,
    (R, DocumentEvent.COMPLETE): C,
    (R, DocumentEvent.RETRY): T,
    (R, DocumentEvent.FAIL): F,
    (R, DocumentEvent.RELEASE): P,
    (P, DocumentEvent.CANCEL): X,
    (T, DocumentEvent.CANCEL): X,
    (R, DocumentEvent.CANCEL): X,
    (F, DocumentEvent.REOPEN): P,
    (X, DocumentEvent.REOPEN): P,
}
JOB_STEPS = {
    (P, JobEvent.START): R,
    (R, JobEvent.COMPLETE): C,
    (P, JobEvent.FAIL): F,
    (R, JobEvent.FAIL): F,
    (P, JobEvent.CANCEL): X,
    (R, JobEvent.CANCEL): X,
    (C, JobEvent.REOPEN): P,
    (F, JobEvent.REOPEN): P,
    (X, JobEvent.REOPEN): P,
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, DocumentEvent)))
def test_a_document_steps_as_the_design_says_and_in_no_other_way(
    state: State, event: DocumentEvent
) -> None:
    """Written out a second time, by hand, so that a slip in the table cannot hide."""
    expected = DOCUMENT_STEPS.get((state, event))
    if expected is None:
        with pytest.raises(InvalidTransition, match=rf"cannot {event} a document that is {state}"):
            next_state(state, event)
    else:
        assert next_state(state, event) is expected


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, JobEvent)))
def test_a_job_steps_as_the_design_says_and_in_no_other_way(state: State, event: JobEvent) -> None:
    expected = JOB_STEPS.get((state, event))
    if expected is None:
        with pytest.raises(InvalidTransition, match=rf"cannot {event} a job that is {state}"):
            next_job_state(state, event)
    else:
        assert next_job_state(state, event) is expected


def test_only_a_persons_retry_leaves_an_end_state() -> None:
    """I3: an end state is entered once."""
    for event, (sources, _) in DOCUMENT.items():
        assert event is DocumentEvent.REOPEN or not sources & ENDED
    for job_event, (sources, _) in JOB.items():
        assert job_event is JobEvent.REOPEN or not sources & ENDED


def test_every_state_is_waiting_running_or_ended() -> None:
    assert WAITING | {State.RUNNING} | ENDED == set(State)
    assert not WAITING & ENDED
    assert {state for state in State if state.has_ended} == ENDED
