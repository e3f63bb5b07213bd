"""Who may ask, and what: everything that is refused before a route is looked for."""

import ipaddress
import logging
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.hosts import hosts_of
from contractsai.entrypoints.api.keys import SAFE_METHODS, Keys, challenge
from contractsai.entrypoints.api.problems import problem
from contractsai.entrypoints.api.sessions import Sessions, is_same_origin
from contractsai.entrypoints.api.sign_in import asks_to_look, is_open, is_page, to_sign_in
from contractsai.entrypoints.api.target import plain_path
from contractsai.entrypoints.problem_kind import ProblemKind
from contractsai.settings import Settings

logger = logging.getLogger(__name__)

LARGEST_BODY: Final = 64 * 1024
OPEN_PATHS: Final = frozenset({"/livez", "/readyz"})
"""For those who watch processes: they have no key, call by address, and are told no more."""
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


class Guard:
    """ASGI middleware that refuses strangers, other sites' pages and bodies nobody asked for."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Wrap *app*."""
        self._app = app
        self._keys = Keys(settings.api_keys)
        self._sessions = Sessions(settings.api_keys)
        self._hosts = hosts_of(settings)
        self._is_private = not settings.api_keys and not settings.trust_network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its whole body at hand, or answer with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = self._refusal(request)
        body = b""
        if refused is None:
            try:
                read = await _read_body(request)
            except ClientDisconnect:  # nobody is left to be answered
                logger.info("caller hung up", extra={"event": "request.abandoned"})
                return
            body = read or b""
            refused = _refusal_of_body(request, read)
        if refused is None:
            await self._app(scope, _replay(body, receive), send)
            return
        if refused is kinds.KEY_MISSING and asks_to_look(request):
            await to_sign_in(request)(scope, receive, send)
            return
        headers = challenge(request) if refused is kinds.KEY_MISSING else None
        response = problem(refused, request, headers=headers)
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> ProblemKind | None:
        if plain_path(request.scope) in OPEN_PATHS:
            return None
        if not self._hosts.knows(request.headers.get("host", "")):
            return kinds.MISDIRECTED
        if self._is_private and _is_remote(request):
            return kinds.REMOTE_WITHOUT_KEY
        if not self._admits(request):
            return kinds.KEY_MISSING
        if request.method not in SAFE_METHODS and _is_cross_site(request):
            return kinds.CROSS_SITE
        return None

    def _admits(self, request: Request) -> bool:
        """Return whether the request brings what it needs.

        A session is good for reading, and for the forms of our own pages: what changes something
        through the API brings its key.
        """
        if self._keys.admit(request) or is_open(plain_path(request.scope)):
            return True
        is_for_session = request.method in SAFE_METHODS or is_page(request)
        return is_for_session and self._sessions.admit(request)


def _is_cross_site(request: Request) -> bool:
    """Return whether another site's page asks: programs, which say nothing, use no forms."""
    if is_page(request) and not is_same_origin(request):
        return True
    return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _is_remote(request: Request) -> bool:
    """Return whether the caller's address is known and another machine's."""
    client = request.client
    try:
        return client is not None and not ipaddress.ip_address(client.host).is_loopback
    except ValueError:  # a unix socket, or a test
        return False


async def _read_body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is known to be too large."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _refusal_of_body(request: Request, body: bytes | None) -> ProblemKind | None:
    if body is None:
        return kinds.TOO_LARGE
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    expected = FORM if is_page(request) else JSON
    return kinds.NOT_JSON if body and media_type != expected else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body that was read, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def ensure_safe_to_bind(settings: Settings) -> None:
    """Do nothing if the address to listen on is guarded somehow.

    Raises:
        UnsafeConfiguration: whoever reaches the port could read every folder we may read.
    """
    if settings.api_keys or settings.trust_network or _is_loopback(settings.host):
        return
    raise UnsafeConfiguration(
        f"listening on {settings.host or 'every address'} without API keys would let the whole "
        "network in; set CONTRACTSAI_API_KEYS, or CONTRACTSAI_HOST=127.0.0.1, or, where a proxy "
        "guards the port, CONTRACTSAI_TRUST_NETWORK=true"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, or nothing: it may mean any address
        return False
