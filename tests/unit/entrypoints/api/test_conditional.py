"""Conditional requests: what a caller has already is not sent again."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api, ApiServices

from contractsai.adapters.stores.audited import AuditedStore
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.access import Scope
from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.app import create_app
from contractsai.entrypoints.api.scopes import READ
from contractsai.settings import Settings
from contractsai.testing.statements import counted


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


@pytest.mark.parametrize(
    "path", ["", "/documents", "/report?partial=true", "/report?partial=true&format=csv"]
)
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
    assert not any(tag.startswith("W/") for tag in found)


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
    during = api.client.get(f"/jobs/{job_id}/report?partial=true").headers["ETag"]
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    api.complete(job_id)

    after = api.client.get(f"/jobs/{job_id}/report").headers["ETag"]

    assert len({before, during, after}) == 3
    assert document.attempt == 0


def test_a_poll_that_finds_nothing_new_is_one_indexed_read(
    settings: Settings, tmp_path: Path
) -> None:
    """The key is remembered and the job's row is found by its key: nothing else is asked."""
    url = f"sqlite:///{tmp_path / 'rows.db'}"
    upgrade(url)
    engine = make_engine(url)
    services = ApiServices(settings)
    services.store = AuditedStore(SqlStore(engine))
    (tmp_path / "allowed").mkdir()
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        key = services.access.create_key("poller", Scope.WRITE, None).text
        api = Api(services, client, tmp_path / "allowed")
        client.headers["X-API-Key"] = key
        address = f"/jobs/{api.submit('nda.txt')}"
        tag = client.get(address).headers["ETag"]
        remembered = services.access.admit(key)
        services.access.remembered = lambda _text: remembered

        with counted(engine) as cost:
            response = client.get(address, headers={"If-None-Match": tag})

    engine.dispose()
    assert response.status_code == 304
    assert len(cost.said) == 1, cost.said
    assert cost.said[0].startswith("SELECT")
    assert "FROM jobs" in cost.said[0]
    assert cost.commits == 0


DATA = [
    path
    for path in READ.split()
    if "static" not in path and path not in ("/events", "/jobs/{job_id}/events", "/style.css")
]


@pytest.mark.parametrize("path", DATA)
def test_what_a_browser_is_shown_stays_nowhere(api: Api, path: str) -> None:
    """On a shared machine the next person must not find contracts in a cache."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    names = {"{job_id}": job_id, "{document_id}": document.id, "{slug}": "not-found"}
    for name, value in names.items():
        path = path.replace(name, value)

    response = api.client.get(path)

    assert response.headers["Cache-Control"] == "no-store"
