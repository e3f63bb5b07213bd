"""Real servers for whoever asks for them; nothing is started, or imported, before that."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# A busy machine takes its time for an example, and is right: no example has a deadline.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# What is started in the background (`.ci/run &`) ignores Ctrl-C, and so does all that it starts:
# the commands that the tests interrupt, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Tools and training stand in the checkout alone; the package, where it is installed, comes first.
sys.path.append(str(Path(__file__).parent))

pytest.register_assert_rewrite("contractsai.testing.conformance")

from contractsai.testing.providers import (  # noqa: E402 - after the line above
    Service,
    Unprovided,
    a_database,
    describe,
    need_docker,
    provide,
    provide_own,
)
from contractsai.testing.servers.own import OwnServer  # noqa: E402 - after the line above


def pytest_report_header() -> str:
    return f"servers: {describe()}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("docker") is not None:
        _need_docker()


@pytest.fixture(scope="session")
def docker() -> None:
    """Docker answers; else the test is skipped, and fails in CI."""
    _need_docker()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of this session's, or xdist worker's, own."""
    yield from _provided(Service.REDIS)


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    """A RabbitMQ of this session's own; a URL that was given is shared, so name your own queues."""
    yield from _provided(Service.RABBITMQ)


@pytest.fixture
def own_redis() -> Iterator[OwnServer]:
    """A Redis of one test's own, to kill and start again."""
    yield from _own(Service.REDIS)


@pytest.fixture
def own_rabbitmq() -> Iterator[OwnServer]:
    """A RabbitMQ of one test's own, likewise."""
    yield from _own(Service.RABBITMQ)


@pytest.fixture
def own_postgres() -> Iterator[OwnServer]:
    """A PostgreSQL of one test's own, likewise."""
    yield from _own(Service.POSTGRES)


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """A PostgreSQL to make databases on."""
    yield from _provided(Service.POSTGRES)


@pytest.fixture(scope="session")
def postgres_url(postgres_server_url: str) -> Iterator[str]:
    """A database of this session's, or xdist worker's, own; empty at first."""
    with a_database(postgres_server_url) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_server_url: str) -> Iterator[str]:
    """An empty database for one test."""
    with a_database(postgres_server_url) as url:
        yield url


def _provided(service: Service) -> Iterator[str]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    try:
        server = provide(service, worker=int(worker))
    except Unprovided as problem:
        _give_up(problem)
    with server as url:
        yield url


def _own(service: Service) -> Iterator[OwnServer]:
    try:
        context = provide_own(service)
    except Unprovided as problem:
        _give_up(problem)
    with context as server:
        yield server


def _need_docker() -> None:
    try:
        need_docker()
    except Unprovided as problem:
        _give_up(problem)


def _give_up(problem: Unprovided) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"CI needs every server: {problem}", pytrace=False)
    pytest.skip(str(problem))
