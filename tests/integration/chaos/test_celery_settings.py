"""Celery's settings are tuning: whatever they are, the promises hold."""

from pathlib import Path

import pytest
from chaos_faults import BROKER_LINK, REDIS, WORKERS
from chaos_run import attack

from contractsai.testing.servers.own import OwnServer

pytestmark = pytest.mark.timeout(600)

# Each pair of values meets in one of these.
SETTINGS = [
    pytest.param("late", "reject", 1, id="late-reject-1"),
    pytest.param("late", "keep", 8, id="late-keep-8"),
    pytest.param("early", "reject", 8, id="early-reject-8"),
    pytest.param("early", "keep", 1, id="early-keep-1"),
]


@pytest.mark.parametrize(("ack", "lost", "prefetch"), SETTINGS)
def test_no_setting_of_celerys_breaks_a_promise(
    tmp_path: Path, own_redis: OwnServer, ack: str, lost: str, prefetch: int
) -> None:
    """With a visibility timeout so short that Redis delivers again what still runs."""
    attack(
        f"{ack}-{lost}-{prefetch}",
        tmp_path / "site",
        [*WORKERS, *BROKER_LINK, *REDIS],
        seconds=8,
        has_poison=False,
        broker=own_redis,
        app="chaos_app",
        celery={
            "task_acks_late": ack == "late",
            "task_reject_on_worker_lost": lost == "reject",
            "worker_prefetch_multiplier": prefetch,
            "broker_transport_options": {
                "visibility_timeout": 1,
                "unacked_restore_interval": 0.5,
                "unacked_restore_throttle": 1,
            },
        },
    )
