"""The simulated database passes the suite that every store passes, so that it proves something."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import StoreUnavailable
from contractsai.testing.conformance.stores import StoreConformance
from contractsai.testing.simulation.store import SimulatedStore

POLL_SECONDS = 0.0005


class Threads:
    """`Turns` of real threads: the interpreter decides."""

    def __init__(self) -> None:
        self._alone = threading.Lock()

    @property
    def seconds(self) -> float:
        return time.monotonic()

    def statement(self, what: str) -> None:
        time.sleep(0)  # whoever waits may come first

    def alone(self) -> AbstractContextManager[object]:
        return self._alone

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def committing(self, commit: Callable[[], None]) -> None:
        commit()

    def deadlock(self, what: str) -> BaseException:
        return AssertionError(what)

    def outage(self, what: str) -> StoreUnavailable:
        return StoreUnavailable(what)


class TestSimulatedStore(StoreConformance):
    has_many_writers = True

    @pytest.fixture
    def store(self) -> Store:
        return SimulatedStore(Threads())
