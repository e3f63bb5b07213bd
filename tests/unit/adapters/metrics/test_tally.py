"""Counts of a process and of those that it forks."""

import os

import pytest
from prometheus_client.exposition import generate_latest

from contractsai.adapters.metrics.table import METRICS, Kind, Source
from contractsai.adapters.metrics.tally import LONGEST, Tally
from contractsai.testing.eventually import eventually

RESCUES = "contractsai_rescues_total"
CHILDREN = 4
EACH = 200


def test_counters_with_known_labels_begin_at_0() -> None:
    """An alert on an increase would miss the first: nothing is no number."""
    tally = Tally(Source.WORKER)

    value = tally.registry.get_sample_value
    assert value(RESCUES) == 0
    assert value("contractsai_attempts_total", {"state": "FAILED"}) == 0
    assert value("contractsai_failures_total", {"reason": "timeout"}) == 0


def test_a_counter_rises_a_gauge_is_set_and_a_histogram_observes() -> None:
    tally = Tally(Source.WORKER)
    tick = "contractsai.relay"
    tally.note(RESCUES)
    tally.note(RESCUES, 2)
    tally.note("contractsai_last_tick_timestamp_seconds", 7, tick=tick)
    tally.note("contractsai_attempt_seconds", 0.3)

    value = tally.registry.get_sample_value
    assert value(RESCUES) == 3
    assert value("contractsai_last_tick_timestamp_seconds", {"tick": tick}) == 7
    assert value("contractsai_attempt_seconds_bucket", {"le": "0.25"}) == 0
    assert value("contractsai_attempt_seconds_bucket", {"le": "0.5"}) == 1


def test_what_a_source_does_not_tell_of_is_not_counted() -> None:
    """An API may run documents in a test, or on one machine: a log line must not fail for it."""
    tally = Tally(Source.API)
    tally.note(RESCUES)

    assert tally.registry.get_sample_value(RESCUES) is None


def test_a_gauge_may_follow_what_is_so_now() -> None:
    tally = Tally(Source.WORKER)
    running = [1]
    tally.follow("celery_worker_tasks_active", lambda: len(running), hostname="generic")
    running.append(2)

    labels = {"hostname": "generic"}
    assert tally.registry.get_sample_value("celery_worker_tasks_active", labels) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a fork beside a thread
def test_what_children_count_is_added_up_and_outlives_them() -> None:
    tally = Tally(Source.WORKER)
    tally.share()
    children = []
    for _ in range(CHILDREN):
        pid = os.fork()
        if pid == 0:
            for _ in range(EACH):
                tally.note(RESCUES)
            os._exit(0)
        children.append(pid)
    for pid in children:
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    total = CHILDREN * EACH
    eventually(
        lambda: tally.registry.get_sample_value(RESCUES) == total, what=f"{total} rescues counted"
    )
    tally.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a fork beside a thread
def test_a_child_never_waits_for_whoever_reads() -> None:
    """A document must not stand still because its count does."""
    tally = Tally(Source.WORKER)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    tally._writing = writing  # a pipe that nobody reads
    pid = os.fork()
    if pid == 0:
        for _ in range(10_000):
            tally.note(RESCUES)
        tally.note("contractsai_failures_total", 1, reason="x" * LONGEST)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    for descriptor in (reading, writing):
        os.close(descriptor)


@pytest.mark.parametrize("source", [Source.WORKER, Source.API])
def test_whoever_tells_tells_all_that_is_his(source: Source) -> None:
    text = generate_latest(Tally(source).registry).decode()

    for metric in METRICS:
        is_kept = source is Source.WORKER or metric.kind is not Kind.GAUGE  # an API's are asked for
        family = metric.name.removesuffix("_total")
        is_there = f"# TYPE {family} " in text or f"# TYPE {metric.name} " in text
        assert is_there == (is_kept and metric.source in (source, Source.BOTH)), metric.name
