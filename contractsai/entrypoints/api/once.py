"""Idempotency keys: a request that is sent again is answered as the first was, by any replica."""

import asyncio
import base64
import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contractsai.application import once
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import ContractsAIError, StoreUnavailable
from contractsai.domain.ids import ReplyId
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.problems import of_error, problem
from contractsai.entrypoints.api.uploading import brings_files

logger = logging.getLogger(__name__)

HEADER: Final = "idempotency-key"
SEED: Final = "contractsai.seed"
"""In the scope of a request with a key: what is made of it may be made again by a repeat."""
REPLAYED: Final = "Idempotent-Replayed"
POLL_SECONDS: Final = 0.1
LOOKS: Final = 100  # for the answer of the first, before a repeat is sent away
FAILED: Final = 500
_KEY: Final = re.compile(r"[!-~]{1,255}", re.ASCII)


class Once:
    """ASGI middleware that has one POST of several under one key carried out."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        services: Services,
        pause: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(POLL_SECONDS),
    ) -> None:
        """Wrap *app*, which has whole requests only; *pause* waits between two looks."""
        self._app = app
        self._services = services
        self._pause = pause

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer as the first of its key was answered.

        Files need no key: the same ones are the same upload, however often they are sent.
        """
        if scope["type"] != "http" or scope["method"] != "POST" or brings_files(scope):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        key = request.headers.get(HEADER)
        if key is None:
            await self._app(scope, receive, send)
            return
        if not _KEY.fullmatch(key):
            detail = "1 to 255 visible characters of ASCII"
            wrong = [{"place": "header", "field": HEADER, "detail": detail}]
            await problem(kinds.INVALID, request, errors=wrong)(scope, receive, send)
            return
        body = await request.body()
        try:
            taken = await self._taken(_id_of(request, key), _fingerprint(request, body))
        except ContractsAIError as error:
            await of_error(request, error)(scope, receive, send)
            return
        if taken is None:
            await problem(kinds.UNDER_WAY, request)(scope, receive, send)
        elif taken.reply.answer is not None:
            await _replay(taken.reply.answer)(scope, receive, send)
        else:
            own = {**scope, SEED: taken.reply.seed}
            await self._carry_out(taken.reply.id, own, _again(body, receive), send)

    async def _taken(self, reply_id: ReplyId, fingerprint: str) -> once.Taken | None:
        """Return the request as ours or with its answer, or None if it stays under way."""
        services = self._services
        ask = partial(once.take_on, store=services.store, clock=services.clock)
        look = partial(once.read_reply, store=services.store)
        taken = await run_in_threadpool(ask, reply_id, fingerprint)
        for _ in range(LOOKS):
            if taken.is_ours or taken.reply.answer is not None:
                return taken
            await self._pause()
            reply = await run_in_threadpool(look, reply_id)
            if reply is None:  # the first was given up
                taken = await run_in_threadpool(ask, reply_id, fingerprint)
            else:
                taken = once.Taken(reply, is_ours=False)
        return None

    async def _carry_out(
        self, reply_id: ReplyId, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Have the request carried out, and keep its answer before it is sent.

        What failed on our side is forgotten, so that it can be tried again.
        """
        start: Message = {}
        body = bytearray()
        is_settled = False

        async def keep(message: Message) -> None:
            nonlocal is_settled
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            if start["status"] >= FAILED:
                await self._settle(reply_id, None)
            else:
                await self._settle(reply_id, _kept(start, bytes(body)))
            is_settled = True
            await send(start)
            await send({"type": "http.response.body", "body": bytes(body)})

        try:
            await self._app(scope, receive, keep)
        except BaseException:
            if not is_settled:
                await self._settle(reply_id, None)
            raise

    async def _settle(self, reply_id: ReplyId, answer: bytes | None) -> None:
        """Keep the answer, or give the request up; without a database its time will do that."""
        store = self._services.store
        try:
            if answer is None:
                await run_in_threadpool(once.give_up, reply_id, store=store)
            else:
                await run_in_threadpool(once.answer, reply_id, answer, store=store)
        except StoreUnavailable as error:
            logger.warning(
                "answer not kept",
                extra={"event": "reply.not_kept", "error": type(error).__name__},
            )


def _id_of(request: Request, key: str) -> ReplyId:
    """Return a name of who asks what under which key; it tells neither the key nor who."""
    who = [request.headers.get(name, "") for name in ("authorization", "x-api-key", "cookie")]
    told = json.dumps([*who, request.method, request.url.path, key])
    return ReplyId(hashlib.sha256(told.encode()).hexdigest())


def _fingerprint(request: Request, body: bytes) -> str:
    told = hashlib.sha256(json.dumps([request.url.query, request.headers.get("if-match")]).encode())
    told.update(body)
    return told.hexdigest()


def _kept(start: Message, body: bytes) -> bytes:
    headers = [
        [name.decode("latin-1"), value.decode("latin-1")] for name, value in start["headers"]
    ]
    told = {
        "status": start["status"],
        "headers": headers,
        "body": base64.b64encode(body).decode(),
    }
    return json.dumps(told).encode()


def _replay(answer: bytes) -> Response:
    told: dict[str, Any] = json.loads(answer)
    response = Response(base64.b64decode(told["body"]), told["status"])
    response.raw_headers = [
        *((name.encode("latin-1"), text.encode("latin-1")) for name, text in told["headers"]),
        (REPLAYED.lower().encode(), b"true"),
    ]
    return response


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body that was read, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
