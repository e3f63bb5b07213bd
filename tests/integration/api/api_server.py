"""One API process as `contractsai api` starts it, and a client of it."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

SERVE = """
import sys
if len(sys.argv) > 1:
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[1])))
from contractsai.entrypoints.cli.main import main
sys.exit(main(["api"]))
"""
BROKER_TIMEOUT_SECONDS = 2


class Server:
    """One API process, and a client of it."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, folder: Path) -> None:
        self.process = process
        self.log = log
        self.folder = folder

    @classmethod
    def start(
        cls, base: Path, folder: Path, broker_url: str, *, files: int | None = None, **env: str
    ) -> "Server":
        """Return a server whose data and log lie in *base*, with a limit of open *files*."""
        log = base / "server.log"
        environment = os.environ | {
            "CELERY_BROKER_URL": broker_url,
            "CONTRACTSAI_ALLOWED_ROOTS": str(folder.parent),
            "CONTRACTSAI_BROKER_TIMEOUT_SECONDS": str(BROKER_TIMEOUT_SECONDS),
            "CONTRACTSAI_DATA_DIR": str(base / "data"),
            "CONTRACTSAI_PORT": "0",
            **env,
        }
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-c", SERVE, *([str(files)] if files else [])],
                env=environment,
                cwd=base,
                stdout=stream,
                stderr=stream,
            )
        return cls(process, log, folder)

    def stop(self) -> None:
        """End the process, so that what coverage has seen of it is kept."""
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait_until_it_listens(self) -> None:
        eventually(self.port, what="the server's start")

    def port(self) -> int | None:
        """Return the port as soon as the process has one."""
        assert self.process.poll() is None, self.log.read_text()
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", self.log.read_text())
        return int(found[1]) if found else None

    @property
    def address(self) -> tuple[str, int]:
        port = self.port()
        assert port
        return "127.0.0.1", port

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=PATIENCE_SECONDS)

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(*self.address, timeout=PATIENCE_SECONDS)
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
