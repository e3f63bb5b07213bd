"""Pages of other sites that may call the API from a browser: those that are named."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

REMEMBERED_SECONDS: Final = 600
TOLD: Final = (
    *("Accept-Ranges", "Content-Disposition", "Content-Range", "ETag", "Idempotent-Replayed"),
    *("Link", "Location", "Operation-Location", "Preference-Applied", "RateLimit"),
    *("RateLimit-Policy", "Retry-After", "X-Request-ID"),
)
"""Headers of answers that their scripts may read, beside those that any may."""


class Sharing:
    """ASGI middleware that lets pages of the origins that were named read answers (CORS).

    A browser sends them without its cookies, so that such a page does nothing at the wish of who is
    signed in to the dashboard. Without an origin of the list, nothing is said at all.
    """

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        """Wrap *app*."""
        self._app = app
        self._origins = frozenset(origins)
        self._shared = CORSMiddleware(
            app,
            allow_origins=tuple(origins),
            allow_methods=("*",),  # what a key may do is said by its scope, not by a preflight
            allow_headers=("*",),
            allow_credentials=False,
            expose_headers=TOLD,
            max_age=REMEMBERED_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer a browser that asks whether it may send it."""
        is_named = scope["type"] == "http" and Headers(scope=scope).get("origin") in self._origins
        await (self._shared if is_named else self._app)(scope, receive, send)
