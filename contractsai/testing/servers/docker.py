"""Servers in containers, labelled with the run they belong to."""

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from testcontainers.community.postgres import PostgresContainer
from testcontainers.community.redis import RedisContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from contractsai.testing.providers import Service
from contractsai.testing.servers import guardian
from contractsai.testing.servers.local import QUICK_POSTGRES

REDIS_IMAGE = "redis:8"
POSTGRES_IMAGE = "postgres:17"
RABBITMQ_IMAGE = "rabbitmq:4-management"
RABBITMQ_PORT = 5672
POSTGRES_DATA = "/var/lib/postgresql/data"
RUN_LABEL = "contractsai.run"
OWNER_LABEL = "contractsai.owner"

testcontainers_config.ryuk_disabled = True  # the guardian needs no image of its own
testcontainers_config.sleep_time = 0.1  # between two looks whether a server is ready


@contextmanager
def redis() -> Iterator[str]:
    """Yield the URL of a Redis that keeps nothing on disk."""
    container = RedisContainer(REDIS_IMAGE)
    container.with_command(["redis-server", "--save", "", "--appendonly", "no"])
    with _running(container):
        host, port = container.get_container_host_ip(), container.get_exposed_port(container.port)
        yield f"redis://{host}:{port}/0"


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL whose data lie in memory."""
    container = PostgresContainer(POSTGRES_IMAGE, driver="psycopg", dbname="postgres")
    container.with_tmpfs_mount(POSTGRES_DATA)
    flags = [word for name, value in QUICK_POSTGRES.items() for word in ("-c", f"{name}={value}")]
    container.with_command(["postgres", *flags])
    with _running(container):
        yield container.get_connection_url()


@contextmanager
def rabbitmq() -> Iterator[str]:
    """Yield the URL of a RabbitMQ node; testcontainers' own class would ask for another client."""
    container = DockerContainer(RABBITMQ_IMAGE).with_exposed_ports(RABBITMQ_PORT)
    container.waiting_for(LogMessageWaitStrategy("Server startup complete"))
    with _running(container):
        host, port = container.get_container_host_ip(), container.get_exposed_port(RABBITMQ_PORT)
        yield f"amqp://guest:guest@{host}:{port}//"


START: Final[Mapping[Service, Callable[[], AbstractContextManager[str]]]] = {
    Service.REDIS: redis,
    Service.POSTGRES: postgres,
    Service.RABBITMQ: rabbitmq,
}


@contextmanager
def _running(container: DockerContainer) -> Iterator[None]:
    owner = uuid.uuid4().hex
    labels = {OWNER_LABEL: owner, RUN_LABEL: os.environ.get("CONTRACTSAI_TEST_RUN", owner)}
    container.with_kwargs(labels=labels)
    guard = guardian.start("containers", f"{OWNER_LABEL}={owner}")
    word = b""
    try:
        with container:
            yield
        word = b"done"
    finally:
        guardian.dismiss(guard, word)
