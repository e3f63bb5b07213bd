"""A stack a test, on the session's own Redis."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
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
