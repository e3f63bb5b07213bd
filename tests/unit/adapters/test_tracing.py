"""Spans from a request to the stages of an analysis, kept in memory, and linked over a message."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from support.api_world import ApiServices

from contractsai.adapters.analysis.waiting import TimeLimit, Waiting
from contractsai.adapters.brokers.admission import admit
from contractsai.adapters.brokers.celery.queue import CeleryQueue
from contractsai.adapters.tracing import Traces
from contractsai.application.spans import HEADER, SPANS, Kind
from contractsai.application.under_way import under_way
from contractsai.bootstrap.celery import build_celery
from contractsai.domain.errors import AnalysisFailed
from contractsai.entrypoints import tasks
from contractsai.entrypoints.api.app import create_app
from contractsai.observability.secrecy import SECRECY
from contractsai.settings import Settings

SECRET = "planted-secret-key"


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    traces = Traces(SimpleSpanProcessor(kept), process="test", release="1")
    SPANS.record(traces)
    yield kept
    SPANS.record(None)
    traces.close()


def named(exporter: InMemorySpanExporter, name: str) -> ReadableSpan:
    [span] = [span for span in exporter.get_finished_spans() if span.name == name]
    return span


def ids(span: ReadableSpan) -> tuple[int, int]:
    assert span.context is not None
    return span.context.trace_id, span.context.span_id


def parent(span: ReadableSpan) -> tuple[int, int]:
    assert span.parent is not None
    return span.parent.trace_id, span.parent.span_id


def told(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


@pytest.fixture
def celery(tmp_path: Path) -> Iterator[Celery]:
    """An application on a broker in this process' memory."""
    app = build_celery(Settings(data_dir=tmp_path / "data", broker_url="redis://127.0.0.1:9/0"))  # type: ignore[arg-type]  # pydantic reads them
    app.conf.update(
        broker_url="memory://",
        broker_read_url="memory://",
        broker_write_url="memory://",
        broker_transport_options={},
    )
    yield app
    app.close()


