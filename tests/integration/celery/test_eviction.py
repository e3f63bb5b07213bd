"""A broker that throws messages away is refused at start, and the way out that is named works."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable

import pytest
from own_broker import OwnBroker
from stack import Stack

from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS

CONTRACTSAI = (sys.executable, "-m", "contractsai.entrypoints.cli")
CELERY = (sys.executable, "-m", "celery", "-A", "contractsai.celery_app")


@pytest.fixture
def stack(make_stack: Callable[..., Stack], broker: OwnBroker) -> Stack:
    with broker.client as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
    return make_stack(broker_url=broker.server.url)


@pytest.mark.parametrize(
    "command",
    [(*CELERY, "worker"), (*CONTRACTSAI, "worker"), (*CONTRACTSAI, "up", "--port=0")],
    ids=["celery worker", "contractsai worker", "contractsai up"],
)
def test_who_runs_tasks_does_not_start_on_a_broker_that_evicts(
    stack: Stack, command: tuple[str, ...]
) -> None:
    """With 2, as for every setting that a person has to change: to start again does not help."""
    done = subprocess.run(
        command,
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert done.returncode == 2, done.stdout + done.stderr
    assert "maxmemory-policy allkeys-lru" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_fix_that_the_refusal_names_is_one(stack: Stack, broker: OwnBroker) -> None:
    """Word by word, as a person would paste it."""
    refused = stack.celery("worker")
    assert refused.popen.wait(PATIENCE_SECONDS) == 2
    fix = re.search(r"run: redis-cli ([^;]+);", refused.log)
    assert fix, refused.log

    with broker.client as client:
        client.execute_command(*shlex.split(fix[1]))
    stack.worker()

    assert stack.wait(stack.submit(a="ok")).state is State.COMPLETED


def test_a_worker_starts_where_nobody_may_ask(stack: Stack, broker: OwnBroker) -> None:
    """A managed Redis may forbid the question: it warns, and goes on."""
    with broker.client as client:
        client.acl_setuser("default", commands=["-config", "-info"], enabled=True)

    worker = stack.worker()

    assert "broker not checked for eviction" in worker.log
    assert stack.wait(stack.submit(a="ok")).state is State.COMPLETED


def test_a_worker_starts_while_its_broker_is_away(stack: Stack, broker: OwnBroker) -> None:
    """And serves once it is there: machines come up in any order."""
    broker.kill()
    worker = stack.celery("worker", "--loglevel=INFO")
    worker.wait_for("Cannot connect to")

    broker.start()

    worker.wait_for("ready.")
    assert stack.wait(stack.submit(a="ok")).state is State.COMPLETED
