"""A job's state follows from its documents."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contractsai.domain.errors import InvalidTransition
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 13, tzinfo=UTC)


def a_job(**values: object) -> Job:
    return Job(id=JobId("j"), folder="/contracts", created_at=NOW, **values)  # type: ignore[arg-type]  # tests pass what they mean


def test_counts_add_up_to_their_total() -> None:
    counts = Counts.of({State.PENDING: 1, State.RUNNING: 2, State.FAILED: 4})

    assert counts == Counts(pending=1, running=2, failed=4)
    assert (counts.total, counts.ended) == (7, 4)


def test_counts_of_two_jobs_are_those_of_the_documents_of_both() -> None:
    one = Counts(pending=1, running=2, retrying=3, completed=4, failed=5, cancelled=6)

    assert one + Counts(running=1, cancelled=1) == replace(one, running=3, cancelled=7)
    assert sum([one, one], Counts()).total == 2 * one.total


@pytest.mark.parametrize("begun", [Counts(running=1), Counts(retrying=1)])
def test_a_job_starts_with_its_first_claim(begun: Counts) -> None:
    job = a_job().recounted(begun, LATER)

    assert (job.state, job.started_at, job.counts) == (State.RUNNING, LATER, begun)


def test_a_job_with_nothing_claimed_still_waits() -> None:
    assert a_job().recounted(Counts(pending=3), LATER).state is State.PENDING


def test_a_running_job_stays_so_when_its_worker_gives_a_document_back() -> None:
    job = a_job(state=State.RUNNING, started_at=NOW).recounted(Counts(pending=1), LATER)

    assert (job.state, job.started_at) == (State.RUNNING, NOW)


@pytest.mark.parametrize(
    ("counts", "cancel", "state", "reason"),
    [
        (Counts(completed=2), False, State.COMPLETED, None),
        (Counts(completed=1, failed=1), False, State.COMPLETED, None),
        (Counts(failed=2), False, State.FAILED, Reason.ALL_FAILED),
        (Counts(completed=1, cancelled=1), True, State.CANCELLED, Reason.CANCELLED),
        (Counts(completed=2), True, State.CANCELLED, Reason.CANCELLED),
    ],
)
def test_a_job_ends_when_every_document_has(
    counts: Counts,
    cancel: bool,  # noqa: FBT001 - a table's column
    state: State,
    reason: Reason | None,
) -> None:
    job = a_job(state=State.RUNNING, cancel_requested_at=NOW if cancel else None)

    ended = job.recounted(counts, LATER)

    assert (ended.state, ended.reason, ended.ended_at) == (state, reason, LATER)


def test_an_ended_job_does_not_end_twice() -> None:
    """I3: recounting it again changes no state and no instant."""
    ended = a_job(state=State.COMPLETED, ended_at=NOW)

    assert ended.recounted(Counts(completed=1), LATER).ended_at == NOW


def test_asking_twice_for_a_cancel_keeps_the_first_instant() -> None:
    asked = a_job().request_cancel(NOW)

    assert asked.is_cancel_requested
    assert asked.request_cancel(LATER) == asked


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED, State.CANCELLED])
def test_an_ended_job_cannot_be_cancelled(state: State) -> None:
    with pytest.raises(InvalidTransition):
        a_job(state=state).request_cancel(NOW)


def test_reopening_wipes_the_end_and_the_cancel() -> None:
    job = a_job(
        state=State.CANCELLED,
        counts=Counts(completed=1, cancelled=1),
        started_at=NOW,
        ended_at=NOW,
        cancel_requested_at=NOW,
        reason=Reason.CANCELLED,
    )

    opened = job.reopen()

    assert opened.state is State.PENDING
    assert (opened.started_at, opened.ended_at, opened.cancel_requested_at, opened.reason) == (
        None,
        None,
        None,
        None,
    )


def test_a_job_that_completed_altogether_has_nothing_to_retry() -> None:
    with pytest.raises(InvalidTransition, match="nothing to retry"):
        a_job(state=State.COMPLETED, counts=Counts(completed=2)).reopen()


def test_a_job_that_has_not_ended_cannot_be_reopened() -> None:
    with pytest.raises(InvalidTransition, match="cannot reopen"):
        a_job(state=State.RUNNING, counts=Counts(failed=1, running=1)).reopen()


def test_counts_move_with_the_documents() -> None:
    """I5, without asking for all of them."""
    counts = Counts(pending=2, running=1)

    moved = counts.moved(
        [(State.PENDING, State.RUNNING), (State.RUNNING, State.COMPLETED), (State.FAILED,) * 2]
    )

    assert moved == Counts(pending=1, running=1, completed=1)
    assert (moved.total, moved.waiting, moved.ended) == (3, 1, 1)
