"""`Recorder` on OpenTelemetry: spans told to a collector, without a word that could quote."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from contractsai.application.spans import HEADER, Kind
from contractsai.application.under_way import names
from contractsai.observability.secrecy import SECRECY

KINDS: Final = {
    Kind.INTERNAL: SpanKind.INTERNAL,
    Kind.SERVER: SpanKind.SERVER,
    Kind.PRODUCER: SpanKind.PRODUCER,
    Kind.CONSUMER: SpanKind.CONSUMER,
}
FLUSH_MILLISECONDS: Final = 2000
_PROPAGATOR: Final = TraceContextTextMapPropagator()


class Traces:
    """The spans of one process; those of other libraries in it are not ours, and stay away."""

    def __init__(self, processor: SpanProcessor, *, process: str, release: str) -> None:
        """Take where spans go, and who we are."""
        told = {"service.name": f"contractsai-{process}", "service.version": release}
        self._provider = TracerProvider(resource=Resource.create(told), shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("contractsai", release)

    @contextmanager
    def span(
        self, name: str, kind: Kind, fields: Mapping[str, object], *, within: str, link: str
    ) -> Iterator["DrawnSpan"]:
        """Draw one span, under the names of what is under way."""
        context = _context_of(within) if within else None
        linked = trace.get_current_span(_context_of(link)).get_span_context() if link else None
        with self._tracer.start_as_current_span(
            SECRECY.masked(name),
            context=context,
            kind=KINDS[kind],
            links=[trace.Link(linked)] if linked is not None and linked.is_valid else [],
            record_exception=False,  # its words may quote a document
            set_status_on_exception=False,
        ) as own:
            drawn = DrawnSpan(own)
            drawn.tell(**names(), **fields)
            try:
                yield drawn
            except BaseException as error:
                drawn.tell(**{"error.type": type(error).__qualname__})
                drawn.fail()
                raise
            finally:
                drawn.tell(**{each: value for each, value in names().items() if each not in fields})

    def carried(self) -> str:
        """Return the W3C Trace Context of the span that is under way here."""
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier)
        return carrier.get(HEADER, "")

    def close(self) -> None:
        """Send what waits, for a moment, and end."""
        self._provider.force_flush(FLUSH_MILLISECONDS)
        self._provider.shutdown()


class DrawnSpan:
    """`Span` of OpenTelemetry."""

    def __init__(self, span: trace.Span) -> None:
        """Take the library's."""
        self._span = span

    def tell(self, **fields: object) -> None:
        """Note what is known, in words that may be said."""
        for name, value in fields.items():
            if value is not None:
                plain = value if isinstance(value, bool | int | float) else str(value)
                told = SECRECY.masked(plain) if isinstance(plain, str) else plain
                self._span.set_attribute(name if "." in name else f"contractsai.{name}", told)

    def rename(self, name: str) -> None:
        """Call it otherwise."""
        self._span.update_name(SECRECY.masked(name))

    def fail(self) -> None:
        """Note that it ended badly."""
        self._span.set_status(Status(StatusCode.ERROR))


def _context_of(carried: str) -> Context:
    return _PROPAGATOR.extract({HEADER: carried}, context=Context())
