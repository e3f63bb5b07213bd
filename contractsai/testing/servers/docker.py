"""Servers in containers, labelled with the run they belong to."""

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import kombu
from amqp.exceptions import AMQPError
from testcontainers.community.postgres import PostgresContainer
from testcontainers.community.redis import RedisContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from contractsai.testing.eventually import eventually
from contractsai.testing.providers import Service
from contractsai.testing.servers import guardian
from contractsai.testing.servers.local import QUICK_POSTGRES, free_port

REDIS_IMAGE = "redis:8"
POSTGRES_IMAGE = "postgres:17"
RABBITMQ_IMAGE = "rabbitmq:4-management"
RABBITMQ_PORT = 5672
RABBITMQ_SECONDS = 60
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
    """Yield the URL of a RabbitMQ node."""
    with rabbitmq_node() as node:
        yield node.url


class RabbitNode:
    """A RabbitMQ that a test may kill and start again; it keeps its port and what it wrote."""

    def __init__(self, container: DockerContainer, port: int) -> None:
        """Take a container that runs, and the port that it is published on."""
        self._container = container
        self.url = f"amqp://guest:guest@{container.get_container_host_ip()}:{port}//"

    def kill(self) -> None:
        """End it with SIGKILL."""
        self._container.get_wrapped_container().kill()

    def start(self) -> None:
        """Start it again, and return once it answers."""
        self._container.get_wrapped_container().start()
        eventually(self.answers, within=RABBITMQ_SECONDS, what="RabbitMQ")

    def answers(self) -> bool:
        """Return whether it takes connections."""
        try:
            with kombu.Connection(self.url, connect_timeout=1) as connection:
                connection.connect()
        except (OSError, AMQPError):
            return False
        return True


@contextmanager
def rabbitmq_node() -> Iterator[RabbitNode]:
    """Yield a RabbitMQ node; testcontainers' own class would ask for another client library."""
    port = free_port()  # a free one of Docker's choice would be another after each start
    container = DockerContainer(RABBITMQ_IMAGE).with_bind_ports(RABBITMQ_PORT, port)
    container.waiting_for(LogMessageWaitStrategy("Server startup complete"))
    with _running(container):
        yield RabbitNode(container, port)


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
