"""Celery's last words are records as well."""

import json
from collections.abc import Iterator

import pytest
from celery.apps import worker

from contractsai.adapters.brokers.celery.farewell import say_as_records


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = vars(worker)["safe_say"]
    yield
    vars(worker)["safe_say"] = before


def test_what_a_signal_handler_says_is_a_record(capfd: pytest.CaptureFixture[str]) -> None:
    """One line that is no JSON is one that whoever collects them complains of."""
    say_as_records()

    vars(worker)["safe_say"]("worker: Warm shutdown (MainProcess)", None)

    told = json.loads(capfd.readouterr().err)
    assert told["logger"] == "celery.apps.worker"
    assert told["message"] == "worker: Warm shutdown (MainProcess)"
