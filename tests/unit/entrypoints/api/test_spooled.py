"""Temporary files as answers."""

import io

import anyio
import pytest
from starlette.requests import ClientDisconnect

from contractsai.entrypoints.api.ranges import Part
from contractsai.entrypoints.api.spooled import CHUNK, SpooledResponse, spooled


def sent(response: SpooledResponse) -> tuple[int, list[bytes]]:
    """Return the status, and the body in the pieces that it was sent in."""
    messages = []

    async def receive() -> dict:
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        messages.append(message)

    anyio.run(response, {"type": "http", "asgi": {"spec_version": "2.4"}}, receive, send)
    return messages[0]["status"], [it["body"] for it in messages[1:] if it["body"]]


def test_a_file_is_sent_in_chunks_and_closed() -> None:
    content = bytes(2 * CHUNK + 1)
    file = io.BytesIO(content)

    status, pieces = sent(SpooledResponse(file, media_type="text/csv", headers={}))

    assert status == 200
    assert [len(piece) for piece in pieces] == [CHUNK, CHUNK, 1]
    assert file.closed


def test_a_part_of_it_is_sent_alone() -> None:
    file = io.BytesIO(b"0123456789")
    response = SpooledResponse(file, media_type="text/csv", headers={}, part=Part(2, 5, 10))

    assert sent(response) == (206, [b"2345"])
    assert response.headers["Content-Range"] == "bytes 2-5/10"
    assert response.headers["Content-Length"] == "4"


def test_the_spooled_file_is_gone_when_the_caller_hangs_up() -> None:
    """Nothing outlives its owner, whoever leaves first."""
    file = io.BytesIO(b"report")
    response = SpooledResponse(file, media_type="text/csv", headers={})

    async def receive() -> dict:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        raise OSError("the caller hung up")

    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    with pytest.raises(ClientDisconnect):
        anyio.run(response, scope, receive, send)

    assert file.closed


def test_nothing_is_left_of_a_file_that_could_not_be_written() -> None:
    given = []

    def write(stream: object) -> None:
        given.append(stream)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        spooled(write)

    assert given[0].closed  # type: ignore[attr-defined]  # it is a file
