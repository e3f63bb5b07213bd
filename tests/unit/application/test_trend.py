"""What has ended lately, and what it costs to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from contractsai.adapters.stores.memory import MemoryStore, MemoryUnitOfWork
from contractsai.application.ports import Ended
from contractsai.application.trend import ALL_SPANS, DAY, HOUR, KEPT, Span, Trends
from contractsai.domain.job import Counts
from contractsai.testing.world import World


class CountingStore(MemoryStore):
    """Notes which stretches were counted."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: list[datetime] = []

    @contextmanager
    def snapshot(self) -> Iterator[MemoryUnitOfWork]:
        with super().snapshot() as work:
            count = work.jobs.ended_between

            def noted(since: datetime, until: datetime) -> Ended:
                self.counted.append(since)
                return count(since, until)

            work.jobs.ended_between = noted  # type: ignore[method-assign]  # as a spy
            yield work


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
def world(store: CountingStore) -> World:
    return World(store)


@pytest.fixture
def trends(world: World) -> Trends:
    return Trends(world.store, world.clock)


def run_one(world: World) -> None:
    world.run(world.submit("a.pdf")[0])


@pytest.mark.parametrize("span", ALL_SPANS, ids=lambda span: span.code)
def test_what_ended_stands_in_its_stretch(world: World, trends: Trends, span: Span) -> None:
    """The last stretch is the one that has begun, and what is older than the span is in none."""
    for _ in range(2):
        run_one(world)
        world.clock.advance(span.step)

    seen = trends.read(span)

    assert len(seen.stretches) == span.count
    assert [it.ended.counts.completed for it in seen.stretches[-3:]] == [1, 1, 0]
    assert timedelta() <= world.clock.now() - seen.stretches[-1].begins < span.step
    assert (seen.whole.counts, seen.whole.jobs) == (Counts(completed=2), 2)
    world.clock.advance(span.step * span.count)
    assert trends.read(span).whole == Ended()


def test_what_is_over_is_counted_once(store: CountingStore, world: World, trends: Trends) -> None:
    """Only the stretch that goes on is counted at each look, so that a job is seen at once."""
    first = trends.read(DAY)
    store.counted.clear()
    run_one(world)

    second = trends.read(DAY)

    assert store.counted == [first.stretches[-1].begins]
    assert second.stretches[-1].ended.counts == Counts(completed=1)


def test_what_was_counted_before_its_end_is_counted_again(
    store: CountingStore, world: World, trends: Trends
) -> None:
    """Else what ended between the two would be missing."""
    begins = trends.read(DAY).stretches[-1].begins
    world.clock.advance(begins + DAY.step - world.clock.now() - timedelta(seconds=1))
    trends.read(DAY)
    run_one(world)
    world.clock.advance(timedelta(seconds=2))

    seen = trends.read(DAY)

    assert [it.ended.counts.completed for it in seen.stretches[-2:]] == [1, 0]


def test_what_is_over_is_counted_anew_after_a_while(
    store: CountingStore, world: World, trends: Trends
) -> None:
    """A retry takes a job out of the hour that it had ended in."""
    trends.read(DAY)
    store.counted.clear()
    world.clock.advance(DAY.step / KEPT)

    trends.read(DAY)

    assert len(store.counted) == DAY.count


def test_spans_are_kept_apart(store: CountingStore, trends: Trends) -> None:
    trends.read(DAY)
    store.counted.clear()

    trends.read(HOUR)

    assert len(store.counted) == HOUR.count
