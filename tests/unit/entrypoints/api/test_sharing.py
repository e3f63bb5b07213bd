"""Pages of other sites: those that the settings name may call, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api, ApiServices

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

NAMED = "https://desk.example"
OTHER = "https://elsewhere.example"
KEY = "a-key-of-the-test-of-sharing"
ASKING = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
}


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Api]:
    folder = tmp_path / "allowed"
    folder.mkdir()
    settings = Settings(
        data_dir=tmp_path / "data",
        allowed_roots=(folder,),
        cors_origins=(NAMED,),
        api_keys=KEY,  # type: ignore[arg-type]  # as the environment has it
    )
    services = ApiServices(settings)
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        yield Api(services, client, folder)


def test_a_browser_is_told_what_a_named_page_may_send(shared: Api) -> None:
    """It asks before it sends, and it does not send its key with that."""
    answer = shared.client.options("/analyze", headers={"Origin": NAMED, **ASKING})

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == NAMED
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "idempotency-key" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_named_page_calls_with_a_key(shared: Api) -> None:
    headers = {"Origin": NAMED, "Sec-Fetch-Site": "cross-site", "X-API-Key": KEY}

    made = shared.client.post(
        "/analyze", json={"folder_path": shared.write("nda.txt")}, headers=headers
    )

    assert made.status_code == 202
    assert made.headers["Access-Control-Allow-Origin"] == NAMED
    assert "Location" in made.headers["Access-Control-Expose-Headers"]
    assert "Origin" in made.headers["Vary"]


def test_what_refuses_it_can_be_read_by_it(shared: Api) -> None:
    """Else its script would see a network error, and not which key is missing."""
    refused = shared.client.get("/jobs", headers={"Origin": NAMED})

    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == NAMED


@pytest.mark.parametrize("origin", [OTHER, "null", NAMED + ".elsewhere.example", NAMED.upper()])
def test_no_other_page_is_told_anything(shared: Api, origin: str) -> None:
    headers = {"Origin": origin, "X-API-Key": KEY}

    asked = shared.client.options("/analyze", headers={"Origin": origin, **ASKING})
    read = shared.client.get("/jobs", headers=headers)
    sent = shared.client.post(
        "/analyze", json={}, headers={**headers, "Sec-Fetch-Site": "cross-site"}
    )

    assert asked.status_code >= 400
    assert sent.status_code == 403
    for answer in (asked, read, sent):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_dashboard_takes_no_form_of_a_named_page(shared: Api) -> None:
    """It goes by sessions, which other sites' pages must not use."""
    headers = {"Origin": NAMED, "Sec-Fetch-Site": "cross-site", "X-API-Key": KEY}

    answer = shared.client.post("/dashboard/new", data={"folder": "/"}, headers=headers)

    assert answer.status_code == 403


def test_by_default_no_page_is_named(api: Api) -> None:
    asked = api.client.options("/analyze", headers={"Origin": NAMED, **ASKING})
    read = api.client.get("/jobs", headers={"Origin": NAMED})

    assert asked.status_code == 405
    assert "Access-Control-Allow-Origin" not in read.headers
