"""Every address that the application knows asks for a key, but for those that are listed here.

The list of addresses is the application's own: a new route is tested from its first day.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute
from support.api_world import Api

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

KEY = "a-key-of-the-test-of-authorisation"
OPEN = {"/livez", "/readyz", "/dashboard/sign-in", "/dashboard/static/{name}"}
"""Those who watch processes have no key, nor has who is asked for one."""
ENDLESS = {"/events", "/jobs/{job_id}/events"}


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield method and path of each, those of included routers too."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from routes_of(router.routes)
            continue
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, str(route.path)  # type: ignore[attr-defined]  # it has methods


def known() -> list[tuple[str, str]]:
    app = create_app(Settings(data_dir=Path("never-made"), api_keys=KEY))  # type: ignore[arg-type]  # as the environment has it
    return sorted(set(routes_of(app.routes)))


KNOWN = known()
GUARDED = [each for each in KNOWN if each[1] not in OPEN]


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
