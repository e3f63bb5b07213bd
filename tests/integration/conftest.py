"""A stack a test, on the session's own Redis."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from own_broker import OwnBroker
from stack import Stack, a_stack


@pytest.fixture
def make_stack(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Stack]]:
    """Return a factory of stacks; what they started is gone after the test."""
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
    broker.kill()
