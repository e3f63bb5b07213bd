"""What can happen to a document, and what each step leaves behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contractsai.domain.document import RESEND_AFTER, RESEND_AT_MOST_EVERY, Document
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisFailed,
    AnalysisTimedOut,
    FileMissing,
    InvalidTransition,
)
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LEASE = timedelta(seconds=15)
POLICY = RetryPolicy(max_failures=3, max_crashes=2)

WAITING = Document(
    id=DocumentId("d"),
    job_id=JobId("j"),
    path="nda.pdf",
    size_bytes=1,
    run_at=NOW,
    send_at=NOW,
)
RUNNING = WAITING.claim(NOW, worker="w", lease=LEASE)


def test_a_claim_takes_the_lease_and_raises_fence_and_attempt() -> None:
    assert (RUNNING.state, RUNNING.worker) == (State.RUNNING, "w")
    assert (RUNNING.attempt, RUNNING.fence) == (1, 1)
    assert RUNNING.lease_expires_at == NOW + LEASE


def test_a_document_is_not_claimed_before_its_time() -> None:
    early = replace(WAITING, run_at=NOW + timedelta(seconds=1))

    assert not early.is_due(NOW)
    with pytest.raises(InvalidTransition, match="waits for its next attempt"):
        early.claim(NOW, worker="w", lease=LEASE)


def test_only_the_holder_of_the_fence_holds_a_running_document() -> None:
    assert RUNNING.is_held(1)
    assert not RUNNING.is_held(2)
    assert not RUNNING.release(NOW).is_held(1)


@pytest.mark.parametrize(
    ("document", "after", "abandoned"),
    [
        (RUNNING, LEASE - timedelta(microseconds=1), False),
        (RUNNING, LEASE, True),
        (WAITING, LEASE, False),
        (replace(RUNNING, lease_expires_at=None), LEASE, False),
    ],
)
def test_a_running_document_is_abandoned_once_its_lease_has_run_out(
    document: Document,
    after: timedelta,
    abandoned: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert document.is_abandoned(NOW + after) is abandoned


def test_each_repeat_of_a_dispatch_waits_twice_as_long_up_to_a_bound() -> None:
    waits = []
    document = WAITING
    for _ in range(40):
        document = document.dispatched(NOW)
        waits.append(document.send_at - NOW)

    assert waits[:3] == [RESEND_AFTER, 2 * RESEND_AFTER, 4 * RESEND_AFTER]
    assert waits[-1] == RESEND_AT_MOST_EVERY
    assert document.dispatches == 40


def test_a_refused_dispatch_leaves_the_document_untold() -> None:
    refused = WAITING.dispatched(NOW).undispatched(NOW)

    assert (refused.dispatches, refused.send_at) == (0, NOW)
    assert WAITING.undispatched(NOW).dispatches == 0


def test_completing_keeps_what_was_found_and_ends_the_lease() -> None:
    done = RUNNING.complete(NOW, outcome=Outcome.ANALYSED, sha256="ab", analysis_id=AnalysisId("a"))

    assert (done.state, done.outcome, done.sha256) == (State.COMPLETED, Outcome.ANALYSED, "ab")
    assert (done.worker, done.lease_expires_at, done.ended_at) == (None, None, NOW)


def test_a_document_that_cannot_be_read_fails_at_once_with_its_analysis() -> None:
    rejected = RUNNING.reject(
        NOW, reason=Reason.ENCRYPTED, sha256="ab", analysis_id=AnalysisId("a")
    )

    assert (rejected.state, rejected.reason) == (State.FAILED, Reason.ENCRYPTED)
    assert (rejected.outcome, rejected.failures) == (Outcome.FAILED, 1)


def test_a_failed_attempt_is_tried_again_after_the_backoff() -> None:
    failed = RUNNING.fail(NOW, AnalysisFailed("x"), policy=POLICY, jitter=0.5)

    assert (failed.state, failed.failures, failed.crashes) == (State.RETRYING, 1, 0)
    assert failed.run_at == failed.send_at == NOW + POLICY.backoff(1, jitter=0.5)
    assert (failed.reason, failed.dispatches) == (Reason.INTERNAL, 0)


@pytest.mark.parametrize("error", [AnalysisCrashed("x"), AnalysisTimedOut("x")])
def test_crashes_have_a_budget_of_their_own(error: AnalysisCrashed | AnalysisTimedOut) -> None:
    once = RUNNING.fail(NOW, error, policy=POLICY, jitter=0)
    twice = once.claim(NOW, worker="w", lease=LEASE).fail(NOW, error, policy=POLICY, jitter=0)

    assert (once.state, once.crashes, once.failures) == (State.RETRYING, 1, 0)
    assert (twice.state, twice.crashes) == (State.FAILED, 2)
    assert (twice.reason, twice.outcome) == (error.reason, Outcome.FAILED)


def test_a_permanent_error_is_not_tried_again() -> None:
    failed = RUNNING.fail(NOW, FileMissing("x"), policy=POLICY, jitter=0)

    assert (failed.state, failed.reason, failed.failures) == (State.FAILED, Reason.MISSING, 1)


def test_a_release_counts_nothing_against_the_document() -> None:
    released = RUNNING.release(NOW)

    assert (released.state, released.failures, released.crashes) == (State.PENDING, 0, 0)
    assert released.attempt == 1
    assert released.lease_expires_at is None


@pytest.mark.parametrize("document", [WAITING, RUNNING])
def test_what_has_not_ended_can_be_cancelled(document: Document) -> None:
    cancelled = document.cancel(NOW)

    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, Reason.CANCELLED)


def test_reopening_gives_fresh_budgets_and_keeps_the_history() -> None:
    failed = RUNNING.fail(NOW, FileMissing("x"), policy=POLICY, jitter=0)

    opened = failed.reopen(NOW)

    assert (opened.state, opened.failures, opened.crashes) == (State.PENDING, 0, 0)
    assert (opened.attempt, opened.fence) == (1, 1)
    assert (opened.reason, opened.outcome, opened.ended_at) == (None, None, None)
