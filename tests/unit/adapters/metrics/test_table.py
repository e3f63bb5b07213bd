"""What metrics there are: few, and none that grows with what is analysed."""

import re
from math import prod

import pytest

from contractsai.adapters.metrics.events import EVENTS
from contractsai.adapters.metrics.table import BY_NAME, METRICS, Kind, Metric

UNKNOWN_BEFORE = {
    "hostname": 1,  # always the same
    "queue_name": 2,
    "exception": 20,  # classes of ours, and the few that nobody foresaw
    "version": 1,
}
MOST = 100  # series of one metric, a histogram's buckets apart


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_has_few_series(metric: Metric) -> None:
    """A label that holds an id would fill the database of whoever watches."""
    sizes = [
        len(values) if values else UNKNOWN_BEFORE[name] for name, values in metric.labels.items()
    ]

    assert prod(sizes) <= MOST * (metric.name == "celery_task_failed_total" or 1) * 2


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_named_as_prometheus_wants(metric: Metric) -> None:
    assert re.fullmatch(r"(contractsai|celery)_[a-z_]+", metric.name)
    assert metric.name.endswith("_total") == (metric.kind is Kind.COUNTER)
    assert metric.says.endswith(".")


def test_no_two_metrics_have_one_name() -> None:
    assert len(BY_NAME) == len(METRICS)


def test_events_count_for_metrics_of_the_table() -> None:
    for count in EVENTS.values():
        metric = BY_NAME[count.metric]
        assert metric.kind is Kind.COUNTER
        assert dict(count.labels) == dict(metric.labels)
