"""Who may ask, and what."""

import base64
import logging
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.entrypoints.api.app import create_app, run
from contractsai.entrypoints.api.gate import ensure_safe_to_bind
from contractsai.settings import Settings

BEARER = {"Authorization": "Bearer second-key-of-sixteen"}


def client_of(api: Api, **changes: object) -> TestClient:
    settings = api.services.settings.model_copy(update=changes)
    client = ("203.0.113.7", 4711) if changes.pop("remote", False) else ("127.0.0.1", 4711)
    app = create_app(settings, services=api.services)
    return TestClient(app, base_url="http://localhost", client=client)


@pytest.fixture
def keyed(api: Api, settings: Settings) -> Iterator[TestClient]:
    keys = Settings(
        data_dir=settings.data_dir, api_keys="first-key-of-sixteen,second-key-of-sixteen"
    ).api_keys
    return client_of(api, api_keys=keys)


@pytest.mark.parametrize(
    "headers",
    [
        BEARER,
        {"Authorization": "bearer  first-key-of-sixteen"},
        {"X-API-Key": "second-key-of-sixteen"},
        {"X-API-Key": "second-key-of-sixteen", "Host": "contracts.example"},
    ],
)
def test_a_key_opens_the_door(keyed: TestClient, headers: dict[str, str]) -> None:
    """Under any host name: a page elsewhere does not have the key."""
    assert keyed.get("/jobs", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic second-key-of-sixteen"},
        {"Authorization": "Bearer secon"},
        {"X-API-Key": ""},
        {"X-API-Key": "first-key-of-sixteen,second-key-of-sixteen"},
        {"X-API-Key": b"\xff\xfe"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/jobs", "/docs", "/openapi.json", "/unknown"])
def test_without_a_key_nothing_is_told(keyed: TestClient, headers: dict, path: str) -> None:
    """Not even which addresses there are."""
    response = keyed.get(path, headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["type"] == "/problems/key-missing"
    assert response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_whoever_watches_the_process_needs_no_key(keyed: TestClient, path: str) -> None:
    """Orchestrators have none to give."""
    assert keyed.get(path).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("localhost:8000@evil.example", 421),
        ("", 421),
    ],
)
def test_another_host_name_is_refused(api: Api, host: str, status: int) -> None:
    """A page elsewhere may point its own name at this machine (DNS rebinding)."""
    response = api.client.get("/jobs", headers={"Host": host})

    assert response.status_code == status


def test_a_trusted_network_asks_for_no_key(api: Api) -> None:
    """Behind a proxy that guards the port, under the names it is known by."""
    client = client_of(
        api, trust_network=True, remote=True, allowed_hosts=("contracts.example", "backend")
    )

    for host in ("contracts.example", "Backend:8000"):
        assert client.get("/jobs", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("names", [None, ("localhost", "backend")])
def test_a_trusted_network_does_not_vouch_for_host_names(api: Api, names: tuple | None) -> None:
    """A browser in that network may show a page whose name was pointed at us."""
    client = client_of(api, trust_network=True, allowed_hosts=names)
    rebound = {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}

    assert client.get("/jobs", headers=rebound).status_code == 421
    submitted = client.post("/analyze", headers=rebound, json={"folder_path": api.write("a.txt")})
    assert submitted.status_code == 421
    assert client.get("/jobs").json()["jobs"] == []


def test_names_that_were_given_hold_with_keys_too(api: Api, settings: Settings) -> None:
    """Whoever sets them means them."""
    keys = Settings(data_dir=settings.data_dir, api_keys="second-key-of-sixteen").api_keys
    client = client_of(api, api_keys=keys, allowed_hosts=("contracts.example",))

    assert client.get("/jobs", headers=BEARER).status_code == 421
    assert client.get("/jobs", headers=BEARER | {"Host": "contracts.example"}).status_code == 200


def test_any_name_is_allowed_by_a_star(api: Api) -> None:
    """For a proxy that looks at the names itself."""
    client = client_of(api, trust_network=True, allowed_hosts=("*",))

    assert client.get("/jobs", headers={"Host": "contracts.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_whoever_watches_the_process_may_call_it_by_address(api: Api, path: str) -> None:
    """Orchestrators call a container by the address it happens to have."""
    assert api.client.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200


def basic(text: bytes) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(text).decode()}"}


def test_a_browser_brings_a_key_as_password_and_may_look(keyed: TestClient) -> None:
    """A person follows a problem's type, and a browser has nowhere to put a bearer token."""
    page = {"Accept": "text/html,*/*;q=0.8"}

    asked = keyed.get("/problems/wrong-state", headers=page)
    shown = keyed.get("/problems/wrong-state", headers=page | basic(b"ada:second-key-of-sixteen"))

    assert asked.status_code == 401
    assert "Basic realm=" in asked.headers["WWW-Authenticate"]
    assert shown.status_code == 200
    assert keyed.get("/docs", headers=basic(b":first-key-of-sixteen")).status_code == 200


@pytest.mark.parametrize(
    "text", [b"second-key-of-sixteen", b"ada:wrong", b"second-key-of-sixteen:", b"ada:\xff", b""]
)
def test_a_password_that_is_no_key_opens_nothing(keyed: TestClient, text: bytes) -> None:
    assert keyed.get("/docs", headers=basic(text)).status_code == 401


def test_a_password_changes_nothing(keyed: TestClient) -> None:
    """Browsers add it to whatever another site's page has them send."""
    response = keyed.post(
        "/analyze", headers=basic(b"ada:second-key-of-sixteen"), json={"folder_path": "/x"}
    )

    assert response.status_code == 401


def test_a_caller_that_hangs_up_in_its_body_is_no_error(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """It happens all day long, and a traceback a time would hide the ones that matter."""
    sent = []

    async def receive() -> dict:
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/analyze",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
    }
    anyio.run(api.client.app, scope, receive, send)

    assert sent == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_without_keys_another_machine_is_refused(api: Api) -> None:
    """Also when somebody else's command line opened the port."""
    client = client_of(api, remote=True)

    assert client.get("/jobs").json()["type"] == "/problems/remote-without-key"
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_may_not_change_anything(api: Api, site: str) -> None:
    """A form on any page can post to localhost; browsers say where it came from."""
    job_id = api.submit("nda.txt")

    response = api.client.post(f"/jobs/{job_id}/cancel", headers={"Sec-Fetch-Site": site})

    assert response.status_code == 403
    assert response.json()["type"] == "/problems/cross-site"
    assert api.client.get(f"/jobs/{job_id}").json()["state"] == "PENDING"


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_of_our_own_may(api: Api, site: str) -> None:
    """The dashboard's buttons are such pages."""
    job_id = api.submit("nda.txt")

    response = api.client.post(f"/jobs/{job_id}/cancel", headers={"Sec-Fetch-Site": site})

    assert response.status_code == 200


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_must_be_declared_as_json(api: Api, media_type: str) -> None:
    """What a form can send without asking first, a page elsewhere can send too."""
    folder = api.write("nda.txt")

    response = api.client.post(
        "/analyze",
        content=f'{{"folder_path": "{folder}"}}',
        headers={"Content-Type": media_type},
    )

    assert response.status_code == 415
    assert api.client.get("/jobs").json()["jobs"] == []


def test_the_declared_type_may_have_parameters(api: Api) -> None:
    """Many clients name the character set."""
    response = api.client.post(
        "/analyze",
        content=f'{{"folder_path": "{api.write("nda.txt")}"}}',
        headers={"Content-Type": "Application/JSON; charset=utf-8"},
    )

    assert response.status_code == 202


def test_a_body_too_large_is_refused_whether_announced_or_not(api: Api) -> None:
    """Memory belongs to those who read it: 64 KiB is a thousand folder names."""
    piece, pieces = b"x" * 1024, 65
    headers = {"Content-Type": "application/json"}

    announced = api.client.post("/analyze", content=piece * pieces, headers=headers)
    streamed = api.client.post("/analyze", content=iter([piece] * pieces), headers=headers)

    assert [announced.status_code, streamed.status_code] == [413, 413]
    assert streamed.json()["type"] == "/problems/too-large"


def test_the_largest_body_still_fits(api: Api) -> None:
    """The bound is the bound, not a byte less."""
    body = b'{"folder_path": "/nowhere"}'.ljust(64 * 1024)

    response = api.client.post(
        "/analyze", content=body, headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/", "/docs", "/jobs", "/unknown"])
def test_browsers_are_told_to_be_careful(api: Api, path: str) -> None:
    """No foreign script, no guessing, no frame, no trace in the next site's logs or a cache."""
    headers = api.client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "contracts.example"])
def test_an_open_port_that_nothing_guards_is_refused(host: str, tmp_path: Path) -> None:
    """Whoever reaches the port reads every folder that the service may read."""
    with pytest.raises(UnsafeConfiguration, match="CONTRACTSAI_API_KEYS"):
        run(Settings(data_dir=tmp_path, host=host))


@pytest.mark.parametrize(
    "guarded",
    [
        {"host": "127.0.0.1"},
        {"host": "127.1.2.3"},
        {"host": "::1"},
        {"host": "localhost"},
        {"host": "0.0.0.0", "api_keys": "first-key-of-sixteen"},
        {"host": "0.0.0.0", "trust_network": True},
    ],
)
def test_a_guarded_port_may_be_opened(guarded: dict, tmp_path: Path) -> None:
    """By the loopback interface, by keys, or by a proxy."""
    ensure_safe_to_bind(Settings(data_dir=tmp_path, **guarded), has_keys=lambda: False)


def test_keys_in_the_database_guard_a_port_too(tmp_path: Path) -> None:
    open_to_all = Settings(data_dir=tmp_path, host="0.0.0.0")

    ensure_safe_to_bind(open_to_all, has_keys=lambda: True)
    with pytest.raises(UnsafeConfiguration, match="contractsai keys create"):
        ensure_safe_to_bind(open_to_all, has_keys=lambda: False)
