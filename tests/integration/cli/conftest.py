"""A bench a test, and one for tests that only look at a running service."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_bench import Bench

from contractsai.testing.leaks import LeakWatch


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Bench(tmp_path / "bench")) as bench:
        yield bench


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench on which a service runs, for all tests of a module."""
    with closing(Bench(tmp_path_factory.mktemp("served") / "bench")) as bench:
        bench.up()
        yield bench


@pytest.fixture
def served(service: Bench, leak_watch: LeakWatch) -> Iterator[Bench]:
    """The module's bench; what its service has in use after a test is no leak of that test."""
    yield service
    leak_watch.accept()
