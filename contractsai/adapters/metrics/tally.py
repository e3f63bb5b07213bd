"""Counts of one service process and of all that it forks, added up in one place.

A child of a prefork pool writes each count into a pipe, as one small line, which the kernel keeps
whole. The process that made the pipe reads it, in a thread, and that is whom Prometheus asks. So
counts survive the child that made them, are none twice, and begin at 0 with the worker.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from itertools import product
from typing import BinaryIO, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from contractsai.adapters.metrics.table import METRICS, SECONDS, Kind, Metric, Source

LONGEST: Final = 1024  # bytes of a line; POSIX keeps at least 512 whole, Linux 4096


class Tally:
    """The counts of a worker, or of the API, by the names of the table."""

    def __init__(self, source: Source) -> None:
        """Begin at 0 with all that *source* tells of."""
        self.registry = CollectorRegistry()
        own = [metric for metric in METRICS if metric.source in (source, Source.BOTH)]
        self._made = {
            metric.name: _made(metric, self.registry)
            for metric in own
            if source is Source.WORKER or metric.kind is not Kind.GAUGE
        }
        self._owner = os.getpid()
        self._writing: int | None = None

    def share(self) -> None:
        """Add up, too, what processes count that are forked from now on."""
        reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        lines = os.fdopen(reading, "rb")
        threading.Thread(target=self._read, args=(lines,), name="tally", daemon=True).start()

    def close(self) -> None:
        """Count nothing any more that children count."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            os.close(writing)

    def note(self, name: str, value: float = 1, /, **labels: str) -> None:
        """Raise a counter by *value*, set a gauge to it, or have a histogram observe it.

        It never waits and never fails: where nobody reads, a count is lost and the document is
        not. What this source does not tell of is not counted.
        """
        if name not in self._made:
            return
        if os.getpid() == self._owner:
            self._apply(name, value, labels)
            return
        line = json.dumps([name, value, labels]).encode() + b"\n"
        if self._writing is None or len(line) > LONGEST:
            return
        with contextlib.suppress(OSError):  # nobody reads: it is stuck, or gone
            os.write(self._writing, line)

    def follow(self, name: str, tell: Callable[[], float], /, **labels: str) -> None:
        """Have a gauge tell what *tell* returns whenever it is scraped."""
        gauge = self._made[name].labels(**labels)
        if isinstance(gauge, Gauge):
            gauge.set_function(tell)

    def _read(self, lines: BinaryIO) -> None:
        with lines:
            for line in lines:
                name, value, labels = json.loads(line)
                self._apply(name, value, labels)

    def _apply(self, name: str, value: float, labels: Mapping[str, str]) -> None:
        made = self._made[name]
        child = made.labels(**labels) if labels else made
        match child:
            case Counter():
                child.inc(value)
            case Gauge():
                child.set(value)
            case Histogram():
                child.observe(value)


def _made(metric: Metric, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    names = tuple(metric.labels)
    made: Counter | Gauge | Histogram
    match metric.kind:
        case Kind.COUNTER:
            made = Counter(metric.name, metric.says, names, registry=registry)
        case Kind.GAUGE:
            made = Gauge(metric.name, metric.says, names, registry=registry)
        case Kind.HISTOGRAM:
            made = Histogram(metric.name, metric.says, names, registry=registry, buckets=SECONDS)
    if names and all(metric.labels.values()):
        for values in product(*metric.labels.values()):
            made.labels(*values)
    return made
