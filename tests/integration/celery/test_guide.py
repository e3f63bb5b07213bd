"""Every command of the set-up guide works, as it is written there."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from stack import Process, Stack, measuring

from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

QUEUES = {"contractsai", "contractsai.ticks"}
ADMIN = ("admin", "let-me-look")


@pytest.fixture
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack(**measuring())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ask_flower(flower: Process, port: int, path: str) -> Any:
    """Return what Flower's API answers; None while it is starting."""
    assert flower.popen.poll() is None, flower.log
    try:
        answer = httpx2.get(f"http://127.0.0.1:{port}/api/{path}", auth=ADMIN, timeout=30)
    except httpx2.TransportError:
        return None
    return answer.raise_for_status().json()


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
    """As the guide starts it, and through its API: workers, and tasks with their ends."""
    stack = make_stack(broker_url=request.getfixturevalue(broker))
    stack.worker()
    port = free_port()
    flower = stack.celery(
        "flower", f"--port={port}", "--address=127.0.0.1", FLOWER_BASIC_AUTH=":".join(ADMIN)
    )
    get = partial(ask_flower, flower, port)

    eventually(
        lambda: any(name.endswith("@here") for name in get("workers?refresh=1") or {}),
        what="a worker",
    )
    stack.wait(stack.submit(a="ok"))
    eventually(
        lambda: {task["state"] for task in (get("tasks") or {}).values()} >= {"SUCCESS"},
        what="a task that went through",
    )
    flower.signal(signal.SIGTERM)


def test_our_flower_shows_all_and_changes_nothing(stack: Stack) -> None:
    """`contractsai flower`: who has no password sees nothing, and who has one only looks."""
    stack.worker()
    port = free_port()
    flower = stack.command("flower", f"--port={port}", FLOWER_BASIC_AUTH=":".join(ADMIN))

    def takes_documents() -> str | None:
        """Return the name of the worker, once Flower knows of its queues."""
        workers = ask_flower(flower, port, "workers?refresh=1") or {}
        return next(
            (
                name
                for name, worker in workers.items()
                if {queue["name"] for queue in worker["active_queues"]} >= QUEUES
            ),
            None,
        )

    name = eventually(takes_documents, what="a worker with its queues")

    api = f"http://127.0.0.1:{port}/api"
    assert httpx2.get(f"{api}/workers", timeout=30).status_code == 401
    shutdown = httpx2.post(f"{api}/worker/shutdown/{name}", auth=ADMIN, timeout=30)
    assert shutdown.status_code == 403
    assert stack.wait(stack.submit(a="ok")).state is State.COMPLETED
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
