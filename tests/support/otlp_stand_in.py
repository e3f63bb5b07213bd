"""A stand-in for a collector of OpenTelemetry: takes spans over HTTP, and keeps them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support.http_stand_in import taking_posts


@dataclass(frozen=True)
class Told:
    """One span, and who told of it."""

    service: str
    name: str
    trace: bytes
    id: bytes
    parent: bytes
    links: tuple[tuple[bytes, bytes], ...]


class Collector:
    """What has arrived, and where to send it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.raw: list[bytes] = []

    def spans(self) -> list[Told]:
        """Return the spans that have arrived."""
        return [span for body in list(self.raw) for span in _spans(body)]


@contextmanager
def otlp_stand_in() -> Iterator[Collector]:
    """Yield a collector that listens on this machine."""
    kept: list[Collector] = []

    def take(path: str, body: bytes) -> None:
        if path == "/v1/traces":
            kept[0].raw.append(body)

    with taking_posts(take, answer=b"") as port:
        kept.append(Collector(port))
        yield kept[0]


def _spans(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        told = {each.key: each.value.string_value for each in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                links = tuple((link.trace_id, link.span_id) for link in span.links)
                own = (span.name, span.trace_id, span.span_id, span.parent_span_id)
                yield Told(told["service.name"], *own, links)
