"""RabbitMQ carries ids as Redis does: whatever it or a worker does, the job ends."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import kombu
import pytest
from stack import Stack

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import eventually
from contractsai.testing.link import Link
from contractsai.testing.servers.own import OwnServer


@pytest.fixture
def stack(make_stack: Callable[..., Stack], rabbitmq_url: str) -> Stack:
    return make_stack(broker_url=rabbitmq_url)


def waiting(stack: Stack) -> int:
    """Return how many messages of documents lie in the broker; it has to know the queue."""
    with kombu.Connection(stack.env["CELERY_BROKER_URL"]) as connection:
        declared = connection.default_channel.queue_declare(
            stack.env["CONTRACTSAI_QUEUE"], passive=True
        )
        return int(declared.message_count)


def celery(stack: Stack, *arguments: str) -> str:
    """Run one `celery` command to its end and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "contractsai.celery_app", *arguments],
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_running_job_is_cancelled_long_before_its_document_is_through(
    make_stack: Callable[..., Stack], rabbitmq_url: str
) -> None:
    stack = make_stack(broker_url=rabbitmq_url, CONTRACTSAI_DOCUMENT_SECONDS="600")
    stack.worker()
    job_id = stack.submit(a="sleep:600", b="ok")
    stack.wait_running(job_id, "a")

    stack.services.cancel_job(job_id)

    assert stack.wait(job_id).state is State.CANCELLED


def test_ticks_do_not_wait_behind_documents(stack: Stack) -> None:
    """One slot and a full queue: the next free slot is a tick's, each time there is one."""
    documents = {f"d{number:02}": f"sleep:0.2{number}" for number in range(25)}
    job_id = stack.submit(**documents)
    assert waiting(stack) == len(documents)
    worker = stack.worker(concurrency=1)

    stack.beat()
    stack.wait(job_id)

    done = re.findall(r"Task contractsai\.(\w+)\[\S+ succeeded", worker.log)
    last = len(done) - done[::-1].index("analyze_document")
    among_documents = done[:last]
    assert among_documents.count("rescue") >= 3, done
    assert among_documents.count("relay") >= 3, done


def test_services_on_one_virtual_host_leave_each_other_alone(
    make_stack: Callable[..., Stack], rabbitmq_url: str
) -> None:
    """`control shutdown` for the one must not end the other's workers."""
    one, other = (make_stack(broker_url=rabbitmq_url) for _ in range(2))
    one.worker()

    assert "1 node online" in celery(one, "inspect", "ping")
    assert "No nodes replied" in celery(other, "inspect", "ping")


def test_purge_empties_the_queue(stack: Stack) -> None:
    """What it takes away is sent again, as on Redis: that is the relay's."""
    stack.submit(a="ok", b="ok")

    assert "Purged 2 messages" in celery(stack, "purge", "-f")
    assert waiting(stack) == 0


@pytest.fixture
def link(rabbitmq_url: str) -> Iterator[Link]:
    """A way to RabbitMQ that can be cut."""
    parts = urlsplit(rabbitmq_url)
    assert parts.hostname
    with Link(parts.hostname, parts.port or 5672) as link:
        yield link


def test_a_sender_whose_connection_was_closed_while_idle_sends_at_once(
    link: Link, make_stack: Callable[..., Stack], rabbitmq_url: str
) -> None:
    """Firewalls and restarts do that; the job must not have to wait for the relay."""
    stack = make_stack(broker_url=link.via(rabbitmq_url))
    stack.submit(a="ok")
    link.cut()
    link.mend()

    stack.submit(b="ok")

    assert waiting(stack) == 2


def test_a_wrong_password_is_the_broker_not_accepting(
    make_stack: Callable[..., Stack], rabbitmq_url: str
) -> None:
    """An error of the library's own tree; the job is stored and waits, as for any other."""
    parts = urlsplit(rabbitmq_url)
    netloc = f"nobody:wrong@{parts.hostname}:{parts.port}"
    stack = make_stack(broker_url=urlunsplit(parts._replace(netloc=netloc)))

    with pytest.raises(QueueUnavailable):
        stack.submit(a="ok")


def let_it_keep_the_queue(stack: Stack) -> None:
    """Return once RabbitMQ has had three seconds for the queue that is declared already.

    One that is killed within a second of the declaration knows the queue afterwards, and answers
    nothing about it until it is deleted. RabbitMQ says to nobody when it is over that.
    """
    stack.wait(stack.submit(**{f"settle{number}": "sleep:1" for number in range(3)}))


def test_a_killed_and_restarted_rabbitmq_costs_time_and_nothing_else(
    make_stack: Callable[..., Stack], own_rabbitmq: OwnServer
) -> None:
    """What it had confirmed is still there; what it could not take waits in the rows."""
    stack = make_stack(broker_url=own_rabbitmq.url)
    first_worker = stack.worker()
    let_it_keep_the_queue(stack)
    first_worker.stop()
    confirmed = stack.submit(b="ok 2", c="ok 3", d="ok 4")
    own_rabbitmq.kill()
    with pytest.raises(QueueUnavailable):
        stack.submit(e="ok 5")
    own_rabbitmq.start()

    eventually(lambda: waiting(stack) == 3, what="what it had confirmed")
    stack.worker()
    assert stack.wait(confirmed).counts == Counts(completed=3)
    stack.beat()
    [refused, *_] = stack.services.read_jobs(limit=1)
    assert stack.wait(refused.id).counts == Counts(completed=1)


def test_workers_and_beats_find_back_to_a_rabbitmq_that_was_away(
    make_stack: Callable[..., Stack], own_rabbitmq: OwnServer
) -> None:
    """Nobody has to start them again, and what ran meanwhile is no attempt lost."""
    stack = make_stack(broker_url=own_rabbitmq.url, CONTRACTSAI_DOCUMENT_SECONDS="30")
    processes = [stack.worker(), stack.beat()]
    let_it_keep_the_queue(stack)
    job_id = stack.submit(a="sleep:8", b="ok")
    stack.wait_running(job_id, "a")

    own_rabbitmq.kill()
    own_rabbitmq.start()

    assert stack.wait(job_id).counts == Counts(completed=2)
    assert stack.document(job_id, "a").attempt == 1
    assert stack.wait(stack.submit(c="ok 2")).state is State.COMPLETED
    assert [process.popen.poll() for process in processes] == [None, None]
