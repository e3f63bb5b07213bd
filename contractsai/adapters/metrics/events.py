"""From the log to counts: each event that is worth one, so that no use case knows of metrics."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from contractsai.adapters.metrics.table import ENDS, REASONS
from contractsai.adapters.metrics.tally import Tally


@dataclass(frozen=True, slots=True)
class Count:
    """What an event counts for.

    Attributes:
        labels: the values that each label may have; a record without one of them is not counted.
    """

    metric: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


EVENTS: Final[Mapping[str, Count]] = {
    "document.ended": Count("contractsai_attempts_total", ENDS),
    "document.failed": Count("contractsai_failures_total", REASONS),
    "document.reused": Count("contractsai_reused_total"),
    "document.rescued": Count("contractsai_rescues_total"),
    "document.lease_lost": Count("contractsai_leases_lost_total"),
    "document.refused": Count("contractsai_messages_refused_total"),
    "document.broke": Count("contractsai_defects_total"),
    "request.failed": Count("contractsai_defects_total"),
    "analysis_process.lost": Count("contractsai_analysis_processes_lost_total", REASONS),
    "message.dropped": Count("contractsai_messages_dropped_total"),
    "worker.lost": Count("contractsai_workers_lost_total"),
}
BEGINS: Final = "document.began"
ENDINGS: Final = frozenset({"document.ended", "document.lease_lost"})
MOST: Final = 1000  # attempts whose end is waited for; a process has a few slots


class EventCounter(logging.Handler):
    """Counts records by their event, and times attempts from their beginning to their end."""

    def __init__(self, tally: Tally, *, seconds: Callable[[], float] = time.monotonic) -> None:
        """Take where counts go, and a clock that never goes back."""
        super().__init__(logging.INFO)
        self._tally = tally
        self._seconds = seconds
        self._began: dict[object, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record of ours; others have no event."""
        said = vars(record)
        event = said.get("event")
        if event == BEGINS and len(self._began) < MOST:
            self._began[said.get("document_id")] = self._seconds()
        if event in ENDINGS:
            self._time(said.get("document_id"))
        count = EVENTS.get(str(event))
        if count is None:
            return
        labels = {name: str(said.get(name)) for name in count.labels}
        if all(labels[name] in values for name, values in count.labels.items()):
            self._tally.note(count.metric, 1, **labels)

    def _time(self, document_id: object) -> None:
        began = self._began.pop(document_id, None)
        if began is not None:
            self._tally.note("contractsai_attempt_seconds", self._seconds() - began)


def count_events(tally: Tally) -> EventCounter:
    """Have every record of ours of this process counted, be it shown or not."""
    counter = EventCounter(tally)
    ours = logging.getLogger("contractsai")
    ours.addHandler(counter)
    if ours.getEffectiveLevel() > logging.INFO:
        ours.setLevel(logging.INFO)
    return counter
