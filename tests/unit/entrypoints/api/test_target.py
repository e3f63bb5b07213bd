"""Whole URLs as targets, and a proxy's prefix."""

import json
import re

import anyio
import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.entrypoints.api.app import create_app

PREFIX = "/legal/contracts"


def ask(api: Api, target: str, *, host: str = "localhost") -> tuple[int, dict]:
    """Return what is answered to a target as uvicorn hands it on."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", host.encode())],
    }
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    anyio.run(api.client.app, scope, receive, send)
    return sent[0]["status"], json.loads(b"".join(it.get("body", b"") for it in sent[1:]))


@pytest.mark.parametrize("base", ["http://localhost", "HTTP://localhost:8000", "https://[::1]"])
def test_a_whole_url_is_a_target_too(api: Api, base: str) -> None:
    """RFC 9112, section 3.2.2: a server has to accept it, as proxies send it."""
    job_id = api.submit("nda.txt")

    assert ask(api, f"{base}/jobs/{job_id}")[1]["id"] == job_id
    assert ask(api, f"{base}/jobs?limit=1")[0] == 200
    assert ask(api, f"{base}/jobs?limit=0")[0] == 422


def test_the_host_is_that_of_the_url(api: Api) -> None:
    """Else the Host header would talk the check round."""
    assert ask(api, "http://evil.example/jobs", host="localhost")[0] == 421
    assert ask(api, "http://localhost/jobs", host="evil.example")[0] == 200
    assert ask(api, "http://", host="localhost")[0] == 421


@pytest.fixture
def prefixed(api: Api) -> TestClient:
    settings = api.services.settings.model_copy(update={"root_path": PREFIX})
    app = create_app(settings, services=api.services)
    return TestClient(app, base_url="http://localhost")


@pytest.mark.parametrize("sent", [PREFIX, ""], ids=["passed on", "left out"])
def test_addresses_hold_behind_a_prefix(api: Api, prefixed: TestClient, sent: str) -> None:
    """Whether the proxy passes it on or not, the caller is told where things are for them."""
    folder = api.write("nda.txt")

    submitted = prefixed.post(f"{sent}/analyze", json={"folder_path": folder})
    missing = prefixed.get(f"{sent}/jobs/unknown")

    job_id = submitted.json()["id"]
    assert submitted.headers["Location"] == f"{PREFIX}/jobs/{job_id}"
    assert prefixed.get(submitted.headers["Location"]).json()["id"] == job_id
    assert missing.json()["type"] == f"{PREFIX}/problems/job-not-found"
    assert missing.json()["instance"] == f"{PREFIX}/jobs/unknown"
    assert prefixed.get(f"{sent}/livez").status_code == 200
    assert prefixed.get(f"{sent}/openapi.json").json()["servers"] == [{"url": PREFIX}]


@pytest.mark.parametrize("path", ["/", "/docs", "/problems/not-found"])
def test_links_lead_somewhere_behind_a_prefix(prefixed: TestClient, path: str) -> None:
    links = set(re.findall(r'href="([^"#]+)"', prefixed.get(f"{PREFIX}{path}").text))

    assert links
    for link in links:
        assert link.startswith(PREFIX)
        assert prefixed.get(link).status_code == 200


def test_a_prefix_opens_nothing(api: Api) -> None:
    """The paths that need no key are those, and none that only look like them."""
    settings = api.services.settings.model_copy(update={"root_path": PREFIX})
    client = TestClient(create_app(settings, services=api.services), base_url="http://evil.example")

    assert client.get(f"{PREFIX}/livez").status_code == 200
    assert client.get(f"{PREFIX}{PREFIX}/livez").status_code == 421
    assert client.get(f"{PREFIX}/livez/../jobs").status_code == 421
