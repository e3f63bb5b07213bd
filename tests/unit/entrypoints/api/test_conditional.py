"""Conditional requests: what a caller has already is not sent again."""

from typing import Any

import pytest
from support.api_world import Api

from contractsai.domain.ids import JobId


def again(api: Api, path: str, tag: str) -> Any:
    return api.client.get(path, headers={"If-None-Match": tag})


@pytest.mark.parametrize(
    "path", ["", "/documents", "/documents?limit=1", "/deadlines", "/calendar.ics", "/report"]
)
def test_what_has_not_changed_is_not_sent_again(api: Api, path: str) -> None:
    """A dashboard that polls costs next to nothing."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    address = f"/jobs/{job_id}{path}"
    tag = api.client.get(address).headers["ETag"]

    response = again(api, address, f'"other", {tag}')

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == tag
    assert "Content-Type" not in response.headers
    assert api.client.head(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["", "/documents", "/report", "/report?format=csv"])
def test_what_has_changed_is_sent_under_another_tag(api: Api, path: str) -> None:
    job_id = api.submit("nda.txt")
    address = f"/jobs/{job_id}{path}"
    before = api.client.get(address)
    api.complete(job_id)

    after = again(api, address, before.headers["ETag"])

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.content != before.content


def test_lists_of_jobs_have_a_tag_too(api: Api) -> None:
    api.submit("nda.txt")
    tag = api.client.get("/jobs").headers["ETag"]

    assert again(api, "/jobs", tag).status_code == 304
    api.submit("nda.txt")
    assert again(api, "/jobs", tag).status_code == 200


def test_a_tag_that_no_longer_holds_is_refused_by_if_match(api: Api) -> None:
    job_id = api.submit("nda.txt")
    address = f"/jobs/{job_id}"
    tag = api.client.get(address).headers["ETag"]

    assert api.client.get(address, headers={"If-Match": f'"x", {tag}'}).status_code == 200
    assert api.client.get(address, headers={"If-Match": "*"}).status_code == 200
    refused = api.client.get(address, headers={"If-Match": '"x"'})

    assert refused.status_code == 412
    assert refused.json()["type"] == "/problems/precondition-failed"
    assert refused.headers["ETag"] == tag


def test_errors_are_no_matter_of_conditions(api: Api) -> None:
    """RFC 9110, section 13.2.1: what would fail anyway fails as it would."""
    for header in ("If-Match", "If-None-Match"):
        assert api.client.get("/jobs/unknown", headers={header: "*"}).status_code == 404
        assert api.client.get("/jobs/unknown/report", headers={header: "*"}).status_code == 404


def test_the_tag_of_a_report_tells_its_forms_apart(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    queries = ["", "?format=json", "?format=csv", "?with_text=true", "?with_candidates=true"]

    found = [api.client.get(f"/jobs/{job_id}/report{query}").headers["ETag"] for query in queries]

    assert len(set(found)) == len(queries)
    assert all(tag.startswith('W/"') for tag in found)


@pytest.mark.parametrize(("chosen", "differs"), [("html", True), ("jsonl", False), ("csv", False)])
def test_the_day_is_part_of_what_people_read(api: Api, chosen: str, *, differs: bool) -> None:
    """A page calls a date past or near; yesterday's page must not stand for today's."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    address = f"/jobs/{job_id}/report?format={chosen}&as_of="

    first, second = (
        api.client.get(f"{address}{day}").headers["ETag"] for day in ("2026-01-01", "2026-01-02")
    )

    assert (first != second) is differs


def test_what_is_known_to_be_the_same_is_not_made(api: Api) -> None:
    """The report of ten thousand documents takes a while to make, and its tag does not."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    address = f"/jobs/{job_id}/report?format=xlsx"
    tag = api.client.head(address).headers["ETag"]

    def fail(*_given: object, **_options: object) -> None:
        raise AssertionError("the report was made")

    api.services.reports.write = fail

    assert again(api, address, tag).status_code == 304


def test_another_version_of_a_file_is_another_report(api: Api) -> None:
    """A retry may find other bytes under the same path."""
    job_id = api.submit("nda.txt")
    api.client.post(f"/jobs/{job_id}/cancel")
    before = api.client.get(f"/jobs/{job_id}/report").headers["ETag"]
    api.client.post(f"/jobs/{job_id}/retry")
    during = api.client.get(f"/jobs/{job_id}/report").headers["ETag"]
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    api.complete(job_id)

    after = api.client.get(f"/jobs/{job_id}/report").headers["ETag"]

    assert len({before, during, after}) == 3
    assert document.attempt == 0
