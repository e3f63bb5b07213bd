"""A span for each request, for whoever draws them."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.application.spans import HEADER, SPANS, Kind

FAULT: Final = 500
QUIET: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""What machines ask every few seconds, and nobody looks for."""
SPAN: Final = "contractsai.span"
"""In the scope of a request."""


class Traced:
    """ASGI middleware that draws the span, as a part of the caller's own if there is one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within its span."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        caller = Headers(scope=scope).get(HEADER)
        with SPANS.span(method, Kind.SERVER, within=caller) as span:
            span.tell(**{"http.request.method": method})

            async def send_and_tell(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.tell(**{"http.response.status_code": message["status"]})
                    if message["status"] >= FAULT:
                        span.fail()
                await send(message)

            await self._app({**scope, SPAN: span}, receive, send_and_tell)


class Routed:
    """ASGI middleware, the innermost: names the span by the route that was found."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the path of the route has no id in it."""
        try:
            await self._app(scope, receive, send)
        finally:
            route = getattr(scope.get("route"), "path", None)
            if route is not None and SPAN in scope:
                scope[SPAN].rename(f"{scope['method']} {route}")
                scope[SPAN].tell(**{"http.route": route})
