"""Questions to a broker have an answer, or a refusal that names the broker and the question."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import Celery

from contractsai.adapters.brokers.administration import (
    Administration,
    preflight,
    refuse_unsafe,
)
from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.queue import CeleryQueue
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.domain.errors import BrokerCannot, QueueUnavailable, UnsafeConfiguration
from contractsai.domain.ids import DocumentId

Options = Callable[..., CeleryOptions]
A_MINUTE = timedelta(minutes=1)
NOBODY = ("redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//")


@pytest.fixture
def app(celery_options: Options, request: pytest.FixtureRequest) -> Celery:
    """An application on a Redis in this process, with a queue of this test's own."""
    return make_celery(celery_options("fakeredis://", queue=request.node.name))


def send(app: Celery, *ids: str) -> None:
    queue = CeleryQueue(app)
    for each in ids:
        queue.enqueue(DocumentId(each * 32))
    queue.close()


def test_a_queue_tells_its_depth_and_age_and_can_be_emptied(app: Celery) -> None:
    desk, name = Administration(app), app.conf.task_default_queue
    assert (desk.depth(name), desk.oldest_age(name)) == (0, None)

    send(app, "a", "b", "c")

    age = desk.oldest_age(name)
    assert desk.depth(name) == 3
    assert age is not None
    assert timedelta(0) <= age
    assert desk.purge(name) == 3
    assert (desk.depth(name), desk.oldest_age(name)) == (0, None)


def test_what_somebody_else_put_there_has_no_age(app: Celery) -> None:
    """A forged time would be a lie, and junk an error, on the one page for bad days."""
    name = app.conf.task_default_queue
    with app.connection_for_write() as connection:
        client = connection.default_channel.client  # type: ignore[attr-defined]  # Redis' own
        for item in (b"junk", b"[]", b'{"properties": {"timestamp": 1e999}}', b"x" * 2_000_000):
            client.lpush(name, item)
            assert Administration(app).oldest_age(name) is None
            client.delete(name)


def test_what_a_broker_cannot_it_refuses_by_name(celery_options: Options) -> None:
    desk = Administration(make_celery(celery_options("memory://")))

    with pytest.raises(BrokerCannot, match=r"^memory has no oldest age$"):
        desk.oldest_age("contractsai")


@pytest.mark.parametrize("url", NOBODY)
def test_a_broker_that_is_away_does_not_answer(celery_options: Options, url: str) -> None:
    desk = Administration(make_celery(celery_options(url)))

    for question in (desk.ping, lambda: desk.depth("q"), lambda: desk.purge("q")):
        with pytest.raises(QueueUnavailable):
            question()


@pytest.mark.parametrize("url", NOBODY)
def test_a_broker_that_is_away_is_no_reason_not_to_start(
    celery_options: Options, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is waited for: what it could not be asked is told, once."""
    refuse_unsafe(make_celery(celery_options(url)))

    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.__dict__["event"] == "broker.unchecked"


@pytest.mark.parametrize("name", ["memory", "fakeredis"])
def test_a_broker_within_one_process_is_no_broker_for_a_service(
    celery_options: Options, name: str
) -> None:
    """The API would send, and no worker would ever hear of it."""
    with pytest.raises(UnsafeConfiguration, match=rf"^{name} is .*one process.*contractsai up$"):
        refuse_unsafe(make_celery(celery_options(f"{name}://")))


def test_a_redis_in_python_is_sound_as_far_as_it_tells(app: Celery) -> None:
    found = {check.subject: check.verdict for check in preflight(app)}

    assert (found["reachable"], found["eviction"]) == ("sound", "sound")


def test_urls_of_other_names_lead_to_other_servers(celery_options: Options) -> None:
    one, same, other = (
        make_celery(celery_options(f"fakeredis://{name}")) for name in ("one", "one", "other")
    )
    send(one, "a")

    assert Administration(same).depth("contractsai") == 1
    assert Administration(other).depth("contractsai") == 0
    Administration(one).purge("contractsai")
