"""The API as a real process, before brokers that do not work."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

SERVE = """
from contractsai.entrypoints.api.app import run
from contractsai.settings import Settings
run(Settings())
"""
BROKER_TIMEOUT_SECONDS = 2


class Server:
    """One API process, and a client of it."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, folder: Path) -> None:
        self.process = process
        self.log = log
        self.folder = folder

    def port(self) -> int | None:
        """Return the port as soon as the process has one."""
        assert self.process.poll() is None, self.log.read_text()
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", self.log.read_text())
        return int(found[1]) if found else None

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        port = self.port()
        assert port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            headers = {"Content-Type": "application/json"} if body else {}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def submit(self) -> int:
        """Submit the folder, and return the status."""
        status, _job = self.request("POST", "/analyze", {"folder_path": str(self.folder)})
        return status


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return how to start a server on a broker; whatever was started is stopped."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "nda.txt").write_text("This Agreement is made between A and B.")
    servers: list[Server] = []

    def start(broker_url: str, *, broker_seconds: float = BROKER_TIMEOUT_SECONDS) -> Server:
        log = tmp_path / "server.log"
        environment = os.environ | {
            "CELERY_BROKER_URL": broker_url,
            "CONTRACTSAI_ALLOWED_ROOTS": str(tmp_path),
            "CONTRACTSAI_BROKER_TIMEOUT_SECONDS": str(broker_seconds),
            "CONTRACTSAI_DATA_DIR": str(tmp_path / "data"),
            "CONTRACTSAI_PORT": "0",
        }
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-c", SERVE],
                env=environment,
                cwd=tmp_path,
                stdout=stream,
                stderr=stream,
            )
        server = Server(process, log, folder)
        servers.append(server)
        eventually(server.port, what="the server's start")
        return server

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()


@pytest.fixture
def refusing() -> str:
    """Return the URL of a broker that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def silent() -> Iterator[str]:
    """Return the URL of a broker that lets everybody connect and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.mark.parametrize("broker", ["refusing", "silent"])
def test_a_submit_does_not_wait_for_the_broker(
    serve: Callable[..., Server], broker: str, request: pytest.FixtureRequest
) -> None:
    """Every one of these dispatches fails; the silent broker's would not for an hour."""
    server = serve(request.getfixturevalue(broker), broker_seconds=3600)

    answers = {server.submit() for _ in range(10)}

    assert answers == {202}
    status, page = server.request("GET", "/jobs")
    assert (status, len(page["jobs"])) == (200, 10)


def test_a_broker_that_refuses_is_told_by_readiness(
    serve: Callable[..., Server], refusing: str
) -> None:
    """Ready all the same: submits are safe in the database."""
    server = serve(refusing)
    server.submit()

    def broker() -> str | None:
        status, ready = server.request("GET", "/readyz")
        assert status == 200
        return str(ready["broker"]) if ready["broker"] != "unknown" else None

    assert eventually(broker, what="the first dispatch") == "refusing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_stop_does_not_wait_for_the_broker_for_long(
    serve: Callable[..., Server], silent: str
) -> None:
    """One bounded wait for its socket and no second one: a deployment is not held up.

    To wait for each of these messages would take longer than anybody's patience.
    """
    server = serve(silent)
    for _ in range(2 * int(PATIENCE_SECONDS) // BROKER_TIMEOUT_SECONDS):
        server.submit()

    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(PATIENCE_SECONDS)

    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in server.log.read_text().partition("Shutting down")[2]
