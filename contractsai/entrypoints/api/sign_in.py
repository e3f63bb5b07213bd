"""Where the dashboard lies, what of it is open to those who have not signed in, and the way in."""

from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contractsai.entrypoints.api.target import plain_path

DASHBOARD: Final = "/dashboard"
SIGN_IN: Final = f"{DASHBOARD}/sign-in"
STATIC: Final = f"{DASHBOARD}/static/"
SEE_OTHER: Final = 303


def is_page(request: Request) -> bool:
    """Return whether the request is for the dashboard."""
    path = plain_path(request.scope)
    return path == DASHBOARD or path.startswith(f"{DASHBOARD}/")


def asks_to_look(request: Request) -> bool:
    """Return whether a person at a browser is at the door, who may be shown the way in."""
    is_home = plain_path(request.scope) == "/" and "text/html" in request.headers.get("accept", "")
    return is_page(request) or is_home


def is_open(path: str) -> bool:
    """Return whether a path of ours needs no key: the page that asks for one, and its style."""
    return path == SIGN_IN or path.startswith(STATIC)


def to_sign_in(request: Request) -> Response:
    """Return the way to the page that asks for a key, and back: a form has to be sent again."""
    is_shown = request.method == "GET" and is_page(request)
    back = request.url.path if is_shown else f"{_root(request)}{DASHBOARD}"
    if is_shown and request.url.query:
        back += f"?{request.url.query}"
    address = f"{_root(request)}{SIGN_IN}?next={quote(back, safe='')}"
    return RedirectResponse(address, SEE_OTHER)


def way_back(request: Request, asked: str) -> str:
    """Return where to go after signing in: *asked*, if it is a page of ours, else the first."""
    first = f"{_root(request)}{DASHBOARD}"
    parts = urlsplit(asked)
    is_ours = parts.path == first or parts.path.startswith(f"{first}/")
    is_plain = "\\" not in asked and asked.isprintable()
    return asked if is_ours and is_plain and not (parts.scheme or parts.netloc) else first


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root
