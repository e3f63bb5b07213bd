"""What an address may be asked for: HEAD wherever GET is, and the list of all of it."""

from collections.abc import Iterable
from typing import Final

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
IS_HEAD: Final = "contractsai.head"
"""In the scope of a GET that was a HEAD: whoever knows its headers may leave out the body."""


class Head:
    """ASGI middleware that answers HEAD with what GET would say, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and its response back without the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET", IS_HEAD: True}, receive, send_head)


def allowed(routes: Iterable[BaseRoute], scope: Scope) -> str:
    """Return the Allow header of the address that *scope* names."""
    known = list(routes)
    found = [method for method in METHODS if _is_known(known, {**scope, "method": method})]
    if "GET" in found:
        found.insert(1, "HEAD")
    return ", ".join(found)


def _is_known(routes: Iterable[BaseRoute], scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
