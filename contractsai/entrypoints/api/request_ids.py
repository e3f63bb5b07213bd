"""A name for each request, in its answer and in every line of the log that it leads to."""

import re
import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.application.under_way import under_way

HEADER: Final = "X-Request-ID"
NAME: Final = "contractsai.request_id"
"""In the scope of a request."""
_TAKEN: Final = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)


class RequestIds:
    """ASGI middleware that takes the caller's name for its request, or makes one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its name, and the name back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _TAKEN.fullmatch(given) else secrets.token_hex(16)
        scope[NAME] = name

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        with under_way(request_id=name):
            await self._app(scope, receive, send_named)
