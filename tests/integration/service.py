"""The API of a stack, as a process and over HTTP."""

import http.client
import json
import re
import sys
from typing import Any

import psutil
from stack import Process, Stack

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually


class Api:
    """One API process, and a client of it that opens a connection for each request."""

    def __init__(self, stack: Stack) -> None:
        command = [sys.executable, "-m", "contractsai.entrypoints.cli", "api", "--port=0"]
        log = stack.folder / f"{next(stack.numbers)}-api.log"
        self.process = Process(command, stack.env, log)
        stack.processes.append(self.process)
        self.port = eventually(self._port, what="the API's start")

    def _port(self) -> int | None:
        assert self.process.popen.poll() is None, self.process.log
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", self.process.log)
        return int(found[1]) if found else None

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            headers = {"Content-Type": "application/json"} if body else {}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def submit(self, folder: object) -> tuple[int, str]:
        """Submit a folder; return the status and the job's id."""
        status, job = self.request("POST", "/analyze", {"folder_path": str(folder)})
        return status, str(job.get("id"))

    def holds(self) -> dict[str, int]:
        """Return how much of what can leak the process has now."""
        process = psutil.Process(self.process.popen.pid)
        return {
            "threads": process.num_threads(),
            "descriptors": process.num_fds(),
            "connections": len(process.net_connections(kind="all")),
        }
