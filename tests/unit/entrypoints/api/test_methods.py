"""HEAD, and what an address may be asked for."""

from typing import Any

import pytest
from support.api_world import Api

LEFT_OUT = {"date", "content-length", "transfer-encoding", "x-request-id"}


def addresses(api: Api, job_id: str) -> list[str]:
    """Return every address that answers GET, of a job that is there."""
    [document] = api.client.get(f"/jobs/{job_id}/documents").json()["documents"]
    ids = {
        "job_id": job_id,
        "document_id": document["id"],
        "finding_id": "f1",
        "upload_id": "0" * 32,
    }
    paths = api.client.get("/openapi.json").json()["paths"]
    ending = [path for path in paths if not path.endswith("/events")]  # those never end
    found = [path.format(**ids) for path in ending if "get" in paths[path]]
    return [*found, "/", "/docs", "/openapi.json", "/style.css", "/problems/not-found"]


def headers_of(response: Any) -> dict[str, str]:
    return {name: it for name, it in response.headers.items() if name not in LEFT_OUT}


def test_head_is_answered_wherever_get_is(api: Api) -> None:
    """RFC 9110 asks for both of every server; link checkers and curl -I use it."""
    job_id = api.submit("nda.txt")

    for path in addresses(api, job_id):
        get, head = api.client.get(path), api.client.head(path)

        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert headers_of(head) == headers_of(get), path


@pytest.mark.parametrize("chosen", ["jsonl", "json", "csv", "xlsx", "html"])
def test_the_head_of_a_report_costs_no_report(api: Api, chosen: str) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    path = f"/jobs/{job_id}/report?format={chosen}"
    expected = headers_of(api.client.get(path))

    def fail(*_given: object, **_options: object) -> None:
        raise AssertionError("the report was made")

    api.services.reports.lines = fail
    api.services.reports.write = fail

    head = api.client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    assert headers_of(head) == expected
    assert "content-length" not in head.headers


def test_the_head_of_what_is_not_there_says_so(api: Api) -> None:
    assert api.client.head("/jobs/unknown").status_code == 404
    assert api.client.head("/jobs/unknown/report").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "known"),
    [
        ("PUT", "/analyze", "POST"),
        ("HEAD", "/analyze", "POST"),
        ("DELETE", "/jobs", "GET, HEAD"),
        ("PATCH", "/jobs/1/documents/2/findings/f1/reviews", "GET, HEAD, POST"),
        ("POST", "/docs", "GET, HEAD"),
        ("OPTIONS", "/livez", "GET, HEAD"),
        ("BREW", "/jobs/1/cancel", "POST"),
    ],
)
def test_allow_lists_all_that_an_address_knows(
    api: Api, method: str, path: str, known: str
) -> None:
    """Also where two routes share the address."""
    response = api.client.request(method, path)

    assert (response.status_code, response.headers["Allow"]) == (405, known)
