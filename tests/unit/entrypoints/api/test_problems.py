"""Errors as problem+json."""

import logging
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from support.api_world import Api

from contractsai.domain import errors
from contractsai.entrypoints import problem_kinds as kinds


def assert_is_problem(response: Any, status: int, slug: str) -> dict:
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"/problems/{slug}"
    assert problem["title"]
    assert problem["hint"]
    assert problem["instance"] == response.request.url.path
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return problem


def test_an_unknown_address_is_a_problem(api: Api) -> None:
    """Clients parse one form of error, also the framework's own."""
    assert_is_problem(api.client.get("/job"), 404, "not-found")


def test_an_unknown_method_is_a_problem_that_names_the_known_ones(api: Api) -> None:
    """RFC 9110 wants the Allow header."""
    response = api.client.put("/analyze", json={})

    assert_is_problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == "POST"


def test_an_unforeseen_error_tells_a_reference_and_nothing_else(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """The traceback is for the logs: it may hold paths, text and passwords."""

    def fail(_job_id: str) -> None:
        raise ZeroDivisionError("the secret")

    api.services.read_job = fail

    response = api.client.get("/jobs/1")

    problem = assert_is_problem(response, 500, "internal")
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.reference == problem["reference"]
    assert record.event == "request.failed"
    assert record.exc_info
    assert "secret" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("path", ["/jobs", "/jobs/1", "/jobs/1/documents", "/jobs/1/report"])
def test_a_database_that_is_down_is_worth_another_try(api: Api, path: str) -> None:
    """503 with a time, so that clients and balancers come back by themselves."""
    api.break_store()

    response = api.client.get(path)

    assert_is_problem(response, 503, "database-unavailable")
    assert response.headers["Retry-After"] == "5"
    assert "secret" not in response.text


def test_a_submit_without_a_database_is_refused(api: Api) -> None:
    """What is not committed was not accepted."""
    folder = api.write("nda.txt")
    api.break_store()

    response = api.client.post("/analyze", json={"folder_path": folder})

    assert_is_problem(response, 503, "database-unavailable")


def test_what_was_sent_is_not_repeated(api: Api) -> None:
    """An echo of arbitrary input ends up in logs and pages."""
    response = api.client.post("/analyze", json={"folder_path": ["<script>"]})

    assert "<script>" not in response.text


@pytest.mark.parametrize("text", [b'{"folder_path": "\xff"}', b"\xff", b"\x00\xff\xfe"])
def test_a_body_in_another_encoding_is_a_problem_with_a_page(api: Api, text: bytes) -> None:
    """Whoever meets it can look it up like any other."""
    headers = {"Content-Type": "application/json"}

    response = api.client.post("/analyze", content=text, headers=headers)

    assert_is_problem(response, 400, "unreadable-body")
    assert api.client.get(response.json()["type"]).status_code == 200


def test_what_has_no_page_names_none(api: Api) -> None:
    """RFC 9457, section 4.2.1: about:blank, where the status code says all there is to say."""

    def refuse(_job_id: str) -> None:
        raise HTTPException(418)

    api.services.read_job = refuse

    problem = api.client.get("/jobs/1").json()

    assert (problem["type"], problem["status"]) == ("about:blank", 418)


def test_every_problem_has_a_page_at_its_type(api: Api) -> None:
    """The type is an address, so somebody will open it."""
    for kind in kinds.ALL.values():
        response = api.client.get(kind.uri)

        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"

    assert_is_problem(api.client.get("/problems/unknown"), 404, "not-found")


NEVER_MET = {
    errors.AnalysisError: "ends in a document's row",
    errors.RunInterrupted: "ends in a document's row",
    errors.AttemptFailed: "ends in a Celery event",
    errors.LeaseLost: "is between workers",
    errors.BrokerCannot: "is asked for by the doctor and the brokers' kit, not over HTTP",
    errors.InvalidKey: "is met where keys are given out, by the command line",
    errors.KeyNotFound: "likewise",
    errors.NotARegister: "is met where the file is, by the command line",
    errors.PageNotDrawn: "is said on the page of the document, whose text is there",
    errors.ModelUnavailable: "costs an analysis its second opinion, no more",
    errors.WebhookRefused: "is kept in the webhook's row, and sent again",
    errors.PageNotDrawn: "is shown by the pages that ask for a drawing, in its place",
    errors.UnsafeConfiguration: "ends a process at its start, or makes it not ready",
}


def every_error(base: type[Exception] = errors.ContractsAIError) -> set[type[Exception]]:
    """Return the leaves of our tree: what is really raised."""
    below = [each for each in base.__subclasses__() if each.__module__ == errors.__name__]
    return set().union(*(every_error(each) for each in below)) if below else {base}


@pytest.mark.parametrize("error", sorted(every_error(), key=lambda each: each.__name__))
def test_every_error_has_a_problem_or_a_reason_to_have_none(error: type[Exception]) -> None:
    """A new error must not become a 500 unnoticed."""
    told = any(base in kinds.BY_ERROR for base in error.__mro__)
    never_met = any(base in NEVER_MET for base in error.__mro__)

    assert told is not never_met
