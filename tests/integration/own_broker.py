"""A broker that a test may hurt: a real server of its own, on a socket of its own."""

import shutil
import signal
import subprocess
from pathlib import Path

import redis

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually


class OwnBroker:
    """A real server that a test may kill and start again, on a socket of its own."""

    def __init__(self, folder: Path, server: EmbeddedBroker | None = None) -> None:
        self.folder = folder
        self.server = server or EmbeddedBroker(folder)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.server.prepare()
        self.process = subprocess.Popen(
            self.server.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        eventually(self.server.is_ready, what="the broker")

    @property
    def client(self) -> redis.Redis:
        """A connection for an administrator; close it, as a context manager does."""
        return redis.Redis(
            unix_socket_path=str(self.server.place.path), socket_timeout=PATIENCE_SECONDS
        )

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        """Kill it for good: the folder that stood in for one with too long a name goes as well."""
        self.kill()
        if not self.server.place.path.is_relative_to(self.folder):
            shutil.rmtree(self.server.place.path.parent, ignore_errors=True)

    def freeze(self) -> None:
        """Have it say nothing: the kernel still takes connections for it."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def wipe(self) -> None:
        """Lose everything that was queued."""
        self.kill()
        for file in self.server.place.path.parent.rglob("*aof*"):
            if file.is_file():
                file.unlink()
        self.start()
