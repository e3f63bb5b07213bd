"""Every address that the application knows asks for a key, but for those that are listed here.

The list of addresses is the application's own: a new route is tested from its first day.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from support.api_world import Api, ApiServices

from contractsai.domain.access import Scope
from contractsai.entrypoints.api.app import create_app
from contractsai.entrypoints.api.scopes import (
    SCOPES,
    address_of,
    ensure_all_are_known,
    operations_of,
)
from contractsai.settings import Settings

KEY = "a-key-of-the-test-of-authorisation"
OPEN = {"/livez", "/readyz", "/dashboard/sign-in", "/dashboard/static/{name}"}
"""Those who watch processes have no key, nor has who is asked for one."""
ENDLESS = {"/events", "/jobs/{job_id}/events"}


def known() -> list[tuple[str, str]]:
    app = create_app(Settings(data_dir=Path("never-made"), api_keys=KEY))  # type: ignore[arg-type]  # as the environment has it
    return sorted(set(operations_of(app.routes)))


KNOWN = known()
GUARDED = [each for each in KNOWN if each[1] not in OPEN]


SCOPED = [each for each in GUARDED if each[0] != "HEAD"]


def address(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "x", path)


@pytest.fixture
def keyed(api: Api, settings: Settings) -> TestClient:
    keys = Settings(data_dir=settings.data_dir, api_keys=KEY).api_keys  # type: ignore[arg-type]  # likewise
    app = create_app(settings.model_copy(update={"api_keys": keys}), services=api.services)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def test_the_table_of_routes_is_seen_whole() -> None:
    """A test of nothing passes as well."""
    paths = {path for _, path in KNOWN}

    assert paths >= OPEN
    assert paths >= ENDLESS
    assert len(GUARDED) > 40


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": KEY + "x"}])
def test_an_address_asks_for_a_key(
    keyed: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    """Programs are refused; people at a browser are led to the page that asks for one."""
    answer = keyed.request(method, address(path), headers=headers)

    if path.startswith("/dashboard"):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/dashboard/sign-in?")
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_an_address_opens_to_a_key(keyed: TestClient, method: str, path: str) -> None:
    if path in ENDLESS:
        method = "HEAD"

    answer = keyed.request(method, address(path), headers={"X-API-Key": KEY})

    assert answer.status_code != 401  # forms of the dashboard ask for more: a page of ours
    assert not answer.headers.get("location", "").startswith("/dashboard/sign-in?")


@pytest.mark.parametrize(("method", "path"), [it for it in GUARDED if it[0] not in ("GET", "HEAD")])
def test_a_password_of_a_browser_changes_nothing(keyed: TestClient, method: str, path: str) -> None:
    """Browsers add it to whatever another site's page has them send."""
    answer = keyed.request(method, address(path), auth=("ada", KEY))

    assert answer.status_code in (401, 303)


@pytest.mark.parametrize(("method", "path"), [each for each in KNOWN if each[1] in OPEN])
def test_what_is_open_is_open(keyed: TestClient, method: str, path: str) -> None:
    assert keyed.request(method, address(path)).status_code != 401


def test_each_operation_says_who_may_ask_and_nothing_else_does() -> None:
    """The table is the one that the door goes by, and the documents."""
    assert set(SCOPES) == {each for each in KNOWN if each[0] != "HEAD"}


def test_an_application_with_a_route_that_says_nothing_is_not_made() -> None:
    """Whoever adds one finds out before it is asked for the first time."""
    app = FastAPI(openapi_url=None)
    app.add_api_route("/forgotten", lambda: None, methods=["POST"])

    with pytest.raises(RuntimeError, match="POST /forgotten has no scope"):
        ensure_all_are_known(app.routes)


@pytest.mark.parametrize(("method", "path"), SCOPED)
def test_an_address_is_found_by_what_is_asked_for(method: str, path: str) -> None:
    asked = address(path)
    found = address_of(method, asked)

    assert found.scope is SCOPES[method, path]
    assert found.template == path


def test_what_nobody_answers_needs_what_others_of_its_kind_do() -> None:
    assert address_of("GET", "/nothing").scope is Scope.READ
    assert address_of("HEAD", "/jobs/x").template == "/jobs/{job_id}"
    assert address_of("PATCH", "/jobs/x").scope is Scope.WRITE
    assert address_of("POST", "/jobs/x/cancel").subject == "x"


@pytest.fixture(scope="module")
def by_scope(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[TestClient, dict[Scope, str]]]:
    """Return an API with a key of each scope in its database, and none in the environment."""
    folder = tmp_path_factory.mktemp("scopes")
    services = ApiServices(Settings(data_dir=folder / "data", allowed_roots=(folder,)))
    keys = {scope: services.access.create_key(f"of {scope}", scope, None).text for scope in Scope}
    with TestClient(
        create_app(services=services), base_url="http://localhost", follow_redirects=False
    ) as client:
        yield client, keys


@pytest.mark.parametrize(("method", "path"), SCOPED)
def test_an_address_opens_to_the_scope_that_it_says_and_to_no_less(
    by_scope: tuple[TestClient, dict[Scope, str]], method: str, path: str
) -> None:
    client, keys = by_scope
    if path in ENDLESS:
        method = "HEAD"
    needed = SCOPES["GET" if method == "HEAD" else method, path]

    refused = {}
    for scope, key in keys.items():
        headers = {"X-API-Key": key, "Sec-Fetch-Site": "same-origin"}
        answer = client.request(method, address(path), headers=headers)
        refused[scope] = answer.status_code == 403

    assert refused == {scope: not scope.holds(needed) for scope in Scope}
    assert client.request(method, address(path)).status_code in (401, 303)
