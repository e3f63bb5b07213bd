"""What the rows and the broker say now, in the words of the table."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from contractsai import __version__
from contractsai.adapters.metrics.table import BY_NAME
from contractsai.domain.errors import QueueUnavailable, StoreUnavailable
from contractsai.domain.job import Counts
from contractsai.domain.worker import Worker, WorkerState


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rows say at one instant."""

    counts: Counts
    queue_age: timedelta
    workers: tuple[Worker, ...]


class RowsCollector(Collector):
    """Asks the database and the broker whenever it is scraped; either may be away."""

    def __init__(
        self, standing: Callable[[], Standing], queues: Callable[[], Mapping[str, int]]
    ) -> None:
        """Take whom to ask: the rows, and the length of each queue by its name."""
        self._standing = standing
        self._queues = queues

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to know."""
        yield _gauge("contractsai_info", {__version__: 1})
        try:
            standing = self._standing()
        except StoreUnavailable:
            yield _gauge("contractsai_database_up", 0)
        else:
            yield _gauge("contractsai_database_up", 1)
            yield from _of_rows(standing)
        try:
            lengths = self._queues()
        except QueueUnavailable:
            yield _gauge("contractsai_broker_up", 0)
            return
        yield _gauge("contractsai_broker_up", 1)
        yield _gauge("celery_queue_length", lengths)

    def describe(self) -> list[Metric]:
        """Return nothing: nobody is to be asked before the first scrape."""
        return []


def _of_rows(standing: Standing) -> Iterator[Metric]:
    counts, workers = standing.counts, standing.workers
    by_state = {name.upper(): count for name, count in asdict(counts).items()}
    yield _gauge("contractsai_documents", by_state)
    yield _gauge("contractsai_demand", counts.waiting + counts.running)
    yield _gauge("contractsai_queue_age_seconds", standing.queue_age.total_seconds())
    states = Counter(worker.state.value for worker in workers)
    yield _gauge("contractsai_workers", states)
    there = [worker for worker in workers if not worker.is_gone]
    active = [worker for worker in there if worker.state is WorkerState.ACTIVE]
    yield _gauge("contractsai_slots", sum(worker.slots for worker in active))
    processor: Counter[str] = Counter()
    resident: Counter[str] = Counter()
    for use in (use for worker in there for use in worker.processes):
        processor[use.role.value] += use.processor  # type: ignore[assignment]  # counts may be fractions
        resident[use.role.value] += use.resident_bytes
    yield _gauge("contractsai_processor", processor)
    yield _gauge("contractsai_resident_bytes", resident)
    takers = Counter(queue for worker in active for queue in worker.queues)
    yield _gauge("celery_active_worker_count", takers)
    slots: Counter[str] = Counter()
    for worker in active:
        slots.update(dict.fromkeys(worker.queues, worker.slots))
    yield _gauge("celery_active_process_count", slots)


def _gauge(name: str, values: float | Mapping[str, float]) -> Metric:
    """Return a gauge with a value for each label, 0 for those of the table that have none."""
    metric = BY_NAME[name]
    if isinstance(values, (int, float)):
        return GaugeMetricFamily(name, metric.says, value=float(values))
    [(label, known)] = metric.labels.items()
    family = GaugeMetricFamily(name, metric.says, labels=[label])
    for value in (*known, *(each for each in values if each not in known)):
        family.add_metric([value], float(values.get(value, 0)))
    return family
