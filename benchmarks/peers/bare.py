"""A Celery application with its defaults and one task that does nothing."""

import os

import redis
from celery import Celery


def make_app(broker_url: str) -> Celery:
    """Return the application."""
    made = Celery("bare", broker=broker_url, set_as_current=False)
    made.conf.task_ignore_result = True
    made.conf.broker_connection_retry_on_startup = True

    @made.task(name="nothing")
    def nothing() -> None:
        """Do nothing."""

    return made


def left(broker_url: str) -> int:
    """Return how many messages wait, or are not acknowledged yet."""
    with redis.Redis.from_url(broker_url.replace("redis+socket", "unix")) as client:
        return int(client.llen("celery")) + int(client.hlen("unacked"))


if "BENCHMARK_BROKER_URL" in os.environ:
    app = make_app(os.environ["BENCHMARK_BROKER_URL"])
