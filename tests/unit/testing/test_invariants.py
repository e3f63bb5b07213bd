"""Each question about the promises finds what breaks one, and says which."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.invariants import Reading, broken_at_rest, broken_between, broken_now

POLICY = RetryPolicy(max_failures=2, max_crashes=2)
LEASE = timedelta(seconds=15)
JOB = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
HELD = a_document(
    JOB, state=State.RUNNING, attempt=1, fence=1, worker="w:1", lease_expires_at=NOW + LEASE
)
ENDED_JOB = replace(JOB, state=State.COMPLETED, counts=Counts(completed=1), ended_at=NOW)
ENDED = replace(
    HELD,
    state=State.COMPLETED,
    outcome=Outcome.ANALYSED,
    analysis_id=AnalysisId("a"),
    worker=None,
    lease_expires_at=None,
    ended_at=NOW,
)


def reading(job: Job = JOB, document: Document = HELD, payload: bytes | None = b"[]") -> Reading:
    named = document.analysis_id
    return Reading({job.id: job}, {document.id: document}, {named: payload} if named else {})


def waiting(**changes: Any) -> Document:
    return replace(
        HELD, **{"state": State.RETRYING, "worker": None, "lease_expires_at": None, **changes}
    )


def test_what_is_right_is_not_complained_of() -> None:
    assert broken_now(reading(), policy=POLICY) == []
    assert broken_now(reading(ENDED_JOB, ENDED), policy=POLICY) == []
    assert broken_between(reading(), reading(ENDED_JOB, ENDED)) == []
    assert broken_at_rest(reading(ENDED_JOB, ENDED)) == []


@pytest.mark.parametrize(
    ("promise", "seen"),
    [
        ("I5", reading(replace(JOB, counts=Counts(pending=1)))),
        ("I3", reading(replace(JOB, state=State.RETRYING))),
        ("I1", reading(replace(JOB, counts=Counts(completed=1)), ENDED)),
        ("I3", reading(replace(ENDED_JOB, ended_at=None), ENDED)),
        ("I6", reading(replace(ENDED_JOB, state=State.CANCELLED), ENDED)),
        ("I6", reading(replace(ENDED_JOB, cancel_requested_at=NOW), ENDED)),
        (
            "I6",
            reading(replace(JOB, cancel_requested_at=NOW, counts=Counts(retrying=1)), waiting()),
        ),
        ("I2", reading(document=replace(HELD, lease_expires_at=None))),
        ("I7", reading(replace(JOB, counts=Counts(retrying=1)), waiting(crashes=2))),
        ("I7", reading(document=replace(HELD, failures=3))),
        ("I4", reading(ENDED_JOB, replace(ENDED, outcome=None))),
        ("I4", reading(ENDED_JOB, replace(ENDED, analysis_id=None))),
        ("I4", reading(ENDED_JOB, ENDED, payload=None)),
    ],
)
def test_what_nobody_may_see_is_named_by_its_promise(promise: str, seen: Reading) -> None:
    assert any(finding.startswith(promise) for finding in broken_now(seen, policy=POLICY))


@pytest.mark.parametrize(
    ("promise", "before", "after"),
    [
        ("I3", reading(ENDED_JOB, ENDED), reading()),
        (
            "I3",
            reading(ENDED_JOB, ENDED),
            reading(ENDED_JOB, replace(ENDED, reason=Reason.INTERNAL)),
        ),
        ("I2", reading(document=replace(HELD, fence=2, attempt=2)), reading()),
        ("I7", reading(), reading(document=replace(HELD, fence=2))),
        ("I4", reading(ENDED_JOB, ENDED), reading(ENDED_JOB, ENDED, payload=b"[1]")),
        ("I6", reading(replace(JOB, cancel_requested_at=NOW)), reading()),
    ],
)
def test_a_way_that_nothing_may_go_is_named_by_its_promise(
    promise: str, before: Reading, after: Reading
) -> None:
    assert any(finding.startswith(promise) for finding in broken_between(before, after))


def test_a_persons_retry_is_a_way_out_of_an_end() -> None:
    """And of a cancel; nothing else is."""
    asked: set[JobId] = {JOB.id}
    cancelled = replace(ENDED_JOB, state=State.CANCELLED, cancel_requested_at=NOW)

    assert broken_between(reading(cancelled, ENDED), reading(), reopened=asked) == []


@pytest.mark.parametrize("promise", ["I1", "I8"])
def test_what_is_left_over_at_rest_is_named_by_its_promise(promise: str) -> None:
    assert any(finding.startswith(promise) for finding in broken_at_rest(reading()))
