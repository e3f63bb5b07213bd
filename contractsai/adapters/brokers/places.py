"""Where the embedded broker listens: a unix socket, or the loopback where there are none."""

import contextlib
import hashlib
import os
import socket
import tempfile
from pathlib import Path
from typing import Final, Protocol

from contractsai.adapters.brokers.loopback import HOST, Loopback
from contractsai.adapters.private import private_folder

LONGEST_SOCKET_PATH: Final = 100  # macOS refuses more than 104 bytes, Linux more than 108
PING: Final = b"*1\r\n$4\r\nPING\r\n"
PATIENCE_SECONDS: Final = 1.0


class Place(Protocol):
    """An address that no other user of the machine can talk to."""

    @property
    def url(self) -> str:
        """The address, for kombu."""
        ...

    @property
    def path(self) -> Path:
        """The file that leads there, for a server's command line: its kind is told by its name."""
        ...

    def prepare(self) -> None:
        """Make the way free for a server; one that runs is left alone."""
        ...

    def is_ready(self) -> bool:
        """Return whether a server answers."""
        ...

    def clear_away(self) -> None:
        """Leave nothing of a server that has ended."""
        ...


class UnixSocket:
    """A socket in a folder that is its owner's alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; one with too long a name has a stand-in."""
        self.path = _short_enough(folder / "broker.sock")

    @property
    def url(self) -> str:
        """The address, for kombu."""
        return f"redis+socket://{self.path}"

    def prepare(self) -> None:
        """Make the folder, and remove what a killed server left."""
        private_folder(self.path.parent)
        if not self.is_ready():
            self.path.unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Return whether a server answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE_SECONDS)
            client.connect(os.fspath(self.path))
            client.sendall(PING)
            return client.recv(16).startswith(b"+PONG")
        return False

    def clear_away(self) -> None:
        """Remove the socket, and the folder that stood in for one with too long a name."""
        self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it holds the broker's files, as it mostly does
            self.path.parent.rmdir()


class PrivateLoopback:
    """A port that lets in who knows the password; a file in a private folder has both."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; each start of a service writes the file anew."""
        self.path = folder / "broker.json"

    @property
    def url(self) -> str:
        """The address as it is now, for kombu."""
        return Loopback.read(self.path).url

    def prepare(self) -> None:
        """Choose a port and a password, unless a server answers at those that were chosen."""
        private_folder(self.path.parent)
        if not self.is_ready():
            Loopback.written(self.path)

    def is_ready(self) -> bool:
        """Return whether a server answers that has the password."""
        place = Loopback.read(self.path)
        word = place.password.encode()
        with contextlib.suppress(OSError), socket.socket() as client:
            client.settimeout(PATIENCE_SECONDS)
            client.connect((HOST, place.port))
            client.sendall(b"*2\r\n$4\r\nAUTH\r\n$%d\r\n%b\r\n" % (len(word), word) + PING)
            return _all_of(client, len(b"+OK\r\n+PONG\r\n")) == b"+OK\r\n+PONG\r\n"
        return False

    def clear_away(self) -> None:
        """Remove the file: its password opens nothing any more."""
        self.path.unlink(missing_ok=True)


def _all_of(client: socket.socket, size: int) -> bytes:
    heard = b""
    while len(heard) < size and (more := client.recv(size - len(heard))):
        heard += more
    return heard


def _short_enough(path: Path) -> Path:
    """Return *path*, or a stand-in for it below the temporary directory if it is too long."""
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"contractsai-{os.getuid()}-{name}" / "broker.sock"
