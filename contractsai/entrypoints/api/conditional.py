"""Conditional requests: an ETag for what is sent whole, and nothing to those who have it."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.etags import Verdict, judge, tag_of
from contractsai.entrypoints.api.problems import problem

OK: Final = 200
NOT_MODIFIED: Final = 304
KEPT: Final = frozenset({"etag", "vary", "cache-control", "content-location", "expires"})
"""What a 304 repeats of the answer that it stands for (RFC 9110, section 15.4.5)."""


class Conditional:
    """ASGI middleware that gives every whole answer to a GET its tag, and compares it.

    A tag of the bytes holds whatever they were made of. An answer that is streamed has none but
    what its route gives it, and its route asks `precondition` before it makes the first byte.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and hold its response back until its tag is known."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def send_if_wanted(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] == OK:
                held = message
                return
            if held is None:
                await send(message)
                return
            start, held = held, None
            headers = MutableHeaders(scope=start)
            if message.get("more_body") or "Content-Length" not in headers:
                await send(start)
                await send(message)
                return
            headers.setdefault("ETag", tag_of(message.get("body", b"")))
            instead = precondition(Request(scope), headers)
            if instead is not None:
                await instead(scope, receive, send)
                return
            await send(start)
            await send(message)

        await self._app(scope, receive, send_if_wanted)


def precondition(request: Request, headers: Mapping[str, str]) -> Response | None:
    """Return what to answer instead, if the caller has this already or wants another one.

    Args:
        request: a GET.
        headers: those of the answer, `ETag` among them.
    """
    told = Headers(headers)
    verdict = judge(request.headers, told["ETag"])
    if verdict is Verdict.SEND:
        return None
    kept = {name: value for name, value in told.items() if name.lower() in KEPT}
    if verdict is Verdict.CHANGED:
        return problem(kinds.CHANGED, request, headers=kept)
    return Response(status_code=NOT_MODIFIED, headers=kept)
