"""A stack a test on the session's own Redis, and a look at what each test leaves behind."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from own_broker import OwnBroker
from stack import Stack, a_stack

from contractsai.testing import leaks, no_leaks
from contractsai.testing.leaks import LeakKind, LeakWatch

leak_patience = no_leaks.leak_patience
leak_watch = no_leaks.leak_watch
leaves_nothing = no_leaks.leaves_nothing


@pytest.fixture(scope="session")
def redis_url(redis_url: str, leak_watch: LeakWatch) -> str:
    """The session's Redis, whose keys are watched too."""
    leak_watch.accept()
    leak_watch.add(LeakKind.REDIS_KEY, leaks.redis_keys(redis_url))
    return redis_url


@pytest.fixture(scope="session")
def rabbitmq_url(rabbitmq_url: str, leak_watch: LeakWatch) -> str:
    leak_watch.accept()
    return rabbitmq_url


@pytest.fixture(scope="session")
def postgres_server_url(postgres_server_url: str, leak_watch: LeakWatch) -> str:
    leak_watch.accept()
    return postgres_server_url


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest, postgres_database: str) -> Iterator[str]:
    """An empty database for one test, looked at before it is dropped."""
    watch = LeakWatch(
        {
            LeakKind.LEASE: leaks.postgres_leases(postgres_database),
            LeakKind.CONNECTION: leaks.postgres_connections(postgres_database),
        }
    )
    watch.begin()
    yield postgres_database
    no_leaks.judge(request.node, watch)


@pytest.fixture
def make_stack(
    request: pytest.FixtureRequest, tmp_path: Path, redis_url: str
) -> Iterator[Callable[..., Stack]]:
    """Return a factory of stacks; what they started is gone after the test."""
    if "postgres_database" in request.fixturenames:
        request.getfixturevalue("postgres_database")  # which is dropped after the stacks are closed
    with ExitStack() as stacks:

        def make(*, broker_url: str = redis_url, **env: str) -> Stack:
            folder = tmp_path / f"stack-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return stacks.enter_context(a_stack(folder, broker_url, **env))

        yield make


@pytest.fixture
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Tell figures that a test measured: `pytest -rP` shows them, a JUnit report has them."""

    def told(**figures: object) -> None:
        for name, value in figures.items():
            record_property(name, value)
        logging.getLogger("figures").info("measured %s", figures)

    logging.getLogger("figures").setLevel(logging.INFO)
    return told


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBroker]:
    """A broker that the test alone uses, and may hurt."""
    broker = OwnBroker(tmp_path_factory.mktemp("b"))
    broker.start()
    yield broker
    broker.close()
