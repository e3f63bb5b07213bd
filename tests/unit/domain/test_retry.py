"""Budgets and backoff."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.retry import RetryPolicy

jitters = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(bad_attempts=st.integers(1, 10_000), jitter=jitters)
def test_the_wait_never_exceeds_its_cap(bad_attempts: int, jitter: float) -> None:
    """Neither the cap nor the type overflows, however often a document failed."""
    policy = RetryPolicy()

    wait = policy.backoff(bad_attempts, jitter=jitter)

    assert timedelta(0) <= wait <= policy.max_delay


@given(bad_attempts=st.integers(1, 50), jitter=jitters)
def test_the_wait_never_shrinks_with_more_failures(bad_attempts: int, jitter: float) -> None:
    policy = RetryPolicy()

    assert policy.backoff(bad_attempts, jitter=jitter) <= policy.backoff(
        bad_attempts + 1, jitter=jitter
    )


def test_the_longest_wait_doubles_from_the_base() -> None:
    policy = RetryPolicy(base_delay=timedelta(seconds=4), max_delay=timedelta(seconds=60))

    waits = [policy.backoff(bad, jitter=0.5) for bad in range(1, 7)]

    assert [wait.total_seconds() for wait in waits] == [2, 4, 8, 16, 30, 30]


def test_a_first_attempt_waits_for_nothing() -> None:
    with pytest.raises(ValueError, match="no backoff before a first attempt"):
        RetryPolicy().backoff(0, jitter=0.5)


@pytest.mark.parametrize(
    ("failures", "crashes", "spent"),
    [(0, 0, False), (3, 2, False), (4, 0, True), (0, 3, True), (9, 9, True)],
)
def test_either_budget_spends_the_document(failures: int, crashes: int, spent: bool) -> None:  # noqa: FBT001 - a table's column
    policy = RetryPolicy(max_failures=4, max_crashes=3)

    assert policy.is_spent(failures=failures, crashes=crashes) is spent


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_failures": 0},
        {"max_crashes": 0},
        {"base_delay": timedelta(seconds=-1)},
        {"base_delay": timedelta(hours=1), "max_delay": timedelta(minutes=1)},
    ],
)
def test_a_policy_that_allows_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"budget|base_delay"):
        RetryPolicy(**wrong)  # type: ignore[arg-type]  # wrong on purpose
