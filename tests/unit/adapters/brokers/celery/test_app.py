"""The settings of the Celery application, and what beat sends."""

import ssl
from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery
from celery.beat import PersistentScheduler
from kombu.utils.imports import symbol_by_name

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.application.messages import CLEANUP_OLD_JOBS, RELAY, RESCUE, WEBHOOKS

Options = Callable[..., CeleryOptions]


def configuration(app: Celery) -> Callable[[str], Any]:
    return lambda name: app.conf[name]


def test_the_guides_settings_are_kept_and_delivery_is_safe(celery_options: Options) -> None:
    conf = configuration(make_celery(celery_options()))

    assert (conf("task_time_limit"), conf("task_soft_time_limit")) == (3600, 3300)
    assert (conf("worker_prefetch_multiplier"), conf("worker_max_tasks_per_child")) == (1, 10_000)
    assert conf("task_acks_late") is True
    assert conf("task_ignore_result") is True
    assert conf("accept_content") == ["json"]
    assert conf("broker_transport_options")["visibility_timeout"] == 4500
    assert conf("broker_transport_options")["socket_timeout"] == 2.0


def test_beat_ticks_and_cleans_up_at_two_in_utc(celery_options: Options) -> None:
    app = make_celery(celery_options(tick_seconds=3.0))
    schedule = app.conf.beat_schedule

    assert {entry["task"] for entry in schedule.values()} == {RELAY, RESCUE, CLEANUP_OLD_JOBS}
    assert schedule["relay"]["schedule"].total_seconds() == 3
    cleanup = schedule["cleanup-old-jobs"]["schedule"]
    assert (cleanup.hour, cleanup.minute) == ({2}, {0})
    assert app.conf.timezone == "UTC"
    scheduler = symbol_by_name(app.conf.beat_scheduler)
    assert not issubclass(scheduler, PersistentScheduler), "several beats share no file"


def test_beat_has_webhooks_told_where_there_are_any(celery_options: Options) -> None:
    """Without an address nobody is woken for nothing."""
    schedule = make_celery(celery_options(has_webhooks=True)).conf.beat_schedule

    assert schedule["webhooks"]["task"] == WEBHOOKS
    assert schedule["webhooks"]["schedule"] == schedule["relay"]["schedule"]


@pytest.mark.parametrize("name", ["relay", "rescue", "cleanup-old-jobs"])
def test_a_tick_outlives_a_clock_that_is_minutes_behind(celery_options: Options, name: str) -> None:
    """The sender's clock says when a message expires: were that a tick later, no worker whose clock
    is a tick ahead would ever run one, and nothing would be rescued.
    """
    schedule = make_celery(celery_options(tick_seconds=3)).conf.beat_schedule

    assert schedule[name]["options"]["expires"] >= 900


def test_ticks_have_a_queue_of_their_own_that_comes_first(celery_options: Options) -> None:
    """A rescue must not wait behind a thousand documents."""
    conf = configuration(make_celery(celery_options(queue="mine")))

    assert [queue.name for queue in conf("task_queues")] == ["mine.ticks", "mine"]
    assert conf("broker_transport_options")["queue_order_strategy"] == "priority"
    assert conf("task_routes")[RESCUE] == {"queue": "mine.ticks"}


def test_the_settings_decide_where_celery_connects_to(
    celery_options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery reads the guide's variables itself, and would take `valkeys://` and words about TLS as
    they stand there.
    """
    url = "valkeys://h:6380/0?ssl_cert_reqs=none"
    monkeypatch.setenv("CELERY_BROKER_URL", url)
    monkeypatch.setenv("CELERY_RESULT_BACKEND", url)

    app = make_celery(celery_options(broker_url=url, result_backend=url))

    for connect in (app.connection_for_read, app.connection_for_write, app.connection):
        with connect() as connection:
            assert connection.transport.driver_type == "redis"
            assert connection.ssl["ssl_cert_reqs"] is ssl.CERT_NONE
    assert app.backend.connparams["host"] == "h"
