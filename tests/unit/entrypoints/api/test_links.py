"""Behind a proxy's prefix, every link of every answer and page leads somewhere.

The links are followed as a browser would, from the first page and from the API's answers on,
through a proxy that knows its prefix and nothing else.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from support.api_world import Api
from support.dashboard import OURS, Dashboard

from contractsai.entrypoints.api.app import create_app
from contractsai.entrypoints.api.scopes import SCOPES, address_of
from contractsai.entrypoints.problem_kinds import ALL

PREFIX: Final = "/legal/contracts"
LEADING: Final = ("location", "operation-location", "link")
_LINK: Final = re.compile(r'\b(?:href|src|data-events|hx-get|hx-push-url)="([^"]*)"')
_FORM: Final = re.compile(r'<form\b[^>]*?\bmethod="(\w+)"[^>]*?\baction="([^"]*)"')
_URL: Final = re.compile(r"url\(['\"]?([^'\")]+)")
_HEADER: Final = re.compile(r"<([^>]+)>|^(/.*)$")
ENDLESS: Final = re.compile(r"/events$")


class Proxy:
    """ASGI proxy that has our addresses below its prefix, and others' beside it."""

    def __init__(self, app: ASGIApp, *, strips: bool) -> None:
        self._app = app
        self._strips = strips

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if not path.startswith(f"{PREFIX}/"):
                await send({"type": "http.response.start", "status": 404, "headers": []})
                await send({"type": "http.response.body", "body": b"another service's"})
                return
            if self._strips:
                raw = scope["raw_path"].removeprefix(PREFIX.encode())
                scope = {**scope, "path": path.removeprefix(PREFIX), "raw_path": raw}
        await self._app(scope, receive, send)


def links_of(answer: Any) -> Iterator[tuple[str, str]]:
    """Yield method and address of whatever an answer leads to."""
    for name in LEADING:
        for found in _HEADER.finditer(answer.headers.get(name, "")):
            yield "GET", found[1] or found[2]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        for found in _LINK.finditer(answer.text):
            yield "GET", unescape(found[1])
        for found in _FORM.finditer(answer.text):
            yield found[1].upper(), unescape(found[2])
    elif kind.startswith(("text/css", "image/svg")):
        for found in _URL.finditer(answer.text):
            yield "GET", found[1]
    elif kind == "application/problem+json":
        yield "GET", answer.json()["type"]
    elif urlsplit(str(answer.url)).path.endswith("/openapi.json"):
        yield from (("GET", f"{it['url']}/livez") for it in answer.json()["servers"])


@pytest.fixture(params=[True, False], ids=["stripped", "passed on"])
def site(api: Api, request: pytest.FixtureRequest) -> Iterator[tuple[Api, TestClient]]:
    settings = api.services.settings.model_copy(update={"root_path": PREFIX})
    app = Proxy(create_app(settings, services=api.services), strips=request.param)
    with TestClient(
        app, base_url="http://localhost", headers=OURS, follow_redirects=False
    ) as client:
        yield api, client


def starts(api: Api) -> Iterator[str]:
    """Yield where to begin: pages, each address that is read, and problems of each way."""
    job_id, document_id = Dashboard(api).reviewed_job()
    api.submit("a.txt", "b.txt")
    api.submit("c.txt")
    names = {"job_id": job_id, "document_id": document_id, "finding_id": "f1"}
    names |= {"slug": "not-found", "name": "dashboard.css", "rest:path": "nothing"}
    for method, template in SCOPES:
        if method == "GET":
            path = re.sub(r"\{([^}]+)\}", lambda it: names.get(it[1], "1"), template)
            yield PREFIX + path + ("?text=agreement" if path == "/search" else "")
    yield f"{PREFIX}/jobs?limit=1"
    yield f"{PREFIX}/jobs/{job_id}/documents?limit=1"
    yield f"{PREFIX}/jobs/unknown"
    yield f"{PREFIX}/jobs?limit=0"
    yield from (f"{PREFIX}{kind.uri}" for kind in ALL.values())


def test_every_link_leads_somewhere(site: tuple[Api, TestClient]) -> None:
    api, client = site
    first = set(starts(api))
    waiting = sorted(first)
    seen = set(waiting)
    sent = set()
    while waiting:
        address = waiting.pop()
        method = "HEAD" if ENDLESS.search(urlsplit(address).path) else "GET"
        answer = client.request(method, address)
        worst = 500 if address in first else 400  # not every address is there for each id
        assert answer.status_code < worst, (address, answer.text[:300])
        for way, link in links_of(answer):
            target = urlsplit(str(answer.url.join(link)))._replace(fragment="")
            assert target.netloc == "localhost", (address, link)
            assert target.path.startswith(f"{PREFIX}/"), (address, link)
            following = f"{target.path}?{target.query}" if target.query else target.path
            if way != "GET":
                sent.add((way, target.path))
            elif following not in seen:
                seen.add(following)
                waiting.append(following)
    for method, path in sent:
        assert address_of(method, path.removeprefix(PREFIX)).template, path
    assert len(seen) > 60
    assert len(sent) > 5
