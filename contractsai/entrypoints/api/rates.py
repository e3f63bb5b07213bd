"""How often a key may ask, and headers that tell it (draft-ietf-httpapi-ratelimit-headers).

Each process counts for itself and in memory: a row would cost every poll a commit, and a broker is
trusted with nothing. Behind N processes a key may ask N times as often, at the most.
"""

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.callers import caller_of
from contractsai.entrypoints.api.problems import problem
from contractsai.entrypoints.api.sign_in import is_open
from contractsai.entrypoints.api.target import plain_path

if TYPE_CHECKING:
    from limits import RateLimitItem

POLICY: Final = '"key"'


class Rate:
    """A limit, and who has used how much of it."""

    def __init__(self, item: "RateLimitItem") -> None:
        """Take the limit."""
        from limits.aio.storage import MemoryStorage  # noqa: PLC0415 - as in `rate_of`
        from limits.aio.strategies import FixedWindowRateLimiter  # noqa: PLC0415 - likewise

        self._item = item
        self._window = FixedWindowRateLimiter(MemoryStorage())

    async def take(self, name: str) -> tuple[bool, Mapping[str, str]]:
        """Return whether *name* may ask once more, and the headers that tell what is left."""
        is_within = await self._window.hit(self._item, name)
        left = await self._window.get_window_stats(self._item, name)
        seconds = max(1, math.ceil(left.reset_time - time.time()))  # the clock that it counts by
        told = {
            "RateLimit-Policy": f"{POLICY};q={self._item.amount};w={self._item.get_expiry()}",
            "RateLimit": f"{POLICY};r={left.remaining};t={seconds}",
        }
        return is_within, told if is_within else {**told, "Retry-After": str(seconds)}


def rate_of(limit: str) -> Rate:
    """Return the rate that a setting such as ``600/minute`` allows.

    Raises:
        UnsafeConfiguration: what counts is not installed.
    """
    try:
        from limits import parse  # noqa: PLC0415 - most services have no limit, and no package for it
    except ImportError as error:
        raise UnsafeConfiguration(
            "CONTRACTSAI_RATE_LIMIT is set and the package that counts is not installed: "
            "pip install 'contractsai[limits]', or unset it"
        ) from error
    return Rate(parse(limit))


class Rates:
    """ASGI middleware that refuses a key that asks too often; who asks is known by then."""

    def __init__(self, app: ASGIApp, *, rate: Rate) -> None:
        """Wrap *app*."""
        self._app = app
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response back with what is left."""
        caller = caller_of(scope) if scope["type"] == "http" else None
        if caller is None or is_open(plain_path(scope)):
            await self._app(scope, receive, send)
            return
        is_within, told = await self._rate.take(caller.key)
        if not is_within:
            refused = problem(kinds.TOO_OFTEN, Request(scope), headers=told)
            await refused(scope, receive, send)
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, send_told)
