"""What a worker's row says, and until when it is believed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.domain.worker import ProcessUse, Role, WorkerState
from contractsai.testing.builders import NOW, a_worker

LEASE = timedelta(seconds=30)
USES = (
    ProcessUse(1, Role.WORKER, 0.25, 100),
    ProcessUse(2, Role.POOL, 0.5, 200),
    ProcessUse(3, Role.ANALYSIS, 1.0, 300),
)


def test_a_worker_takes_what_all_its_processes_take() -> None:
    worker = a_worker(processes=USES)

    assert (worker.processor, worker.resident_bytes) == (1.75, 600)


def test_any_of_its_processes_may_hold_a_document() -> None:
    """The main process under threads and solo, a child under prefork."""
    worker = a_worker(host="h", processes=USES)

    assert worker.holders == {"h:1", "h:2", "h:3"}


def test_silence_for_a_lease_is_a_loss() -> None:
    worker = a_worker(lease_expires_at=NOW + LEASE)

    assert worker.at(NOW + LEASE - timedelta(microseconds=1)) == worker
    assert worker.at(NOW + LEASE) == replace(worker, state=WorkerState.LOST)


@pytest.mark.parametrize("state", [WorkerState.STOPPED, WorkerState.LOST])
def test_one_that_is_gone_stays_as_it_is(state: WorkerState) -> None:
    worker = a_worker(state=state, lease_expires_at=NOW)

    assert worker.is_gone
    assert worker.at(NOW + LEASE) == worker


@pytest.mark.parametrize("state", ["active", "draining", "stopping"])
def test_one_that_ends_is_still_there(state: str) -> None:
    assert not a_worker(state=WorkerState(state)).is_gone
