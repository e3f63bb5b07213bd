"""API processes, and brokers that do not work."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from api_server import Server


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return how to start a server on a broker; whatever was started is stopped."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "nda.txt").write_text("This Agreement is made between A and B.")
    servers: list[Server] = []

    def start(broker_url: str, *, files: int | None = None, **env: str) -> Server:
        server = Server.start(tmp_path, folder, broker_url, files=files, **env)
        servers.append(server)
        server.wait_until_it_listens()
        return server

    yield start
    for server in servers:
        server.stop()


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
