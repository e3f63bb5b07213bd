"""What is bent in Celery's pool is there to be bent."""

import pytest
from billiard import pool

from contractsai.adapters.brokers.celery.pool import LEAVING_SECONDS, let_children_leave_quickly


def test_a_leaving_child_waits_for_moments_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the two names that the child reads; a later release that renames them has to be looked at.

    Measured: 10 of 30 workers that were stopped under load hung for 33 seconds.
    """
    limit, interval = (
        f"GUARANTEE_MESSAGE_CONSUMPTION_RETRY_{name}" for name in ("LIMIT", "INTERVAL")
    )
    monkeypatch.setattr(pool, limit, 300)  # put back afterwards

    let_children_leave_quickly()

    assert getattr(pool, limit) * getattr(pool, interval) == pytest.approx(LEAVING_SECONDS)
    assert {limit, interval} <= set(pool.Worker._ensure_messages_consumed.__code__.co_names)
