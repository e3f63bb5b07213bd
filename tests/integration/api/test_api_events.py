"""Streams of a real process: told in a moment, gone on from elsewhere, no obstacle to its end."""

import itertools
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from api_server import Server

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

STREAMS = 100


class Stream:
    """One who listens, over a socket of its own."""

    def __init__(self, server: Server, path: str, last_event_id: str = "") -> None:
        self._socket = server.connect()
        told = f"Last-Event-ID: {last_event_id}\r\n" if last_event_id else ""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{told}\r\n"
        self._socket.sendall(request.encode())
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")

    def events(self) -> Iterator[tuple[str, str, dict]]:
        """Yield id, name and data of each message, until the server ends the stream."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, colon, value = line.strip().partition(": ")
            if colon and name in ("id", "event", "data"):
                fields[name] = value
            elif not line.strip() and "event" in fields:
                yield fields["id"], fields["event"], json.loads(fields["data"])
                fields = {}

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


def submitted(server: Server) -> str:
    _status, job = server.request("POST", "/analyze", {"folder_path": str(server.folder)})
    return str(job["id"])


def test_a_commit_of_another_process_is_told_and_gone_on_from(
    serve: Callable[..., Server], refusing: str
) -> None:
    """Two replicas on one database: what one commits, the other one's listeners are told."""
    listened, other = serve(refusing), serve(refusing)
    job_id = submitted(other)
    stream = Stream(listened, f"/jobs/{job_id}/events")
    events = stream.events()
    first_id, name, told = next(events)
    assert (name, told["job"]["state"]) == ("snapshot", "PENDING")

    other.request("POST", f"/jobs/{job_id}/cancel")

    _, name, told = next(events)
    assert (name, told["job"]["state"]) == ("delta", "CANCELLED")
    assert [document["state"] for document in told["documents"]] == ["CANCELLED"]
    assert [name for _, name, _ in events] == ["end"]
    stream.close()

    again = Stream(other, f"/jobs/{job_id}/events", first_id)
    assert [name for _, name, _ in again.events()] == ["delta", "end"]
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_hundred_streams_do_not_hold_up_a_stop(
    serve: Callable[..., Server], refusing: str
) -> None:
    """They end by themselves: nothing has to be cancelled after a grace."""
    server = serve(refusing)
    job_id = submitted(server)
    with ExitStack() as stack:
        streams = []
        for number in range(STREAMS):
            stream = Stream(server, f"/jobs/{job_id}/events" if number % 2 else "/events")
            stack.callback(stream.close)
            streams.append(stream.events())
        assert {next(events)[1] for events in streams} == {"snapshot"}

        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(PATIENCE_SECONDS)

        assert code in (0, -signal.SIGTERM)
        assert [list(events) for events in streams] == [[]] * STREAMS
    log = server.log.read_text()
    assert "timeout graceful shutdown exceeded" not in log
    assert "Traceback" not in log


def test_who_hangs_up_leaves_room(serve: Callable[..., Server], refusing: str) -> None:
    """Browsers go without a word; a few places would be taken for ever."""
    server = serve(refusing, CONTRACTSAI_MAX_CONNECTIONS="8")  # three may listen

    def is_told() -> bool:
        stream = Stream(server, "/events")
        names = [name for _, name, _ in itertools.islice(stream.events(), 1)]
        stream.close()
        return names == ["snapshot"]

    for _ in range(8):
        eventually(is_told, what="a place to listen")
