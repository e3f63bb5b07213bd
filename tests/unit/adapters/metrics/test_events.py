"""From the log to counts."""

import logging
from collections.abc import Iterator

import pytest

from contractsai.adapters.metrics.events import EventCounter, count_events
from contractsai.adapters.metrics.table import Source
from contractsai.adapters.metrics.tally import Tally
from contractsai.domain.errors import FileMissing
from contractsai.testing.world import World


@pytest.fixture
def tally() -> Iterator[Tally]:
    """A tally of what this process logs."""
    ours = logging.getLogger("contractsai")
    level = ours.level
    tally = Tally(Source.WORKER)
    counter = count_events(tally)
    yield tally
    ours.removeHandler(counter)
    ours.setLevel(level)


def said(event: str, **fields: object) -> logging.LogRecord:
    record = logging.makeLogRecord({"msg": "said", "levelno": logging.INFO})
    vars(record).update(event=event, **fields)
    return record


def test_attempts_count_by_what_they_left(tally: Tally) -> None:
    """By the records that the use cases make anyway, also where nobody is shown them."""
    world = World()
    good, bad = world.submit("a.pdf", "b.pdf")
    world.analysis_ends(bad, FileMissing("gone"))
    for document in (good, bad):
        world.run(document)

    value = tally.registry.get_sample_value
    assert value("contractsai_attempts_total", {"state": "COMPLETED"}) == 1
    assert value("contractsai_attempts_total", {"state": "FAILED"}) == 1
    assert value("contractsai_failures_total", {"reason": "missing"}) == 1
    assert value("contractsai_attempt_seconds_count") == 2


def test_a_rescue_counts(tally: Tally) -> None:
    world = World()
    [document] = world.submit("a.pdf")
    world.crash_worker_during(document)
    world.advance_past_lease()
    world.rescue()

    assert tally.registry.get_sample_value("contractsai_rescues_total") == 1


def test_an_attempt_takes_from_its_beginning_to_its_end() -> None:
    tally, instants = Tally(Source.WORKER), iter([10.0, 12.0, 15.0])
    counter = EventCounter(tally, seconds=lambda: next(instants))
    counter.emit(said("document.began", document_id="a"))
    counter.emit(said("document.began", document_id="b"))
    counter.emit(said("document.ended", document_id="a", state="COMPLETED"))
    counter.emit(said("document.ended", document_id="c", state="COMPLETED"))

    assert tally.registry.get_sample_value("contractsai_attempt_seconds_sum") == 5.0


@pytest.mark.parametrize("reason", ["made up", None])
def test_a_value_that_nobody_knows_makes_no_series(reason: object) -> None:
    tally = Tally(Source.WORKER)
    EventCounter(tally).emit(said("document.failed", reason=reason))

    labels = {"reason": str(reason)}
    assert tally.registry.get_sample_value("contractsai_failures_total", labels) is None


def test_a_record_without_an_event_counts_for_nothing() -> None:
    EventCounter(Tally(Source.WORKER)).emit(logging.makeLogRecord({"msg": "x"}))
