"""Every command of the set-up guide works, as it is written there."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from stack import Stack, measuring

from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually


@pytest.fixture
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack(**measuring())


def run(stack: Stack, *arguments: str) -> str:
    """Run one `celery` command to its end and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "contractsai.celery_app", *arguments],
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("--pool=solo",),
        ("--pool=threads",),
        ("--concurrency=4",),
        ("--autoscale=10,3",),
    ],
    ids=lambda flags: " ".join(flags) or "plain",
)
def test_a_worker_started_the_guides_way_runs_jobs(stack: Stack, flags: tuple[str, ...]) -> None:
    worker = stack.celery("worker", "--loglevel=info", *flags)
    worker.wait_for("ready.")

    job_id = stack.submit(a="ok", b="ok")

    assert stack.wait(job_id).state is State.COMPLETED


def test_beat_sends_the_ticks(stack: Stack) -> None:
    """A job that nobody dispatched runs, because the relay finds it."""
    stack.celery("worker", "--loglevel=info").wait_for("ready.")
    stack.celery("beat", "--loglevel=info").wait_for("Sending due task relay")
    folder = stack.contracts / "silent"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")

    job = stack.services.submit_job(str(folder)).job

    assert stack.wait(job.id).state is State.COMPLETED


def test_inspect_active_shows_what_runs(make_stack: Callable[..., Stack]) -> None:
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="60")
    stack.worker()
    job_id = stack.submit(a="sleep:50")
    document = stack.wait_running(job_id, "a")

    assert document.id in run(stack, "inspect", "active", "--timeout=5")
    stack.services.cancel_job(job_id)


def test_inspect_stats_answers(stack: Stack) -> None:
    stack.worker()

    assert re.search(r"contractsai\.|prefetch_count", run(stack, "inspect", "stats", "--timeout=5"))


def test_the_broker_answers_a_ping(redis_url: str) -> None:
    """What `redis-cli ping` says, byte for byte; not every machine has the program."""
    where = urlsplit(redis_url)
    address = (where.hostname or "localhost", where.port or 6379)
    with socket.create_connection(address, timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(b"PING\r\n")

        assert connection.recv(16) == b"+PONG\r\n"


def test_purge_empties_the_queue_and_loses_no_job(stack: Stack) -> None:
    """The relay tells again of what the broker forgot."""
    job_id = stack.submit(a="ok", b="ok")

    said = run(stack, "purge", "-f")
    stack.worker()
    stack.beat()

    assert "Purged 2 messages" in said
    assert stack.wait(job_id).state is State.COMPLETED


def test_control_shutdown_ends_the_worker_cleanly(stack: Stack) -> None:
    """The worker goes without an answer, which the command itself may call a failure."""
    worker = stack.worker()

    stack.celery("control", "shutdown")

    assert worker.popen.wait(PATIENCE_SECONDS) == 0


@pytest.mark.parametrize("broker", ["redis_url", "rabbitmq_url"])
def test_flower_shows_the_worker(
    make_stack: Callable[..., Stack], request: pytest.FixtureRequest, broker: str
) -> None:
    stack = make_stack(broker_url=request.getfixturevalue(broker))
    stack.worker()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flower = stack.celery(
        "flower", f"--port={port}", "--address=127.0.0.1", FLOWER_UNAUTHENTICATED_API="true"
    )

    def workers() -> str:
        assert flower.popen.poll() is None, flower.log
        try:
            url = f"http://127.0.0.1:{port}/api/workers?refresh=1"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    assert "@here" in eventually(workers, what="Flower")
    flower.signal(signal.SIGTERM)


def test_the_guides_limits_are_ours_by_default(stack: Stack) -> None:
    """Time limits 3600 and 3300, prefetch 1, late ack, JSON.

    The guide's 50 tasks a child were meant for tasks of an hour each; here one is a document.
    """
    report = run(stack, "inspect", "--help") and run(stack, "report")

    for line in (
        "task_time_limit: 3600",
        "task_soft_time_limit: 3300",
        "worker_prefetch_multiplier: 1",
        "worker_max_tasks_per_child: 10000",
        "task_acks_late: True",
        "accept_content: ['json']",
    ):
        assert line in report
