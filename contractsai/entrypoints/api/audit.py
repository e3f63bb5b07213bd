"""Has every call that may change something leave its entry in the audit."""

import logging
import secrets
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.application.audit import CURRENT, Call, finish
from contractsai.bootstrap.services import Services
from contractsai.domain.audit import Outcome
from contractsai.domain.errors import StoreUnavailable
from contractsai.entrypoints.api.callers import caller_of
from contractsai.entrypoints.api.keys import SAFE_METHODS
from contractsai.entrypoints.api.request_ids import NAME
from contractsai.entrypoints.api.scopes import address_of
from contractsai.entrypoints.api.target import plain_path

logger = logging.getLogger(__name__)

LONGEST_TARGET: Final = 1000
LONGEST_SUBJECT: Final = 64
REFUSED: Final = 400
FAILED: Final = 500


class Audit:
    """ASGI middleware around the routes: what they commit is told along, the rest at the answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        services: Services,
        chance: Callable[[], str] = lambda: secrets.token_hex(6),
    ) -> None:
        """Wrap *app*; who asks is known by then."""
        self._app = app
        self._services = services
        self._chance = chance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as a call if it may change something."""
        caller = caller_of(scope) if scope["type"] == "http" else None
        if caller is None or scope["method"] in SAFE_METHODS:
            await self._app(scope, receive, send)
            return
        path = plain_path(scope)
        address = address_of(scope["method"], path)
        call = Call(
            at=self._services.clock.now(),
            who=caller.name,
            action=f"{scope['method']} {address.template or '?'}",
            target=path[:LONGEST_TARGET].encode("ascii", "backslashreplace").decode(),
            request_id=str(scope.get(NAME, "")),
            chance=self._chance(),
            subject=address.subject[:LONGEST_SUBJECT].encode("ascii", "replace").decode(),
        )

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._finish(call, _outcome(message["status"], call))
            await send(message)

        token = CURRENT.set(call)
        try:
            await self._app(scope, receive, send_told)
        except BaseException:
            if not call.is_over:
                await self._finish(call, Outcome.FAILED)
            raise
        finally:
            CURRENT.reset(token)

    async def _finish(self, call: Call, outcome: Outcome) -> None:
        """Write how it ended; nothing is lost without a database but that nothing happened."""
        try:
            await run_in_threadpool(finish, call, outcome, store=self._services.store)
        except StoreUnavailable as error:
            logger.warning(
                "audit not written",
                extra={
                    "event": "audit.not_written",
                    "error": type(error).__name__,
                    "action": call.action,
                    "outcome": outcome.value,
                },
            )


def _outcome(status: int, call: Call) -> Outcome:
    if status >= FAILED:
        return Outcome.FAILED
    if status >= REFUSED:
        return Outcome.REFUSED
    return Outcome.DONE if call.is_written else Outcome.UNCHANGED
