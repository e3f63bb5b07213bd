"""A message is a wake-up: delivered again, lost or too late, it changes nothing but the time.

Each of these was measured to break a service that trusts its messages: docs/adr/0001.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
import redis
from misset import VISIBILITY_SECONDS
from own_broker import OwnBroker
from stack import UNHURRIED, Process, Stack

from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import eventually

TIMEOUTS = 5


@pytest.fixture
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to which each run of a document adds a line."""
    return tmp_path_factory.mktemp("journal") / "runs"


def runs(journal: Path) -> int:
    return len(journal.read_text().splitlines()) if journal.exists() else 0


def deliveries(workers: Sequence[Process]) -> int:
    received = r"Task contractsai\.analyze_document\[.+\] received"
    return sum(len(re.findall(received, worker.log)) for worker in workers)


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_a_living_job_longer_than_visibility_timeouts_starts_once(
    make_stack: Callable[..., Stack], pool: str, journal: Path
) -> None:
    """Redis delivers it again all the while, to a worker that has nothing to do: the row says no.

    The settings refuse such a timeout; here something else has set it.
    """
    stack = make_stack(**UNHURRIED, CONTRACTSAI_RESEND_SECONDS="600")
    workers = [stack.worker(pool=pool, app="misset") for _ in range(2)]

    job_id = stack.submit(a=f"journal:{journal}:{(TIMEOUTS + 0.5) * VISIBILITY_SECONDS}")
    job = stack.wait(job_id)

    document = stack.document(job_id, "a")
    assert job.state is State.COMPLETED
    assert (runs(journal), document.attempt) == (1, 1)
    assert deliveries(workers) > 1, "Redis did not deliver it again: nothing was tested"


def is_frozen_as_it_waits(worker: Process, client: redis.Redis, database: Path) -> bool:
    """Freeze a worker; let it go on where it asked for no message, or wrote, at that moment."""
    for member in worker.tree():
        member.suspend()
    if client.info("clients")["blocked_clients"] and is_free(database):
        return True
    for member in worker.tree():
        member.resume()
    return False


def is_free(database: Path) -> bool:
    """Return whether nobody writes to *database* now: who is frozen as it writes keeps all out."""
    with closing(sqlite3.connect(database, timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.rollback()
    return True


def test_a_message_lost_with_the_worker_that_popped_it_is_sent_again(
    make_stack: Callable[..., Stack], broker: OwnBroker, journal: Path
) -> None:
    """Between BRPOP and the record of it a message is nowhere: lost 8 times of 8, when measured."""
    stack = make_stack(broker_url=broker.server.url, **UNHURRIED)
    frozen = stack.worker()
    with broker.client as client:
        database = stack.services.settings.data_dir / "contractsai.db"
        eventually(
            lambda: is_frozen_as_it_waits(frozen, client, database), what="a wait for a message"
        )
    job_id = stack.submit(a=f"journal:{journal}:0")
    frozen.kill_group()
    with broker.client as client:
        assert queued(client) == [], "the message was not lost: nothing was tested"

    stack.worker()
    stack.beat()

    assert stack.wait(job_id).state is State.COMPLETED
    document = stack.document(job_id, "a")
    assert (runs(journal), document.attempt, document.crashes) == (1, 1, 0)


def test_a_cancel_needs_no_worker_to_hear_of_it(stack: Stack, journal: Path) -> None:
    """A revoke that is sent while no worker is up is lost, and the task runs; the row stays."""
    job_id = stack.submit(a=f"journal:{journal}:0")

    cancelled = stack.services.cancel_job(job_id)
    worker = stack.worker()

    assert cancelled.state is State.CANCELLED
    eventually(lambda: "succeeded in" in worker.log, what="the end of the task")
    document = stack.document(job_id, "a")
    assert (document.state, document.attempt, runs(journal)) == (State.CANCELLED, 0, 0)


def queued(client: redis.Redis) -> list[bytes]:
    """Return the keys under which Redis keeps messages: queues, and what nobody acknowledged."""
    keys: list[bytes] = list(client.scan_iter())
    return [key for key in keys if b"unacked" in key or client.type(key) == b"list"]
