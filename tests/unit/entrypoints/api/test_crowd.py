"""How many are served at once, and how many there is room for."""

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from contractsai.entrypoints.api.crowd import Crowd
from contractsai.entrypoints.api.door import MOST_BACKLOG, OWN_FILES, ROUNDS, fitting


async def ask(app: Crowd, path: str) -> int:
    """Return the status that *app* answers with."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return int(sent[0]["status"])


def test_beyond_the_capacity_only_the_living_is_told() -> None:
    """Who is busy is alive: a restart would only lose what is under way."""
    told: list[int] = []

    async def scenario() -> None:
        leave = anyio.Event()

        async def busy(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == "/jobs":
                await leave.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        crowd = Crowd(busy, capacity=2)
        async with anyio.create_task_group() as group:
            group.start_soon(ask, crowd, "/jobs")
            group.start_soon(ask, crowd, "/jobs")
            await anyio.wait_all_tasks_blocked()
            told.append(await ask(crowd, "/jobs"))
            told.append(await ask(crowd, "/livez"))
            leave.set()
        told.append(await ask(crowd, "/jobs"))

    anyio.run(scenario)

    assert told == [503, 200, 200]


def test_a_request_that_fails_gives_its_place_back() -> None:
    async def failing(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    crowd = Crowd(failing, capacity=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            anyio.run(ask, crowd, "/jobs")


@pytest.mark.parametrize("files", [80, 200, 256, 1024, 4096, 1_000_000])
def test_connections_never_use_up_the_files(files: int) -> None:
    """All held, all that are taken on until those who go are gone, and what the process needs."""
    door = fitting(files=files, connections=512, client_seconds=20)

    assert door.connections + ROUNDS * door.backlog + OWN_FILES <= files
    assert door.connections <= 512
    assert 1 <= door.requests < door.connections
    assert door.backlog >= 2


def test_without_a_limit_of_files_the_setting_holds() -> None:
    door = fitting(files=None, connections=3000, client_seconds=20)

    assert (door.connections, door.backlog) == (3000, MOST_BACKLOG)
