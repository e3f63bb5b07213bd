"""Who may ask, and what: everything that is refused before a route is looked for."""

import ipaddress
import logging
from collections.abc import Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.bootstrap.services import Services
from contractsai.domain.errors import StoreUnavailable, UnsafeConfiguration
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.callers import ANYONE, CALLER, Caller, Callers
from contractsai.entrypoints.api.hosts import hosts_of
from contractsai.entrypoints.api.keys import SAFE_METHODS, challenge
from contractsai.entrypoints.api.problems import of_error, problem
from contractsai.entrypoints.api.scopes import address_of
from contractsai.entrypoints.api.sessions import is_same_origin
from contractsai.entrypoints.api.sign_in import asks_to_look, is_open, is_page, to_sign_in
from contractsai.entrypoints.api.target import plain_path
from contractsai.entrypoints.api.uploading import MULTIPART, brings_files
from contractsai.entrypoints.problem_kind import ProblemKind
from contractsai.settings import MEBIBYTE, Settings

logger = logging.getLogger(__name__)

LARGEST_BODY: Final = 64 * 1024
OPEN_PATHS: Final = frozenset({"/livez", "/readyz"})
"""For those who watch processes: they have no key, call by address, and are told no more."""
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


class Guard:
    """ASGI middleware that refuses strangers, other sites' pages and bodies nobody asked for."""

    def __init__(self, app: ASGIApp, *, settings: Settings, services: Services) -> None:
        """Wrap *app*."""
        self._app = app
        self._callers = Callers(settings, services.access)
        self._hosts = hosts_of(settings)
        self._largest_upload = settings.upload_mb * MEBIBYTE
        self._is_any_host_good_with_a_key = settings.allowed_hosts is None
        self._trusts_network = settings.trust_network
        self._origins = frozenset(settings.cors_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its whole body at hand, or answer with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            let_in = await self._let_in(request)
        except StoreUnavailable as error:
            await of_error(request, error)(scope, receive, send)
            return
        refused = let_in if isinstance(let_in, ProblemKind) else None
        if refused is None and brings_files(scope):
            refused = self._refusal_of_files(request)
            if refused is None:  # streamed: whoever takes the files counts what comes
                await self._app({**scope, CALLER: let_in}, receive, send)
                return
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
            await self._app({**scope, CALLER: let_in}, _replay(body, receive), send)
            return
        if refused is kinds.KEY_MISSING and asks_to_look(request):
            await to_sign_in(request)(scope, receive, send)
            return
        headers = challenge(request) if refused is kinds.KEY_MISSING else None
        response = problem(refused, request, headers=headers)
        await response(scope, receive, send)

    async def _let_in(self, request: Request) -> Caller | ProblemKind | None:
        """Return who asks, None if that does not matter, or why it is refused."""
        path = plain_path(request.scope)
        if path in OPEN_PATHS:
            return None
        asks = await self._callers.asks()
        is_known = (asks and self._is_any_host_good_with_a_key) or self._hosts.knows(
            request.headers.get("host", "")
        )
        if not is_known:
            return kinds.MISDIRECTED
        if not asks and not self._trusts_network and _is_remote(request):
            return kinds.REMOTE_WITHOUT_KEY
        caller = await self._callers.of(request) if asks else ANYONE
        is_shared = request.headers.get("origin") in self._origins and not is_page(request)
        return _refusal_of(caller, request, path, is_shared=is_shared) or caller

    def _refusal_of_files(self, request: Request) -> ProblemKind | None:
        declared = request.headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > self._largest_upload:
            return kinds.UPLOAD_TOO_LARGE
        return None if _media_type(request) == MULTIPART else kinds.NOT_MULTIPART


def _refusal_of(
    caller: Caller | None, request: Request, path: str, *, is_shared: bool
) -> ProblemKind | None:
    """Return why a caller is refused; None is who brings no key that opens anything."""
    if caller is None and not is_open(path):
        return kinds.KEY_MISSING
    if request.method not in SAFE_METHODS and not is_shared and _is_cross_site(request):
        return kinds.CROSS_SITE
    needed = address_of(request.method, path).scope
    if caller is not None and not caller.scope.holds(needed):
        return kinds.SCOPE_TOO_SMALL
    return None


def _is_cross_site(request: Request) -> bool:
    """Return whether another site's page asks: programs, which say nothing, use no forms."""
    says_where = brings_files(request.scope) and "origin" in request.headers
    if (is_page(request) or says_where) and not is_same_origin(request):
        return True  # a form of files is what any page could send without being asked
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
    if not address_of(request.method, plain_path(request.scope)).template:
        return None  # whatever it brings, it is answered with 404 or 405
    expected = FORM if is_page(request) else JSON
    return kinds.NOT_JSON if body and _media_type(request) != expected else None


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body that was read, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def ensure_safe_to_bind(settings: Settings, *, has_keys: Callable[[], bool]) -> None:
    """Do nothing if the address to listen on is guarded somehow.

    Args:
        settings: which say where to listen.
        has_keys: tells whether there are keys in the database; asked if it matters.

    Raises:
        UnsafeConfiguration: whoever reaches the port could read every folder we may read.
    """
    if settings.api_keys or settings.trust_network or _is_loopback(settings.host):
        return
    if has_keys():
        return
    raise UnsafeConfiguration(
        f"listening on {settings.host or 'every address'} without API keys would let the whole "
        "network in; make a key with: contractsai keys create NAME; or set CONTRACTSAI_API_KEYS, "
        "or CONTRACTSAI_HOST=127.0.0.1, or, where a proxy guards the port, "
        "CONTRACTSAI_TRUST_NETWORK=true"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, or nothing: it may mean any address
        return False
