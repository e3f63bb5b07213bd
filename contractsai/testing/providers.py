"""Where a test's Redis, PostgreSQL and RabbitMQ come from: one rule for all.

A URL in ``CONTRACTSAI_TEST_REDIS_URL``, ``_POSTGRES_URL`` or ``_RABBITMQ_URL`` comes first, then a
program on this machine (no RabbitMQ: that is an Erlang runtime and a node), then a container; where
``CI`` is set the container comes before the program, since its image is what users run.
``CONTRACTSAI_TEST_PROVIDER`` (url, local or docker) leaves one of them. Where none is left the test
is skipped, and fails if ``CI`` is set.
"""

import importlib.util
import os
import socket
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from contractsai.testing.servers.service import Service

if TYPE_CHECKING:
    from contractsai.testing.servers.own import OwnServer

DOCKER_SOCKET = Path("/var/run/docker.sock")
CONNECT_SECONDS = 10


class Provider(StrEnum):
    """Where it may come from."""

    URL = "url"
    LOCAL = "local"
    DOCKER = "docker"


class Unprovided(Exception):
    """This machine has no such server; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one service: a URL, a program's path, or an image's name."""

    provider: Provider
    what: str


def choose(service: Service, environ: Mapping[str, str] = os.environ) -> Choice:
    """Return where *service* comes from; looks, but starts and contacts nothing.

    Raises:
        Unprovided: from nowhere.
    """
    order = [Provider.URL, Provider.LOCAL, Provider.DOCKER]
    if environ.get("CI"):
        order = [Provider.URL, Provider.DOCKER, Provider.LOCAL]
    if forced := environ.get("CONTRACTSAI_TEST_PROVIDER"):
        order = [Provider(forced)]
    for provider in order:
        if what := _find(service, provider, environ):
            return Choice(provider, what)
    raise Unprovided(f"no {service} from {', '.join(order)}; see contractsai/testing/providers.py")


def describe(environ: Mapping[str, str] = os.environ) -> str:
    """Return one line on where each service comes from."""
    return "; ".join(f"{service}: {_describe(service, environ)}" for service in Service)


def provide(service: Service, *, worker: int = 0) -> AbstractContextManager[str]:
    """Return a context whose value is the URL of a server; one of our own is gone at its end.

    Args:
        service: which.
        worker: the caller's number among those that run at once and share a given URL: each gets
            a Redis database of its own. A PostgreSQL URL is one to make databases with, and a
            RabbitMQ URL a virtual host that is shared: who tests on it names its own queues.

    Raises:
        Unprovided: there is none.
    """
    choice = choose(service)
    if choice.provider is Provider.URL:
        is_redis = service is Service.REDIS
        return nullcontext(_numbered(choice.what, worker) if is_redis else choice.what)
    if choice.provider is Provider.DOCKER:
        need_docker()
        from contractsai.testing.servers import docker  # noqa: PLC0415 - slow to import

        return docker.START[service]()
    from contractsai.testing.servers import local  # noqa: PLC0415 - POSIX only

    return local.START[service](choice.what)


def provide_own(service: Service) -> "AbstractContextManager[OwnServer]":
    """Return a context whose value is a server of the caller's own, to kill and start again.

    Raises:
        Unprovided: there is none; a server that was given by URL is not ours to kill.
    """
    environ = dict(os.environ)
    environ.pop(f"CONTRACTSAI_TEST_{service.upper()}_URL", None)
    choice = choose(service, environ)
    if choice.provider is Provider.DOCKER:
        need_docker()
        from contractsai.testing.servers import docker  # noqa: PLC0415 - slow to import

        return docker.own(service)
    from contractsai.testing.servers import local  # noqa: PLC0415 - POSIX only

    return local.OWN[service](choice.what)


def need_docker(environ: Mapping[str, str] = os.environ) -> None:
    """Return if a Docker Engine answers; the program alone, without its daemon, is none.

    Raises:
        Unprovided: none does.
    """
    if importlib.util.find_spec("docker") is None:
        raise Unprovided("no Docker: the library is not installed")
    import docker  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped; slow to import

    try:
        _knock(environ.get("DOCKER_HOST") or f"unix://{DOCKER_SOCKET}")
        client = docker.from_env(timeout=CONNECT_SECONDS, environment=environ)
        try:
            client.ping()
        finally:
            client.close()
    except (docker.errors.DockerException, OSError) as error:
        raise Unprovided(f"no Docker Engine: {error}") from error


def _knock(host: str) -> None:
    """Raise an `OSError` where nobody listens on the socket *host*.

    The library would raise, too, and leave a socket of its own open.
    """
    scheme, _, path = host.partition("://")
    if scheme == "unix":
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(CONNECT_SECONDS)
            door.connect(path)


@contextmanager
def a_database(server_url: str) -> Iterator[str]:
    """Yield the URL of a new, empty database on a PostgreSQL server, and drop it.

    It sorts text as people do, not by code point, as databases in the field may.
    """
    name = f"contractsai_test_{uuid.uuid4().hex}"
    _administer(
        server_url,
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
        " LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'",
    )
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        _administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415 - whoever has no PostgreSQL needs no client

    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True, connect_timeout=CONNECT_SECONDS) as connection:
        connection.execute(statement.encode())


def _find(service: Service, provider: Provider, environ: Mapping[str, str]) -> str | None:
    if provider is Provider.URL:
        return environ.get(f"CONTRACTSAI_TEST_{service.upper()}_URL")
    if provider is Provider.DOCKER:
        engine = environ.get("DOCKER_HOST") or DOCKER_SOCKET.exists()
        installed = importlib.util.find_spec("testcontainers") is not None
        return f"{service} image" if engine and installed else None
    if os.name != "posix":
        return None
    from contractsai.testing.servers import local  # noqa: PLC0415 - POSIX only

    return local.FIND[service]() if service in local.FIND else None


def _describe(service: Service, environ: Mapping[str, str]) -> str:
    try:
        choice = choose(service, environ)
    except Unprovided:
        return "none"
    if choice.provider is Provider.URL:
        return f"url ({urlsplit(choice.what).hostname})"  # not its password
    return f"{choice.provider} ({choice.what})"


def _numbered(url: str, worker: int) -> str:
    parts = urlsplit(url)
    database = int(parts.path.strip("/") or 0) + worker
    return urlunsplit(parts._replace(path=f"/{database}"))
