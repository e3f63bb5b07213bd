"""The address that a request is for, in the one form that everything behind this knows."""

from typing import Final
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

SCHEMES: Final = (b"http://", b"https://")


class Target:
    """ASGI middleware for addresses: whole URLs are taken apart, a proxy's prefix is put on."""

    def __init__(self, app: ASGIApp, *, root_path: str) -> None:
        """Wrap *app*.

        Args:
            app: sees every path with the prefix, as ASGI has it.
            root_path: the prefix, such as ``/contracts``; proxies may pass it on or leave it out.
        """
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its full path."""
        if scope["type"] == "http":
            scope = self._with_prefix(_in_origin_form(scope))
        await self._app(scope, receive, send)

    def _with_prefix(self, scope: Scope) -> Scope:
        prefix, path = self._root_path, scope["path"]
        if prefix and path != prefix and not path.startswith(f"{prefix}/"):
            raw: bytes = scope.get("raw_path") or path.encode()
            scope = {**scope, "path": prefix + path, "raw_path": prefix.encode() + raw}
        return {**scope, "root_path": prefix}


def plain_path(scope: Scope) -> str:
    """Return the path without the prefix."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _in_origin_form(scope: Scope) -> Scope:
    """Return the scope of a request whose target is a whole URL as if it named path and Host.

    A server has to accept that form, and to take the host from it (RFC 9112, section 3.2.2).
    """
    raw: bytes = scope.get("raw_path") or b""
    if not raw.lower().startswith(SCHEMES):
        return scope
    url = urlsplit(raw)
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {
        **scope,
        "path": unquote(url.path.decode("ascii")) or "/",
        "raw_path": url.path or b"/",
        "headers": [(b"host", url.netloc), *headers],
    }
