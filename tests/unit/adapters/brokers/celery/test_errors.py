"""When workers and beats tell Sentry what: Celery's signals, sent by hand."""

from types import SimpleNamespace

import pytest

from contractsai.adapters.brokers.celery.errors import CeleryErrors
from contractsai.application.messages import ANALYZE_DOCUMENT, RELAY


class Watcher:
    """Notes what it is asked for."""

    def __init__(self, process: str) -> None:
        self.notes: list[tuple[object, ...]] = [("made for", process)]

    def watch(self) -> None:
        self.notes.append(("watches",))

    def check_in(self, task: str, *, is_well: bool, seconds: float) -> None:
        self.notes.append((task, is_well, seconds))

    def close(self) -> None:
        self.notes.append(("closed",))


@pytest.fixture
def made() -> list[Watcher]:
    return []


@pytest.fixture
def errors(made: list[Watcher]) -> CeleryErrors:
    def build(process: str) -> Watcher:
        made.append(Watcher(process))
        return made[-1]

    seconds = iter((1.0, 3.5))
    return CeleryErrors(build, seconds=lambda: next(seconds))


def task(name: str) -> SimpleNamespace:
    return SimpleNamespace(name=name)


def test_a_process_has_one_client_from_its_start_to_its_end(
    errors: CeleryErrors, made: list[Watcher]
) -> None:
    errors.in_worker()
    errors.in_worker()
    errors.close()
    errors.close()

    [watcher] = made
    assert watcher.notes == [("made for", "worker"), ("watches",), ("closed",)]


def test_a_beat_has_one_too(errors: CeleryErrors, made: list[Watcher]) -> None:
    errors.in_beat()

    assert made[0].notes[0] == ("made for", "beat")


@pytest.mark.parametrize(("state", "is_well"), [("SUCCESS", True), ("FAILURE", False)])
def test_a_tick_is_checked_in_when_it_ends(
    errors: CeleryErrors, made: list[Watcher], state: str, *, is_well: bool
) -> None:
    """By the worker that carried it out: that shows beat, broker and worker at once."""
    errors.in_worker()

    errors.started("t1", task(RELAY))
    errors.ended("t1", task(RELAY), state)

    assert made[0].notes[-1] == (RELAY, is_well, 2.5)


def test_a_document_is_no_schedule(errors: CeleryErrors, made: list[Watcher]) -> None:
    errors.in_worker()

    errors.started("t1", task(ANALYZE_DOCUMENT))
    errors.ended("t1", task(ANALYZE_DOCUMENT), "SUCCESS")

    assert made[0].notes[-1] == ("watches",)


def test_without_a_client_nothing_happens() -> None:
    errors = CeleryErrors(lambda _process: None, seconds=lambda: 0.0)
    errors.in_worker()

    errors.started("t1", task(RELAY))
    errors.ended("t1", task(RELAY), "SUCCESS")
    errors.close()
