"""`contractsai healthcheck` beside real workers and beats, in each fault that they meet."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from own_broker import OwnBroker
from stack import Process, Stack

from contractsai.adapters.brokers.celery.pulse import EVERY_SECONDS
from contractsai.domain.worker import Worker, WorkerState
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

POOLS = ["prefork", "solo"]
"""With an event loop, and with the loop of `solo` and `threads`, in which `solo` also works."""
Make = Callable[..., Stack]


def check(stack: Stack, process: str) -> int:
    """Return the exit code of a health check in the environment of *stack*."""
    command = [sys.executable, "-m", "contractsai.entrypoints.cli", "healthcheck", process]
    done = subprocess.run(
        command,
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode


def age(stack: Stack) -> None:
    """Have the pulse be an old one: from here on only a new touch makes a check succeed."""
    eventually(pulse_of(stack).exists, what="a pulse")
    os.utime(pulse_of(stack), (0, 0))


def pulse_of(stack: Stack) -> Path:
    return Path(stack.env["CONTRACTSAI_PULSE_FILE"])


def comes_back_well(stack: Stack, process: str) -> None:
    age(stack)
    eventually(lambda: pulse_of(stack).stat().st_mtime > 0, what="a new pulse")
    assert check(stack, process) == 0


def row_of(stack: Stack, process: Process) -> Worker | None:
    found = (seen.worker for seen in stack.services.workers.read())
    return next((worker for worker in found if worker.pid == process.popen.pid), None)


@pytest.fixture
def make(make_stack: Make, tmp_path: Path) -> Make:
    """Make stacks with a pulse."""

    def made(**env: str) -> Stack:
        pulse = str(tmp_path / "pulse")
        return make_stack(CONTRACTSAI_PULSE_FILE=pulse, CONTRACTSAI_WORKER_ROW_SECONDS="0.5", **env)

    return made


@pytest.mark.parametrize("pool", POOLS)
def test_a_worker_whose_pool_is_full_and_that_drains_is_well(make: Make, pool: str) -> None:
    """With `solo`, the loop itself analyses."""
    stack = make(CONTRACTSAI_DOCUMENT_SECONDS="600")
    worker = stack.worker(pool=pool)
    comes_back_well(stack, "worker")
    job_id = stack.submit(a="hang", b="hang")
    stack.wait_running(job_id, "a")

    comes_back_well(stack, "worker")

    seen = eventually(lambda: row_of(stack, worker), what="a row")
    stack.services.workers.drain(seen.id)
    eventually(
        lambda: (row := row_of(stack, worker)) and row.state is WorkerState.DRAINING,
        what="a worker that drains",
    )
    comes_back_well(stack, "worker")
    stack.services.cancel_job(job_id)


def test_a_worker_whose_loop_hangs_is_not_well(make: Make) -> None:
    """Its process lives, and tells of itself in its row: that thread is not what takes messages."""
    stack = make()
    worker = stack.worker("--include=hung_loop")
    first = eventually(lambda: row_of(stack, worker), what="a row")
    age(stack)

    later = first.seen_at + timedelta(seconds=2 * EVERY_SECONDS)
    eventually(
        lambda: (row := row_of(stack, worker)) and row.seen_at > later, what="two looks later"
    )

    assert check(stack, "worker") == 1
    worker.kill_group()


def test_a_dead_broker_leaves_a_worker_well(make: Make, broker: OwnBroker) -> None:
    """It connects again by itself, and goes on."""
    stack = make(broker_url=broker.server.url)
    worker = stack.worker()

    broker.kill()
    worker.wait_for("Connection to broker lost")
    comes_back_well(stack, "worker")
    broker.start()
    comes_back_well(stack, "worker")


def test_a_beat_is_well_without_a_broker_and_not_when_it_is_frozen(
    make: Make, broker: OwnBroker
) -> None:
    stack = make(broker_url=broker.server.url)
    broker.kill()
    beat = stack.beat()
    comes_back_well(stack, "beat")
    comes_back_well(stack, "beat")
    broker.start()
    beat.wait_for("Sending due task relay")
    comes_back_well(stack, "beat")

    beat.signal(signal.SIGSTOP)
    age(stack)
    assert check(stack, "beat") == 1

    beat.signal(signal.SIGCONT)
    eventually(lambda: check(stack, "beat") == 0, what="a beat that is well")


def test_a_dead_database_leaves_a_worker_well(make: Make) -> None:
    """It is waited for; what is said of it is the API's `/readyz`."""
    stack = make()
    worker = stack.worker()
    database = Path(stack.env["CONTRACTSAI_DATA_DIR"]) / "contractsai.db"
    away = database.with_suffix(".away")

    database.rename(away)
    try:
        worker.wait_for("worker's row not kept")
        comes_back_well(stack, "worker")
    finally:
        away.rename(database)
