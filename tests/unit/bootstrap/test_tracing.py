"""Where spans go: nowhere, unless the settings say so, and then what is needed has to be here."""

import sys

import pytest

from contractsai.application.spans import SPANS
from contractsai.bootstrap.tracing import WorkerTraces, begin_to_trace, end_to_trace
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings

ENDPOINT = "http://127.0.0.1:9"


def test_without_an_address_nothing_is_drawn_or_imported() -> None:
    traces = begin_to_trace(Settings(), "api")
    WorkerTraces(Settings()).connect()

    assert traces is None
    assert SPANS.carried() == {}


def test_what_is_missing_is_told_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with pytest.raises(UnsafeConfiguration, match=r"pip install 'contractsai\[otel\]'"):
        WorkerTraces(Settings()).connect()


def test_a_worker_has_one_of_its_own_and_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)
    worker = WorkerTraces(Settings())

    worker.begin()
    with SPANS.span("claim"):
        assert SPANS.carried()
        SPANS.record(None)  # what would be sent goes nowhere
    worker.end()
    worker.end()

    assert SPANS.carried() == {}
    end_to_trace(None)
