"""A name for each request."""

import logging
from queue import SimpleQueue

import pytest
from support.api_world import Api, BrokenStore

from contractsai.application import under_way
from contractsai.observability.lines import LineFormatter


def test_a_callers_name_for_its_request_comes_back(api: Api) -> None:
    """Whoever joins the logs of several services needs one name in all of them."""
    answer = api.client.get("/jobs", headers={"X-Request-ID": "trace-1.a_B"})

    assert answer.headers["x-request-id"] == "trace-1.a_B"


@pytest.mark.parametrize("name", ["", "a b", "a=b", "x" * 129, "\x7f"])
def test_a_name_that_would_spoil_a_log_is_replaced(api: Api, name: str) -> None:
    first, second = (api.client.get("/jobs", headers={"X-Request-ID": name}) for _ in range(2))

    assert len(first.headers["x-request-id"]) == 32
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/nothing", "/jobs/nobody", "/livez", "/jobs?x=1"])
def test_every_answer_has_one(api: Api, path: str) -> None:
    assert api.client.get(path).headers["x-request-id"]


def test_a_line_of_the_log_names_the_request_that_led_to_it(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(LineFormatter().format(record))  # type: ignore[method-assign]  # a list is all it takes
    logging.getLogger("contractsai").addHandler(handler)
    api.services.store = BrokenStore()

    api.client.get("/jobs", headers={"X-Request-ID": "trace-1"})
    logging.getLogger("contractsai").removeHandler(handler)

    [line] = [line for line in lines if "event=request.unavailable" in line]
    assert "request_id=trace-1" in line
    assert under_way.request_id() is None


def test_the_reference_of_an_unforeseen_error_is_the_name(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(api.services, "read_jobs", fail)

    answer = api.client.get("/jobs", headers={"X-Request-ID": "trace-1"})

    assert answer.status_code == 500
    assert answer.json()["reference"] == answer.headers["x-request-id"] == "trace-1"


def test_one_name_leads_from_a_request_to_what_its_documents_met(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """Through the job's row, so that it does not matter who runs the document, or when."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(LineFormatter().format(record))  # type: ignore[method-assign]  # a list is all it takes
    (api.folder / "nda.txt").write_text("x")
    headers = {"X-Request-ID": "trace-1"}

    job = api.client.post("/analyze", json={"folder_path": str(api.folder)}, headers=headers).json()
    document = api.services.messages.wait()
    with caplog.at_level(logging.INFO, "contractsai"):
        logging.getLogger("contractsai").addHandler(handler)
        api.services.deliver_document(document)
        logging.getLogger("contractsai").removeHandler(handler)

    [began] = [line for line in lines if "event=document.began" in line]
    for name in ("request_id=trace-1", f"job_id={job['id']}", f"document_id={document}"):
        assert name in began
    assert all("request_id=trace-1" in line for line in lines)


def test_a_job_that_the_broker_was_not_told_of_names_its_request(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """The line is written by another thread, after the answer."""
    found: SimpleQueue[str] = SimpleQueue()
    handler = logging.Handler()
    handler.emit = lambda record: found.put(LineFormatter().format(record))  # type: ignore[method-assign]  # a queue is all it takes
    (api.folder / "nda.txt").write_text("x")
    api.services.messages.is_down = True
    logger = logging.getLogger("contractsai.entrypoints.api.dispatcher")
    logger.addHandler(handler)

    headers = {"X-Request-ID": "trace-2"}
    api.client.post("/analyze", json={"folder_path": str(api.folder)}, headers=headers)

    line = found.get(timeout=60)
    logger.removeHandler(handler)
    assert "event=job.not_dispatched" in line
    assert "request_id=trace-2" in line
