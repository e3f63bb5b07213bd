"""What a double cannot show: a test that is green on it has said nothing of this.

Each is a row of docs/testing.md. One that starts to fail means that a double has learnt something,
and that its row is to be struck out.
"""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.python_server import PythonServer
from contractsai.broker_url import read_broker_url
from contractsai.domain.lifecycle import State
from contractsai.testing.fakes import FakeQueue
from contractsai.testing.world import World

PAGE = Path(__file__).resolve().parents[3] / "docs" / "testing.md"
AN_HOUR = 3600


def test_the_page_names_every_test_of_these() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = {name for name in globals() if name.startswith("test_") and "_the_page_" not in name}

    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


# Celery's eager mode


@pytest.fixture
def eager() -> Iterator[Celery]:
    """An application of ours whose tasks run where they are sent."""
    app = make_celery(
        CeleryOptions(
            broker=read_broker_url("memory://", variable="CELERY_BROKER_URL"),
            backend=None,
            queue=f"eager-{uuid.uuid4().hex}",
            key_prefix="",
            task_time_limit=1,
            task_soft_time_limit=1,
            max_tasks_per_child=1,
            visibility_timeout=1,
            timeout_seconds=1.0,
            tick_seconds=1,
            concurrency=1,
        )
    )
    app.conf.task_always_eager = True
    yield app
    app.close()


def noting(app: Celery) -> tuple[Any, list[object]]:
    """Return a task that notes what it is given, and what it has noted."""
    noted: list[object] = []

    def note(value: object) -> None:
        noted.append(value)

    return app.task(note, name="a task that our door would drop"), noted


def test_eager_does_not_wait_for_a_countdown(eager: Celery) -> None:
    task, ran = noting(eager)

    task.apply_async(("now",), countdown=AN_HOUR)

    assert ran == ["now"]


def test_eager_has_no_limit_of_time(eager: Celery) -> None:
    """Nobody is there to interrupt what runs: it is the caller's own thread."""
    seen: list[object] = []

    def run(self: Any) -> None:
        seen.append((self.request.timelimit, threading.current_thread()))

    task: Any = eager.task(run, name="limits", bind=True, soft_time_limit=1, time_limit=1)

    task.apply_async(soft_time_limit=1, time_limit=1)

    assert seen == [(None, threading.current_thread())]


def test_eager_runs_what_has_expired(eager: Celery) -> None:
    task, ran = noting(eager)

    task.apply_async(("late",), expires=datetime.now(UTC) - timedelta(hours=1))

    assert ran == ["late"]


def test_eager_sends_nothing(eager: Celery) -> None:
    """So it shows neither a queue, nor a route, nor what becomes of a message that is not ours."""
    task, ran = noting(eager)

    task.delay("it")

    assert ran == ["it"]
    with eager.connection_for_write() as connection:
        queue = eager.amqp.queues[eager.conf.task_default_queue](connection.default_channel)
        assert queue.queue_declare().message_count == 0


# fakeredis


@pytest.fixture
def fake() -> Iterator[redis.Redis]:
    server = PythonServer()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        yield client
    server.stop()


def test_fakeredis_does_not_evict(fake: redis.Redis) -> None:
    """A Redis with this much memory refuses the second of them, or loses the first."""
    fake.config_set("maxmemory", "1mb")
    fake.config_set("maxmemory-policy", "allkeys-lru")
    for name in ("one", "two"):
        fake.set(name, b"x" * 1_000_000)

    assert fake.dbsize() == 2


def test_fakeredis_asks_for_no_password(fake: redis.Redis) -> None:
    port = fake.connection_pool.connection_kwargs["port"]
    fake.config_set("requirepass", "secret")

    with redis.Redis(port=port) as stranger:
        assert stranger.ping()


def test_fakeredis_forgets_over_a_restart() -> None:
    server = PythonServer()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        client.set("a key", "a value")
    server.stop()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        assert client.get("a key") is None
    server.stop()


# Our own, in memory


def test_the_queue_in_memory_hands_out_each_message_once() -> None:
    """Loss and doubles are the brokers', and the simulation's."""
    queue, world = FakeQueue(), World()
    [document] = world.submit("a.pdf")

    queue.enqueue(document)

    assert queue.take() == [document]
    assert queue.take() == []


def test_the_world_runs_a_document_in_the_tests_own_process() -> None:
    """So a crash in C, a leak or a loop would be the test's own."""
    world, threads = World(), set[int]()
    [document] = world.submit("a.pdf")
    world.during_analysis(document, lambda: threads.add(threading.get_ident()))

    world.run(document)

    assert threads == {threading.get_ident()}
    assert world.state_of(document) is State.COMPLETED
