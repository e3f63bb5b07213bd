"""What the rows and the broker say now."""

from datetime import timedelta

from prometheus_client import CollectorRegistry

from contractsai.adapters.metrics.rows import RowsCollector, Standing
from contractsai.domain.errors import QueueUnavailable, StoreUnavailable
from contractsai.domain.job import Counts
from contractsai.domain.worker import ProcessUse, Role, WorkerState
from contractsai.testing.builders import a_worker

USES = (ProcessUse(1, Role.WORKER, 0.5, 10), ProcessUse(2, Role.ANALYSIS, 1.0, 20))
STANDING = Standing(
    Counts(pending=3, running=2, retrying=1, completed=9),
    timedelta(seconds=7),
    (
        a_worker(slots=2, processes=USES),
        a_worker(slots=4, processes=USES, queues=("contractsai", "contractsai.ticks")),
        a_worker(slots=8, state=WorkerState.DRAINING),
        a_worker(slots=8, state=WorkerState.LOST, processes=USES),
    ),
)


def away() -> Standing:
    raise StoreUnavailable("postgresql://user:secret@db")


def gone() -> dict[str, int]:
    raise QueueUnavailable("redis://user:secret@broker")


def registry_of(collector: RowsCollector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry


def test_the_rows_are_told() -> None:
    registry = registry_of(RowsCollector(lambda: STANDING, lambda: {"contractsai": 5}))

    value = registry.get_sample_value
    assert value("contractsai_documents", {"state": "PENDING"}) == 3
    assert value("contractsai_documents", {"state": "FAILED"}) == 0
    assert value("contractsai_demand") == 6
    assert value("contractsai_queue_age_seconds") == 7
    assert value("contractsai_workers", {"state": "active"}) == 2
    assert value("contractsai_workers", {"state": "lost"}) == 1
    assert value("contractsai_workers", {"state": "stopped"}) == 0
    assert value("contractsai_slots") == 6
    assert value("contractsai_processor", {"role": "worker"}) == 1.0
    assert value("contractsai_resident_bytes", {"role": "analysis"}) == 40
    assert value("celery_queue_length", {"queue_name": "contractsai"}) == 5
    assert value("celery_active_worker_count", {"queue_name": "contractsai"}) == 2
    assert value("celery_active_process_count", {"queue_name": "contractsai.ticks"}) == 4
    assert (value("contractsai_database_up"), value("contractsai_broker_up")) == (1, 1)


def test_what_is_away_is_told_and_the_rest_as_well() -> None:
    value = registry_of(RowsCollector(away, lambda: {"q": 1})).get_sample_value
    assert (value("contractsai_database_up"), value("contractsai_broker_up")) == (0, 1)
    assert value("contractsai_demand") is None

    value = registry_of(RowsCollector(lambda: STANDING, gone)).get_sample_value
    assert (value("contractsai_database_up"), value("contractsai_broker_up")) == (1, 0)
    assert value("celery_queue_length", {"queue_name": "q"}) is None
