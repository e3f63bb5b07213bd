"""A bench a test, and one for tests that only look at a running service."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Bench(tmp_path / "bench")) as bench:
        yield bench


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench on which a service runs."""
    with closing(Bench(tmp_path_factory.mktemp("served") / "bench")) as bench:
        bench.up()
        yield bench
