"""How many requests are served at once, so that there is always room for one more question."""

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.problems import problem
from contractsai.entrypoints.api.target import plain_path

ALWAYS: Final = "/livez"
"""Answered in any crowd: a restart helps nobody who is busy."""


class Crowd:
    """ASGI middleware that refuses what goes beyond the capacity, before it costs anything."""

    def __init__(self, app: ASGIApp, *, capacity: int) -> None:
        """Wrap *app*, which has whole requests only: slow callers are no crowd."""
        self._app = app
        self._capacity = capacity
        self._present = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if there is room."""
        if scope["type"] != "http" or plain_path(scope) == ALWAYS:
            await self._app(scope, receive, send)
            return
        if self._present >= self._capacity:
            await problem(kinds.BUSY, Request(scope))(scope, receive, send)
            return
        self._present += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._present -= 1
