"""Servers in containers, labelled with the run they belong to."""

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from docker import from_env  # type: ignore[import-untyped]  # it ships no types
from testcontainers.community.postgres import PostgresContainer
from testcontainers.community.redis import RedisContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from contractsai.testing.servers import guardian
from contractsai.testing.servers.local import (
    LASTING_POSTGRES,
    QUICK_POSTGRES,
    USER,
    ServerDidNotStart,
    free_port,
)
from contractsai.testing.servers.own import OwnServer, wait_for
from contractsai.testing.servers.service import Service

REDIS_IMAGE = "redis:8"
POSTGRES_IMAGE = "postgres:17"
RABBITMQ_IMAGE = "rabbitmq:4-management"
VALKEY_IMAGE = "valkey/valkey:8"
RABBITMQ_PORT = 5672
POSTGRES_DATA = "/var/lib/postgresql/data"
RUN_LABEL = "contractsai.run"
OWNER_LABEL = "contractsai.owner"

testcontainers_config.ryuk_disabled = True  # the guardian needs no image of its own
testcontainers_config.sleep_time = 0.1  # between two looks whether a server is ready


@contextmanager
def redis() -> Iterator[str]:
    """Yield the URL of a Redis that keeps nothing on disk."""
    container = _redis(keeps=False)
    with _running(container):
        host, port = container.get_container_host_ip(), container.get_exposed_port(container.port)
        yield f"redis://{host}:{port}/0"


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL whose data lie in memory."""
    container = _postgres(keeps=False)
    container.with_tmpfs_mount(POSTGRES_DATA)
    with _running(container):
        yield container.get_connection_url()


@contextmanager
def rabbitmq() -> Iterator[str]:
    """Yield the URL of a RabbitMQ node."""
    with own(Service.RABBITMQ) as server:
        yield server.url


@contextmanager
def own(
    service: Service, *, make: Callable[..., DockerContainer] | None = None
) -> Iterator[OwnServer]:
    """Yield a server that a test may kill; it keeps its port and what it had accepted.

    Args:
        service: which.
        make: makes the container of another server that speaks the same protocol.
    """
    usual, inside, url = _OWN[service]
    port = free_port()
    container = (make or usual)(keeps=True).with_bind_ports(inside, port)
    with _running(container):
        url = url.format(address=f"{container.get_container_host_ip()}:{port}")

        def kill() -> None:
            with _handle(container) as handle:
                handle.kill()

        def start() -> None:
            with _handle(container) as handle:
                handle.start()
            wait_for(service, url)

        try:
            wait_for(service, url)
        except AssertionError as silence:
            raise ServerDidNotStart(_log(container)) from silence
        yield OwnServer(url, kill=kill, start=start)


@contextmanager
def _handle(container: DockerContainer) -> Iterator[Any]:
    """Yield the container over a connection that does not stay open."""
    client = from_env()
    try:
        yield client.containers.get(container.get_wrapped_container().id)
    finally:
        client.close()


def _log(container: DockerContainer) -> str:
    with _handle(container) as handle:
        return str(handle.logs().decode(errors="replace"))


def valkey(*, keeps: bool) -> RedisContainer:
    """Return a Valkey, which speaks Redis' protocol."""
    return _redis(keeps=keeps, image=VALKEY_IMAGE, program="valkey-server")


def _redis(
    *, keeps: bool, image: str = REDIS_IMAGE, program: str = "redis-server"
) -> RedisContainer:
    container = RedisContainer(image)
    appends = "yes" if keeps else "no"
    container.with_command([program, "--save", "", "--appendonly", appends])
    return container


def _postgres(*, keeps: bool) -> PostgresContainer:
    container = PostgresContainer(
        POSTGRES_IMAGE, username=USER, password=USER, driver="psycopg", dbname="postgres"
    )
    settings = QUICK_POSTGRES | (LASTING_POSTGRES if keeps else {})
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    container.with_command(["postgres", *flags])
    return container


def _rabbitmq(*, keeps: bool) -> DockerContainer:  # noqa: ARG001 - it always keeps its queues
    return DockerContainer(RABBITMQ_IMAGE)  # testcontainers' own class asks for another client


_OWN: Final[Mapping[Service, tuple[Callable[..., DockerContainer], int, str]]] = {
    Service.REDIS: (_redis, 6379, "redis://{address}/0"),
    Service.POSTGRES: (
        _postgres,
        5432,
        f"postgresql+psycopg://{USER}:{USER}@{{address}}/postgres",
    ),
    Service.RABBITMQ: (_rabbitmq, RABBITMQ_PORT, "amqp://guest:guest@{address}//"),
}
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
