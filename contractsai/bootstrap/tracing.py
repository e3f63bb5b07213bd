"""Spans told to a collector; nothing is imported unless there is one."""

import os
from typing import TYPE_CHECKING, Final

from contractsai import __version__
from contractsai.application.spans import SPANS
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings

if TYPE_CHECKING:
    from contractsai.adapters.tracing import Traces

TIMEOUT_SECONDS: Final = 2.0
"""What a collector that hangs may take of the end of a process."""
MISSING: Final = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set and OpenTelemetry is not installed: pip install "
    "'contractsai[otel]', or unset it"
)


def begin_to_trace(settings: Settings, process: str) -> "Traces | None":
    """Have the spans of this process drawn, if the settings say where to.

    Args:
        settings: read once, by the entry point.
        process: ``api`` or ``worker``.

    Raises:
        UnsafeConfiguration: what they say needs a package that is not here.
    """
    if not settings.otlp_endpoint:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        from contractsai.adapters.tracing import Traces
    except ImportError as error:
        raise UnsafeConfiguration(MISSING) from error
    endpoint = f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=TIMEOUT_SECONDS)
    traces = Traces(BatchSpanProcessor(exporter), process=process, release=__version__)
    SPANS.record(traces)
    return traces


def end_to_trace(traces: "Traces | None") -> None:
    """Send what waits, and draw no more."""
    SPANS.record(None)
    if traces is not None:
        traces.close()


class WorkerTraces:
    """One of each process: what a fork copies would share its queue with nobody who empties it."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings."""
        self._settings = settings
        self._traces: Traces | None = None
        self._owner = 0

    def connect(self) -> None:
        """Listen to Celery.

        Raises:
            UnsafeConfiguration: what is needed is not here; better now than once a worker is up.
        """
        if not self._settings.otlp_endpoint:
            return
        from celery import signals

        end_to_trace(begin_to_trace(self._settings, "check"))
        for signal in (signals.worker_init, signals.worker_process_init):
            signal.connect(self.begin, weak=False)
        for signal in (signals.worker_process_shutdown, signals.worker_shutdown):
            signal.connect(self.end, weak=False)

    def begin(self, **_: object) -> None:
        """Begin in a worker's main process, and anew in each child of its pool."""
        if self._owner != os.getpid():
            self._owner = os.getpid()
            self._traces = begin_to_trace(self._settings, "worker")

    def end(self, **_: object) -> None:
        """Send what waits."""
        if self._traces is not None and self._owner == os.getpid():
            end_to_trace(self._traces)
            self._traces = None
