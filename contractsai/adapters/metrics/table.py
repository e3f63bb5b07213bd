"""Every metric there is: the exporters, the documentation and the dashboard are made from this.

Labels have few values, all known before: no ids, no names of files, hosts or people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from contractsai.application.messages import ANALYZE_DOCUMENT, TICKS
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.worker import Role, WorkerState


class Kind(StrEnum):
    """What a metric is to Prometheus."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Source(StrEnum):
    """Who tells of a metric."""

    WORKER = "worker"
    API = "API"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric.

    Attributes:
        name: as in queries; a counter's ends in ``_total``.
        labels: each with the values that are told as 0 before anything happened, none if those
            are not known before (names of queues and exceptions).
    """

    name: str
    kind: Kind
    source: Source
    says: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NAME: Final = {"name": (ANALYZE_DOCUMENT, *TICKS)}
TASK: Final = {**NAME, "hostname": (), "queue_name": ()}
REASONS: Final = {"reason": tuple(sorted(reason.value for reason in Reason))}
ENDS: Final = {"state": ("PENDING", "RETRYING", "COMPLETED", "FAILED", "CANCELLED")}
SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
"""The buckets of histograms; what takes longer than a document may is no document."""

_WORKER, _API, _BOTH = Source.WORKER, Source.API, Source.BOTH
_COUNTER, _GAUGE, _HISTOGRAM = Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM

METRICS: Final = (
    Metric("contractsai_info", _GAUGE, _API, "1, with the version.", {"version": ()}),
    Metric(
        "contractsai_documents",
        _GAUGE,
        _API,
        "Documents of jobs that have not ended, by state.",
        {"state": tuple(state.value for state in State)},
    ),
    Metric("contractsai_demand", _GAUGE, _API, "Documents that wait or run."),
    Metric(
        "contractsai_queue_age_seconds",
        _GAUGE,
        _API,
        "For how long the oldest job waits of which nothing has run yet.",
    ),
    Metric(
        "contractsai_workers",
        _GAUGE,
        _API,
        "Workers by state; those that are gone count for a day.",
        {"state": tuple(state.value for state in WorkerState)},
    ),
    Metric("contractsai_slots", _GAUGE, _API, "Documents that active workers can run at once."),
    Metric(
        "contractsai_processor",
        _GAUGE,
        _API,
        "What workers' processes take, in processors.",
        {"role": tuple(role.value for role in Role)},
    ),
    Metric(
        "contractsai_resident_bytes",
        _GAUGE,
        _API,
        "Memory that workers' processes hold.",
        {"role": tuple(role.value for role in Role)},
    ),
    Metric("contractsai_database_up", _GAUGE, _API, "1 if the database answered this scrape."),
    Metric("contractsai_broker_up", _GAUGE, _API, "1 if the broker answered this scrape."),
    Metric("contractsai_attempts_total", _COUNTER, _WORKER, "Attempts by what they left.", ENDS),
    Metric("contractsai_attempt_seconds", _HISTOGRAM, _WORKER, "How long attempts took."),
    Metric(
        "contractsai_failures_total",
        _COUNTER,
        _WORKER,
        "Attempts that ended badly; RETRYING or FAILED afterwards.",
        REASONS,
    ),
    Metric(
        "contractsai_analysis_processes_lost_total",
        _COUNTER,
        _WORKER,
        "Analysis processes that crashed or were killed at a limit.",
        REASONS,
    ),
    Metric("contractsai_reused_total", _COUNTER, _WORKER, "Analyses that were stored already."),
    Metric("contractsai_rescues_total", _COUNTER, _WORKER, "Documents taken from silent workers."),
    Metric("contractsai_leases_lost_total", _COUNTER, _WORKER, "Results dropped: lease lost."),
    Metric("contractsai_workers_lost_total", _COUNTER, _WORKER, "Workers that fell silent."),
    Metric("contractsai_messages_dropped_total", _COUNTER, _WORKER, "Messages that were not ours."),
    Metric(
        "contractsai_messages_refused_total", _COUNTER, _BOTH, "Messages that the broker refused."
    ),
    Metric("contractsai_defects_total", _COUNTER, _BOTH, "Errors that nobody foresaw."),
    Metric(
        "contractsai_last_tick_timestamp_seconds",
        _GAUGE,
        _WORKER,
        "When a worker last carried a tick of beat out; 0 before the first.",
        {"tick": TICKS},
    ),
    *(
        Metric(f"celery_task_{event}_total", _COUNTER, _WORKER, f"Tasks {event}.", TASK)
        for event in ("received", "started", "succeeded", "rejected", "revoked", "retried")
    ),
    Metric(
        "celery_task_failed_total",
        _COUNTER,
        _WORKER,
        "Tasks failed.",
        {**TASK, "exception": ()},
    ),
    Metric("celery_task_runtime", _HISTOGRAM, _WORKER, "How long tasks took.", TASK),
    Metric("celery_worker_up", _GAUGE, _WORKER, "1.", {"hostname": ()}),
    Metric("celery_worker_tasks_active", _GAUGE, _WORKER, "Tasks that run.", {"hostname": ()}),
    Metric("celery_queue_length", _GAUGE, _API, "Messages in a queue.", {"queue_name": ()}),
    Metric(
        "celery_active_worker_count", _GAUGE, _API, "Workers that take of it.", {"queue_name": ()}
    ),
    Metric(
        "celery_active_process_count", _GAUGE, _API, "Slots that take of it.", {"queue_name": ()}
    ),
)
BY_NAME: Final = {metric.name: metric for metric in METRICS}
EXPOSED: Final = "generic"
"""The `hostname` of celery-exporter's metrics: whoever scrapes knows the host as `instance`."""
