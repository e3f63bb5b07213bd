"""Which attempts are remembered, and what is told of them."""

from datetime import timedelta

import pytest

from contractsai.domain.attempts import all_attempts, ended_attempt
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed
from contractsai.domain.findings import Outcome
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.builders import NOW, a_document, a_job

LATER = NOW + timedelta(minutes=1)
RUNNING = a_document(a_job()).claim(NOW, worker="w1", lease=timedelta(seconds=15))
CRASHED = RUNNING.fail(LATER, AnalysisCrashed("x"), policy=RetryPolicy(), jitter=0.5)
COMPLETED = RUNNING.complete(LATER, outcome=Outcome.ANALYSED, sha256="0" * 64, analysis_id=None)


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (CRASHED, Reason.CRASHED),
        (RUNNING.cancel(LATER), Reason.CANCELLED),
        (RUNNING.release(LATER), None),
    ],
)
def test_a_run_that_did_not_complete_is_remembered(after: Document, reason: Reason | None) -> None:
    """Its times and its reason are overwritten by the next one."""
    attempt = ended_attempt(RUNNING, after, LATER)

    assert attempt is not None
    assert (attempt.number, attempt.state, attempt.reason) == (1, after.state, reason)
    assert (attempt.worker, attempt.started_at, attempt.ended_at) == ("w1", NOW, LATER)


def test_what_is_no_end_of_a_run_is_not() -> None:
    waiting = a_document(a_job())

    assert ended_attempt(waiting, waiting.cancel(LATER), LATER) is None
    assert ended_attempt(waiting, RUNNING, LATER) is None
    assert ended_attempt(RUNNING, RUNNING, LATER) is None
    assert ended_attempt(RUNNING, COMPLETED, LATER) is None


def test_the_run_that_lasts_or_completed_the_document_comes_last() -> None:
    past = ended_attempt(RUNNING, CRASHED, LATER)
    assert past is not None

    assert all_attempts(CRASHED, [past]) == [past]
    for document in (RUNNING, COMPLETED):
        first, last = all_attempts(document, [past])
        assert first is past
        assert (last.state, last.ended_at) == (document.state, document.ended_at)
    assert all_attempts(COMPLETED, [])[0].state is State.COMPLETED
