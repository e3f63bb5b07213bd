"""Callers that keep an API process waiting, more of them than it may open files."""

import http.client
import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from api_server import Server

from contractsai.testing.eventually import eventually

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limit of files to lower")

FILES = 200
CROWD = 230
HEAD = b"GET /jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = (
    b"POST /analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100\r\n\r\n{"
)


@pytest.fixture
def server(serve: Callable[..., Server], refusing: str) -> Server:
    return serve(refusing, files=FILES, CONTRACTSAI_CLIENT_SECONDS="3")


@pytest.fixture
def crowd(server: Server) -> Iterator[Callable[[bytes], list[socket.socket]]]:
    """Return how to open many connections of which each sends so much and no more."""
    with ExitStack() as opened:

        def come(beginning: bytes) -> list[socket.socket]:
            callers = [opened.enter_context(server.connect()) for _ in range(CROWD)]
            for caller in callers:
                with suppress(OSError):  # some are sent away at once
                    caller.sendall(beginning)
            return callers

        yield come


def answer_to(caller: socket.socket) -> tuple[int, dict] | None:
    """Return what a caller is told in the end, or None if it is hung up on."""
    try:
        response = http.client.HTTPResponse(caller)
        response.begin()
        return response.status, json.loads(response.read())
    except (OSError, http.client.HTTPException):
        return None


@pytest.mark.parametrize("beginning", [b"", HEAD, BODY], ids=["nothing", "head", "body"])
def test_a_crowd_that_says_half_of_it_does_not_silence_the_service(
    server: Server, crowd: Callable[[bytes], list[socket.socket]], beginning: bytes
) -> None:
    """Before any key is asked for, so that whoever reaches the port could."""
    crowd(beginning)

    answers = [server.request("GET", path)[0] for path in ("/livez", "/readyz", "/jobs") * 5]

    assert set(answers) == {200}
    assert "out of system resource" not in server.log.read_text()


def test_an_upload_may_take_longer(server: Server) -> None:
    """It was begun before a request that is refused for its slowness meanwhile."""
    form = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="nda.txt"\r\n\r\n'
        b"An NDA.\r\n--b--\r\n"
    )
    head = (
        b"POST /uploads HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n" % len(form)
    )
    with server.connect() as sender, server.connect() as other:
        sender.sendall(head + form[:10])
        other.sendall(BODY)
        refused = answer_to(other)
        sender.sendall(form[10:])
        kept = answer_to(sender)

    assert refused is not None
    assert refused[0] == 408
    assert kept is not None
    assert (kept[0], kept[1]["files"]) == (201, 1)


@pytest.mark.parametrize("beginning", [HEAD, BODY], ids=["head", "body"])
def test_a_request_that_does_not_arrive_is_refused_in_time(
    server: Server, beginning: bytes
) -> None:
    """However it trickles in: the deadline is for the whole of it."""
    with server.connect() as caller:
        caller.sendall(beginning)

        def refused() -> bool:
            try:
                caller.sendall(b"x")
            except OSError:
                return True
            caller.settimeout(0.2)
            with suppress(TimeoutError):
                return bool(caller.recv(1, socket.MSG_PEEK))
            return False

        eventually(refused, what="the refusal")
        caller.settimeout(10)
        told = answer_to(caller)

    assert told is not None
    status, problem = told
    assert (status, problem["type"]) == (408, "/problems/request-too-slow")
    assert "Traceback" not in server.log.read_text()


def test_a_connection_that_nobody_uses_is_closed(server: Server) -> None:
    with server.connect() as caller:
        assert caller.recv(1) == b""


def test_a_request_that_takes_its_time_and_comes_is_answered(server: Server) -> None:
    """The deadline is for strangers who say nothing, not for slow lines."""
    with server.connect() as caller:
        for piece in (b"GET /livez HT", b"TP/1.1\r\nHost: local", b"host\r\n\r\n"):
            caller.sendall(piece)
        first = answer_to(caller)
        caller.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        second = answer_to(caller)

    assert first == second == (200, {"status": "alive"})


def test_what_is_no_http_is_told_so(server: Server) -> None:
    with server.connect() as caller:
        caller.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        told = answer_to(caller)

    assert told is not None
    assert (told[0], told[1]["type"]) == (400, "/problems/malformed-request")


def test_a_caller_that_hangs_up_in_its_body_leaves_no_traceback(server: Server) -> None:
    with server.connect() as caller:
        caller.sendall(BODY)

    eventually(lambda: "request.abandoned" in server.log.read_text(), what="the log")
    assert "Traceback" not in server.log.read_text()
    assert "Error" not in server.log.read_text()


def test_a_caller_that_reads_nothing_is_hung_up_on(server: Server) -> None:
    """What it asked for is in our memory, and its connection is one of so many."""
    with socket.socket() as caller:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        caller.connect(server.address)
        caller.settimeout(0.5)
        with suppress(TimeoutError):  # the server stops to read while nobody reads its answers
            caller.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2000)

        eventually(lambda: "response.unread" in server.log.read_text(), what="the hanging up")

    assert server.request("GET", "/livez")[0] == 200
