"""The file that tells a health check that a loop turns."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.pulse import LoopWatch, Pulse, PulsingScheduler
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_url import BrokerUrl
from contractsai.testing.eventually import eventually

LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "pulse"
    found.touch()
    os.utime(found, (LONG_AGO, LONG_AGO))
    return found


def is_touched(file: Path) -> bool:
    return file.stat().st_mtime > LONG_AGO


def test_a_beat_touches_the_file(file: Path) -> None:
    Pulse(str(file)).beat()

    assert is_touched(file)


def test_a_beat_makes_the_file_for_its_owner_alone(tmp_path: Path) -> None:
    Pulse(str(tmp_path / "new")).beat()

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_without_a_file_nothing_is_said() -> None:
    pulse = Pulse(None)

    pulse.beat()

    assert not pulse


def test_a_file_that_cannot_be_written_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pulse = Pulse(str(tmp_path / "missing" / "pulse"))

    with caplog.at_level(logging.WARNING):
        pulse.beat()
        pulse.beat()

    assert [vars(record)["event"] for record in caplog.records] == ["pulse.unwritten"]


def test_a_loop_that_is_to_turn_touches_the_file_itself(file: Path) -> None:
    """One that hangs never comes to it."""
    calls: list[Callable[[], None]] = []
    watch = LoopWatch(Pulse(str(file)), is_turning=lambda: True, call_soon=calls.append)

    watch.look()

    assert not is_touched(file)
    [call] = calls
    call()
    assert is_touched(file)


def test_where_no_loop_is_to_turn_the_watch_touches_the_file(file: Path) -> None:
    """While the broker is away, or a worker of one slot analyses."""
    calls: list[Callable[[], None]] = []
    watch = LoopWatch(Pulse(str(file)), is_turning=lambda: False, call_soon=calls.append)

    watch.look()

    assert is_touched(file)
    assert calls == []


def test_the_watch_looks_again_and_again(file: Path) -> None:
    looks: list[object] = []
    watch = LoopWatch(
        Pulse(str(file)), is_turning=lambda: True, call_soon=looks.append, every_seconds=0.001
    )

    watch.start()
    eventually(lambda: len(looks) > 2, what="a third look")
    watch.stop()


def scheduler_with(file: Path | None) -> PulsingScheduler:
    options = CeleryOptions(
        broker=BrokerUrl("memory://", None),
        backend=None,
        queue="contractsai",
        key_prefix="",
        task_time_limit=3600,
        task_soft_time_limit=3300,
        max_tasks_per_child=1,
        visibility_timeout=7200,
        timeout_seconds=1,
        tick_seconds=5,
        concurrency=None,
        pulse_file=str(file) if file else None,
    )
    return PulsingScheduler(app=make_celery(options))


def test_a_beat_that_looks_what_is_due_touches_the_file(file: Path) -> None:
    scheduler = scheduler_with(file)

    scheduler.tick()

    assert is_touched(file)


def test_a_beat_that_waits_for_its_broker_touches_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To start it anew would not bring the broker back."""
    scheduler = scheduler_with(file)

    def away(tell: Callable[[Exception, float], None], _retries: int | None) -> None:
        tell(OSError("away"), 2.0)

    monkeypatch.setattr(scheduler.connection, "ensure_connection", away)
    scheduler._ensure_connected()

    assert is_touched(file)
