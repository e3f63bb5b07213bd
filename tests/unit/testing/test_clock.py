"""A clock that a test tells."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from contractsai.testing.clock import FakeClock

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_time_stands_still_until_it_is_told() -> None:
    clock = FakeClock(NOON)

    assert clock.now() == clock.now() == NOON


def test_steps_from_several_threads_all_count() -> None:
    clock = FakeClock(NOON)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(400):
            pool.submit(clock.advance, timedelta(seconds=1))

    assert clock.now() == NOON + timedelta(seconds=400)
