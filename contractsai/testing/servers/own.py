"""A server that one test has for itself, may kill, and may start again on what was kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from contractsai.testing.servers.service import Service

READY_SECONDS: Final = 60  # RabbitMQ takes its time on a busy machine
POLL_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server that keeps its address and what it had accepted over a death.

    Attributes:
        url: where it listens, from the first start to the end.
        kill: ends it the hard way; clients see their connections go.
        start: starts it after that, and returns once it answers.
    """

    url: str
    kill: Callable[[], None]
    start: Callable[[], None]


def wait_for(service: Service, url: str) -> None:
    """Return once the server at *url* answers.

    Raises:
        AssertionError: it never did.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not ANSWERS[service](url):
        if time.monotonic() > deadline:
            raise AssertionError(f"{service} is silent")
        time.sleep(POLL_SECONDS)


def _redis(url: str) -> bool:
    import redis  # noqa: PLC0415 - whoever has none needs no client

    client = redis.Redis.from_url(url, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:  # also while it reads its file
        return False
    finally:
        client.close()


def _postgres(url: str) -> bool:
    import psycopg  # noqa: PLC0415 - whoever has none needs no client

    try:
        psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _rabbitmq(url: str) -> bool:
    import kombu  # noqa: PLC0415 - slow to import
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    connection = kombu.Connection(url, connect_timeout=2)
    try:
        connection.connect()
    except (OperationalError, OSError):
        return False
    finally:
        connection.close()
    return True


ANSWERS: Final = {
    Service.REDIS: _redis,
    Service.POSTGRES: _postgres,
    Service.RABBITMQ: _rabbitmq,
}