def test_one_document_can_be_followed_from_the_request_to_its_attempt(
    exporter: InMemorySpanExporter,
    celery: Celery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HTTP, dispatch, then over the message: deliver, claim, attempt."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "a.txt").write_text("ok")
    services = ApiServices(Settings(data_dir=tmp_path / "data", allowed_roots=(tmp_path,)))
    queue = CeleryQueue(celery)
    caller = f"00-{'a' * 32}-{'b' * 16}-01"

    class Queue:
        def enqueue(self, document_id: Any) -> None:
            queue.enqueue(document_id)
            services.messages.enqueue(document_id)

    services.queue = Queue()  # type: ignore[misc]  # in the place of the one that is made
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        answer = client.post(
            "/analyze",
            json={"folder_path": str(tmp_path / "contracts")},
            headers={"traceparent": caller, "X-Request-ID": "request-1"},
        )
        assert answer.status_code == 202
        document_id = services.messages.wait()
        client.get("/jobs/nobody")
        client.get("/livez")
    with celery.connection_for_read() as connection:
        message = connection.default_channel.basic_get("contractsai")
        assert message is not None
        message.ack()
    queue.close()
    admitted = admit(
        message.headers,
        message.body,
        content_type=message.content_type,
        encoding=message.content_encoding,
    )
    monkeypatch.setattr(tasks, "services", lambda: services)
    tasks.analyze_document.push_request(**admitted.headers)
    tasks.analyze_document.run(document_id)
    tasks.analyze_document.pop_request()

    request, dispatch = named(exporter, "POST /analyze"), named(exporter, "dispatch")
    deliver, claim = named(exporter, "deliver"), named(exporter, "claim")
    attempt = named(exporter, "attempt")
    assert request.kind is SpanKind.SERVER
    assert parent(request) == (int("a" * 32, 16), int("b" * 16, 16))
    assert told(request)["http.response.status_code"] == 202
    assert (dispatch.kind, parent(dispatch)) == (SpanKind.PRODUCER, ids(request))
    assert deliver.kind is SpanKind.CONSUMER
    assert deliver.parent is None, "a job may wait for days"
    [link] = deliver.links
    assert (link.context.trace_id, link.context.span_id) == ids(dispatch)
    assert parent(claim) == parent(attempt) == ids(deliver)
    assert told(attempt)["contractsai.document_id"] == document_id
    assert told(attempt)["contractsai.request_id"] == "request-1"
    assert told(attempt)["contractsai.attempt"] == 1
    assert told(request)["contractsai.request_id"] == "request-1"
    assert named(exporter, "GET /jobs/{job_id}").status.status_code is StatusCode.UNSET
    assert not [span for span in exporter.get_finished_spans() if "livez" in span.name]


def test_what_a_span_of_ours_carries_is_taken_by_others_of_ours(
    exporter: InMemorySpanExporter,
) -> None:
    """Also of a trace that begins here, whose flags are others than a caller's."""
    with SPANS.span("dispatch", Kind.PRODUCER):
        carried = SPANS.carried()[HEADER]
    with SPANS.span("deliver", Kind.CONSUMER, link=carried):
        pass

    [link] = named(exporter, "deliver").links
    assert (link.context.trace_id, link.context.span_id) == ids(named(exporter, "dispatch"))


class Child:
    """An analysis process that tells of two stages, then answers."""

    idle_bytes = 0

    def __init__(self) -> None:
        from contractsai.adapters.analysis.conversation import ProcessAnswer
        from contractsai.adapters.analysis.messages import Digest, Stage

        messages = (Stage("read text"), Stage("WHEREAS: the parties"), Digest("0" * 64))
        self._answers = iter([ProcessAnswer(message, b"") for message in messages])

    def receive(self, *, timeout_seconds: float) -> Any:
        return next(self._answers)


def test_a_stage_of_an_analysis_is_a_span(exporter: InMemorySpanExporter) -> None:
    with SPANS.span("attempt"):
        waiting = Waiting(lambda: None, every_seconds=3600)
        waiting.wait(Child(), limit=TimeLimit(3600), stage="start")  # type: ignore[arg-type]  # a child that no process stands behind

    stages = [span.name for span in exporter.get_finished_spans()]
    assert stages == ["stage start", "stage read text", "stage unnamed", "attempt"]
    assert parent(named(exporter, "stage read text")) == ids(named(exporter, "attempt"))


def test_no_span_says_a_secret_or_what_an_error_quotes(exporter: InMemorySpanExporter) -> None:
    """A collector is read by more people than contracts are."""

    def break_down() -> None:
        with (
            under_way(job_id="j1"),
            SPANS.span(f"GET /{SECRET}", Kind.SERVER, url=f"redis://:{SECRET}@x") as span,
        ):
            span.tell(pages=3, nothing=None)
            span.rename(f"POST /{SECRET}")
            raise AnalysisFailed(f"WHEREAS the parties {SECRET}")

    SECRECY.keep([SECRET])
    try:
        with pytest.raises(AnalysisFailed):
            break_down()
    finally:
        SECRECY.forget()

    [drawn] = exporter.get_finished_spans()
    assert drawn.status.status_code is StatusCode.ERROR
    assert drawn.events == ()
    assert told(drawn) == {
        "contractsai.job_id": "j1",
        "contractsai.pages": 3,
        "contractsai.url": "redis://:***@x",
        "error.type": "AnalysisFailed",
    }
    assert SECRET not in drawn.to_json()
    assert "WHEREAS" not in drawn.to_json()


def test_a_request_that_broke_is_told_as_such(
    exporter: InMemorySpanExporter, tmp_path: Path
) -> None:
    class Broken(ApiServices):
        def read_job(self, job_id: object) -> Any:
            raise ZeroDivisionError

    services = Broken(Settings(data_dir=tmp_path / "data", allowed_roots=(tmp_path,)))
    with TestClient(
        create_app(services=services), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        assert client.get(f"/jobs/{'0' * 32}").status_code == 500

    assert named(exporter, "GET /jobs/{job_id}").status.status_code is StatusCode.ERROR
