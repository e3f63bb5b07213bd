"""Connections: how long a caller may take, and who has to go when there are too many.

Uvicorn waits for a request for ever, and refuses newcomers while strangers keep it waiting.
"""

import asyncio
import logging
from typing import Any, ClassVar, Final, cast

import h11
from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.door import Door
from contractsai.entrypoints.api.headers import SECURITY_HEADERS
from contractsai.entrypoints.api.problems import problem
from contractsai.entrypoints.api.uploading import brings_files
from contractsai.entrypoints.problem_kind import ProblemKind

logger = logging.getLogger(__name__)

ARRIVING: Final = (h11.IDLE, h11.SEND_BODY)
NO_SCOPE: Final[dict[str, Any]] = {
    "type": "http",
    "method": "GET",
    "scheme": "http",
    "server": None,
    "path": "",
    "query_string": b"",
    "headers": [],
}
"""Of a request whose head nobody could read."""


class PatientProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1, with a deadline for callers and room for the newest of them.

    A request has to arrive whole within `Door.client_seconds`, however its bytes are spread, one
    that brings files within `Door.upload_seconds`; a caller who reads nothing of its answer for as
    long is hung up on. A connection beyond `Door.connections` takes the place of the one that has
    waited for its caller longest; those whose request is being answered stay.
    """

    door: ClassVar[Door]

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Take what uvicorn gives."""
        super().__init__(*args, **options)
        self.waits_since = 0.0
        self.is_evicted = False
        self._deadline: asyncio.TimerHandle | None = None
        self._has_longer = False
        self._stall: asyncio.TimerHandle | None = None

    @property
    def is_served(self) -> bool:
        """Whether it is our turn: the request is here, and its answer is not yet out."""
        cycle = self._begun
        is_open = cycle is not None and not cycle.response_complete
        return is_open and self.conn.their_state is not h11.SEND_BODY

    @property
    def _begun(self) -> RequestResponseCycle | None:
        """The last request whose head was read; uvicorn's types forget that there may be none."""
        return self.cycle

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request, in the place of another caller if need be."""
        super().connection_made(transport)
        self._wait()
        held = [cast("PatientProtocol", it) for it in self.connections]
        held = [it for it in held if not it.is_evicted]
        if len(held) > self.door.connections:
            waiting = [it for it in held if it is not self and not it.is_served]
            min(waiting, key=lambda it: it.waits_since, default=self).evict()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the caller."""
        self._stop_waiting()
        self._stop_stall()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see whether the request is whole now."""
        super().data_received(data)
        self._follow()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the caller to take the rest of the answer."""
        super().on_response_complete()
        self._follow()

    def timeout_keep_alive_handler(self) -> None:
        """Close what nobody has used for a while."""
        super().timeout_keep_alive_handler()
        self._follow()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        """Answer what is no HTTP request."""
        self._refuse(kinds.MALFORMED)

    def pause_writing(self) -> None:
        """Give the caller a while to read what is waiting for it."""
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        """Go on: the caller has read."""
        super().resume_writing()
        self._stop_stall()

    def evict(self) -> None:
        """Give this place to somebody else."""
        self.is_evicted = True
        self.transport.abort()

    def _follow(self) -> None:
        """Wait for as long as it is the caller's turn."""
        if self.transport.is_closing():
            self._stop_waiting()
            self._watch_reading()
        elif self.conn.their_state not in ARRIVING:
            self._stop_waiting()
        elif self._brings_files and not self._has_longer:
            self._stop_waiting()
            self._wait(self.door.upload_seconds)
            self._has_longer = True
        elif self._deadline is None:
            self._wait()

    @property
    def _brings_files(self) -> bool:
        """Whether the request whose body is on its way is an upload: that is let take its time."""
        is_in_body = self.conn.their_state is h11.SEND_BODY
        return is_in_body and brings_files(self.scope, self.door.root_path)

    def _wait(self, seconds: float | None = None) -> None:
        self.waits_since = self.loop.time()
        self._deadline = self.loop.call_later(seconds or self.door.client_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        self._has_longer = False
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """Refuse the request that did not arrive in time; close in silence if there is none."""
        self._deadline = None
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self.transport.close()
            return
        logger.info("caller is too slow", extra={"event": "request.too_slow"})
        self._refuse(kinds.TOO_SLOW)

    def _refuse(self, kind: ProblemKind) -> None:
        """Answer with a problem, unless an answer has begun, and close."""
        is_in_body = self.conn.their_state is h11.SEND_BODY
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            scope = {**NO_SCOPE, **(dict(self.scope) if is_in_body else {})}
            scope["root_path"] = self.door.root_path
            answer = problem(kind, Request(scope), headers=SECURITY_HEADERS)
            headers = [*answer.raw_headers, (b"connection", b"close")]
            for event in (
                h11.Response(status_code=kind.status, headers=headers),
                h11.Data(data=bytes(answer.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        cycle = self._begun
        if cycle is not None:  # its request will never be whole
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()
        self._follow()

    def _watch_reading(self) -> None:
        """Hang up unless some of what is waiting for the caller is gone in time."""
        unread = self.transport.get_write_buffer_size()
        if self._stall is None and unread:
            self._stall = self.loop.call_later(self.door.client_seconds, self._look_again, unread)

    def _look_again(self, unread: int) -> None:
        self._stall = None
        if self.transport.get_write_buffer_size() < unread:
            self._watch_reading()
            return
        logger.info("caller reads nothing", extra={"event": "response.unread"})
        self.evict()

    def _stop_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None


def protocol_of(door: Door) -> type[PatientProtocol]:
    """Return the protocol for a server with that door."""
    return cast("type[PatientProtocol]", type("Protocol", (PatientProtocol,), {"door": door}))
