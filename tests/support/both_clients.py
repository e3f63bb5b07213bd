"""Both clients behind one face, and services that answer as they are told."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

import anyio
import httpx2

from contractsai.client import AsyncClient, Client
from contractsai.entrypoints.problem_kind import ProblemKind

CHANCE: Final = 0.5


class Both:
    """A client of either kind, whose methods are called and whose lists are read at once."""

    def __init__(
        self, kind: type[Client | AsyncClient], transport: Any, url: str, **options: Any
    ) -> None:
        self.pauses: list[float] = []
        self._is_async = kind is AsyncClient
        sleep: Any = self._sleep_async if self._is_async else self.pauses.append
        self.client: Any = kind(
            url, transport=transport, sleep=sleep, chance=lambda: CHANCE, **options
        )

    async def _sleep_async(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def close(self) -> None:
        self._run(self.client.close)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.client, name)

        def ask(*given: Any, **named: Any) -> Any:
            return self._run(method, *given, **named)

        return ask

    def _run(self, method: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if not self._is_async:
            answer = method(*given, **named)
            return list(answer) if isinstance(answer, Iterator) else answer

        async def awaited() -> Any:
            answer = method(*given, **named)
            if hasattr(answer, "__aiter__"):
                return [item async for item in answer]
            return await answer

        return anyio.run(awaited)


class Torn(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that breaks off behind what it holds."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise httpx2.ReadError("the link was cut")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content
        raise httpx2.ReadError("the link was cut")


class Script:
    """A service that gives each request the next answer, and remembers the requests."""

    def __init__(self) -> None:
        self.asked: list[httpx2.Request] = []
        self._answers: list[httpx2.Response | Exception] = []
        self.transport = httpx2.MockTransport(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def is_over(self) -> bool:
        """Whether every answer was asked for."""
        return not self._answers

    def says(self, content: Any = b"", status: int = 200, **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(content, Torn):
            self._answers.append(httpx2.Response(status, stream=content, headers=told))
            return
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self._answers.append(httpx2.Response(status, content=body, headers=told))

    def refuses(self, kind: ProblemKind, detail: str | None = None, **headers: str) -> None:
        told = {"type": f"/prefix{kind.uri}", "title": kind.title, "hint": kind.hint}
        self.says(told | ({"detail": detail} if detail else {}), kind.status, **headers)

    def breaks(self, error: Exception | None = None) -> None:
        """Have nobody answer."""
        self._answers.append(error or httpx2.ConnectError("connection refused"))


class InThread(httpx2.AsyncBaseTransport):
    """The transport of an application under test, for a client that awaits."""

    def __init__(self, transport: httpx2.BaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        answer = await anyio.to_thread.run_sync(self._transport.handle_request, request)
        assert isinstance(answer.stream, httpx2.SyncByteStream)
        whole = httpx2.ByteStream(b"".join(answer.stream))
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=whole)
