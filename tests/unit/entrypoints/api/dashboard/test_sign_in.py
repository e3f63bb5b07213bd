"""Signing in: a key for a session, and what a session is good for."""

import re

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api
from support.dashboard import OURS

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

KEY = "first-key-of-sixteen"


@pytest.fixture
def client(api: Api) -> TestClient:
    keys = Settings(data_dir=api.folder, api_keys=f"{KEY},second-key-of-sixteen").api_keys
    api.services.settings = api.services.settings.model_copy(update={"api_keys": keys})
    app = create_app(services=api.services)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def sign_in(client: TestClient, key: str = KEY, **form: str) -> None:
    response = client.post("/dashboard/sign-in", data={"key": key, **form}, headers=OURS)
    assert response.status_code == 303, response.text


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/dashboard", "%2Fdashboard"),
        ("/dashboard/jobs?state=failed", "%2Fdashboard%2Fjobs%3Fstate%3Dfailed"),
        ("/", "%2Fdashboard"),
    ],
)
def test_strangers_are_led_to_the_door_and_back(client: TestClient, path: str, back: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})

    assert response.status_code == 303
    assert response.headers["Location"] == f"/dashboard/sign-in?next={back}"


def test_nothing_but_the_door_and_its_style_is_open(client: TestClient) -> None:
    """No page, no form, and nothing of the API beside them."""
    page = client.get("/dashboard/sign-in").text
    loaded = re.findall(r'(?:src|href)="(/dashboard/static/[^"]*)"', page)

    assert loaded
    assert {client.get(it).status_code for it in loaded} == {200}
    for path in ("/dashboard/jobs", "/dashboard/system", "/dashboard/static", "/dashboard/x"):
        assert client.get(path).status_code == 303
    assert client.post("/dashboard/new", data={"folder": "/"}, headers=OURS).status_code == 303
    assert client.get("/jobs").status_code == 401


def test_a_key_opens_a_session_for_reading_everything(client: TestClient) -> None:
    """The pages' downloads are addresses of the API."""
    sign_in(client)

    assert client.get("/dashboard/jobs").status_code == 200
    assert client.get("/jobs").status_code == 200


def test_no_script_and_no_other_site_gets_the_session(client: TestClient) -> None:
    response = client.post("/dashboard/sign-in", data={"key": KEY}, headers=OURS)

    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert KEY not in cookie


@pytest.mark.parametrize("key", ["", "wrong", "first-key-of-sixtee", f"{KEY},", "ü"])
def test_a_wrong_key_opens_nothing(client: TestClient, key: str) -> None:
    response = client.post("/dashboard/sign-in", data={"key": key}, headers=OURS)

    assert response.status_code == 401
    assert "Set-Cookie" not in response.headers
    assert client.get("/dashboard/jobs").status_code == 303


def test_signing_out_ends_it(client: TestClient) -> None:
    sign_in(client)

    client.post("/dashboard/sign-out", headers=OURS)

    assert client.get("/dashboard/jobs").status_code == 303


def test_a_session_changes_nothing_through_the_api(client: TestClient, api: Api) -> None:
    """A page elsewhere can have a browser send whatever a form can: the API wants its key."""
    sign_in(client)
    body = {"folder_path": api.write("nda.txt")}

    assert client.post("/analyze", json=body, headers=OURS).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_refused(
    client: TestClient, api: Api, headers: dict[str, str]
) -> None:
    """Whoever sends it has signed in, and sent no such thing on purpose."""
    sign_in(client)
    form = {"folder": api.write("nda.txt")}

    response = client.post("/dashboard/new", data=form, headers=headers)

    assert response.status_code == 403
    assert list(api.services.read_jobs(limit=1)) == []


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://localhost"}])
def test_a_form_of_ours_is_taken(client: TestClient, api: Api, headers: dict[str, str]) -> None:
    """Also from a browser that does not say which site asks, but from where it does."""
    sign_in(client)
    form = {"folder": api.write("nda.txt")}

    assert client.post("/dashboard/new", data=form, headers=headers).status_code == 303
    assert len(api.services.read_jobs(limit=2)) == 1


def test_without_keys_a_form_of_another_site_is_refused_too(api: Api) -> None:
    """On a machine without keys whatever its browser shows could else make jobs."""
    form = {"folder": api.write("nda.txt")}

    response = api.client.post(
        "/dashboard/new", data=form, headers={"Origin": "http://evil.example"}
    )

    assert response.status_code == 403


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/dashboard",
        "/\\evil.example",
        "/dashboard/\\evil",
        "/docs",
        "javascript:alert(1)",
        "/dashboardx",
        "/dashboard/\r\nSet-Cookie: x=y",
    ],
)
def test_the_way_back_leads_nowhere_else(client: TestClient, target: str) -> None:
    """The address of the door is easily sent to somebody."""
    form = {"key": KEY, "next": target}

    response = client.post("/dashboard/sign-in", data=form, headers=OURS)

    assert response.headers["Location"] == "/dashboard"


def test_the_api_takes_no_forms(client: TestClient) -> None:
    """A form needs no leave of the browser's to be sent; JSON from elsewhere does."""
    bearer = {"Authorization": f"Bearer {KEY}"}

    response = client.post("/analyze", data={"folder_path": "/"}, headers=bearer)

    assert response.status_code == 415
