"""What Celery does with tasks, counted."""

from types import SimpleNamespace

import pytest

from contractsai.adapters.metrics.table import Source
from contractsai.adapters.metrics.tally import Tally
from contractsai.application.messages import ANALYZE_DOCUMENT, RELAY
from contractsai.domain.errors import AttemptFailed
from contractsai.entrypoints.celery_metrics import TaskCounter

INFO = {"routing_key": "contractsai"}
LABELS = {"name": ANALYZE_DOCUMENT, "hostname": "generic", "queue_name": "contractsai"}


@pytest.fixture
def tally() -> Tally:
    return Tally(Source.WORKER)


def counter_of(tally: Tally, *seconds: float) -> TaskCounter:
    told = iter(seconds)
    return TaskCounter(
        tally.note, hostname="generic", seconds=lambda: next(told), now=lambda: 1234.0
    )


def task(name: str = ANALYZE_DOCUMENT) -> SimpleNamespace:
    return SimpleNamespace(name=name, request=SimpleNamespace(id="1", delivery_info=INFO))


def test_a_task_counts_from_its_receipt_to_its_end(tally: Tally) -> None:
    counter = counter_of(tally, 5.0, 5.25)
    counter.received(SimpleNamespace(name=ANALYZE_DOCUMENT, delivery_info=INFO))
    counter.started(task_id="1", task=task())
    counter.succeeded(task())
    counter.ended(task_id="1")

    value = tally.registry.get_sample_value
    for event in ("received", "started", "succeeded"):
        assert value(f"celery_task_{event}_total", LABELS) == 1
    assert value("celery_task_runtime_sum", LABELS) == 0.25


def test_a_failure_counts_by_its_class(tally: Tally) -> None:
    counter_of(tally).failed(task(), exception=AttemptFailed("timeout"))

    labels = {**LABELS, "exception": "AttemptFailed"}
    assert tally.registry.get_sample_value("celery_task_failed_total", labels) == 1


def test_what_became_of_the_others_counts_too(tally: Tally) -> None:
    counter = counter_of(tally)
    counter.retried(task())
    counter.revoked(task(), request=SimpleNamespace(delivery_info=INFO))
    headers = {"task": ANALYZE_DOCUMENT}
    counter.rejected(SimpleNamespace(headers=headers, delivery_info=INFO))

    for event in ("retried", "revoked", "rejected"):
        assert tally.registry.get_sample_value(f"celery_task_{event}_total", LABELS) == 1


def test_a_tick_that_was_carried_out_is_remembered(tally: Tally) -> None:
    """Beat's own pulse: without one, nothing that was lost comes back."""
    counter_of(tally).succeeded(task(RELAY))

    labels = {"tick": RELAY}
    assert tally.registry.get_sample_value(
        "contractsai_last_tick_timestamp_seconds", labels
    ) == pytest.approx(1234.0)


def test_a_task_that_is_not_ours_makes_no_series(tally: Tally) -> None:
    """A name comes from the broker, and whoever writes there could make up a thousand."""
    counter = counter_of(tally, 1.0)
    counter.started(task_id="1", task=task("made.up"))
    counter.succeeded(task("made.up"))

    labels = {**LABELS, "name": "made.up"}
    assert tally.registry.get_sample_value("celery_task_started_total", labels) is None
