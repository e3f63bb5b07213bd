"""Who may ask, and what: everything that is refused before a route is looked for."""

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from typing import Final

from pydantic import SecretStr
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.entrypoints.api import kinds
from contractsai.entrypoints.api.kinds import Kind
from contractsai.entrypoints.api.problems import problem
from contractsai.settings import Settings

LARGEST_BODY: Final = 64 * 1024
OPEN_PATHS: Final = frozenset({"/livez", "/readyz"})
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
JSON: Final = "application/json"


class Guard:
    """ASGI middleware that refuses strangers, other sites' pages and bodies nobody asked for."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Wrap *app*."""
        self._app = app
        self._keys = _Keys(settings.api_keys)
        self._hosts = {host.lower() for host in settings.allowed_hosts}
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
            read = await _read_body(request)
            body = read or b""
            refused = _refusal_of_body(request, read)
        if refused is None:
            await self._app(scope, _replay(body, receive), send)
            return
        headers = {"WWW-Authenticate": "Bearer"} if refused is kinds.KEY_MISSING else None
        response = problem(refused, instance=request.url.path, headers=headers)
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> Kind | None:
        if self._is_private and not self._is_known_host(request.headers.get("host", "")):
            return kinds.MISDIRECTED
        if request.url.path in OPEN_PATHS:
            return None
        if self._is_private and _is_remote(request):
            return kinds.REMOTE_WITHOUT_KEY
        if self._keys and not self._keys.accept(_given_key(request)):
            return kinds.KEY_MISSING
        if request.method not in SAFE_METHODS and _is_cross_site(request):
            return kinds.CROSS_SITE
        return None

    def _is_known_host(self, header: str) -> bool:
        """Return whether the Host is ours: a page elsewhere may point its own name at us."""
        name, colon, port = header.lower().rpartition(":")
        host = name if colon and port.isdigit() else header.lower()
        return host in self._hosts


class _Keys:
    """The API keys, kept as digests of one length, so that a comparison tells nothing."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        self._digests = [_digest(key.get_secret_value()) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def accept(self, given: str | None) -> bool:
        """Return whether *given* is a key; every key is compared, whichever fits."""
        digest = _digest(given or "")
        fits = [hmac.compare_digest(digest, known) for known in self._digests]
        return given is not None and any(fits)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _given_key(request: Request) -> str | None:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    return request.headers.get("x-api-key")


def _is_cross_site(request: Request) -> bool:
    """Return whether a browser says that another site's page asks; programs say nothing."""
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


def _refusal_of_body(request: Request, body: bytes | None) -> Kind | None:
    if body is None:
        return kinds.TOO_LARGE
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kinds.NOT_JSON if body and media_type != JSON else None


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
