"""A server in Python that speaks as much of Redis' protocol as kombu needs: fakeredis'.

It keeps nothing on disk, does not evict, and takes a thread for each connection. That is enough
where there is no other, since the row is the truth: what the server forgets is sent again.

``python -m contractsai.adapters.brokers.python_server PLACE`` serves until it is killed: on a unix
socket of that name, or where the file ``PLACE.json`` says.
"""

import hmac
import itertools
import select
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from fakeredis import TcpFakeServer
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from contractsai.adapters.brokers.loopback import HOST, Loopback

POLL_SECONDS: Final = 0.05
"""Until a client that has asked for nothing is told what was published: fakeredis wakes nobody."""
HANDSHAKE_SECONDS: Final = 10.0
LONGEST_HANDSHAKE: Final = 4096
INFO: Final = b"\r\n$4\r\nINFO\r\n"
TOLD: Final = b"server_name:python\r\nmaxmemory_policy:noeviction\r\naof_enabled:0\r\n"
"""What a look before work begins asks for: nothing is evicted here, and nothing kept."""
_CHUNK: Final = 64 * 1024
_BACKLOG: Final = 128


class PythonServer:
    """A server of this process, at a place that it keeps over a stop."""

    def __init__(self, place: Path | Loopback | None = None) -> None:
        """Take the place, a free port of the loopback if None; nothing listens before `start`.

        Args:
            place: the path of a unix socket in a folder that is private, or a port and a password.
        """
        self._place: Path | Loopback = place or Loopback()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, once it was started."""
        return _url_of(self._place)

    def start(self) -> None:
        """Serve from a thread, with nothing kept from before."""
        self._listen()
        self._thread = threading.Thread(target=self._serve, name="fakeredis", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Serve from this thread, until the process ends."""
        self._listen()
        self._serve()

    def stop(self) -> None:
        """End every connection, and forget everything."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = None
        if isinstance(self._place, Path):
            self._place.unlink(missing_ok=True)

    def _listen(self) -> None:
        if isinstance(self._place, Path):
            self._place.unlink(missing_ok=True)  # left by one that was killed, as Valkey does
            self._server = _SocketServer(str(self._place), "")
            self._place.chmod(0o700)
        else:
            self._server = _Server((HOST, self._place.port), self._place.password)
            port = self._server.server_address[1]
            self._place = Loopback(int(port), self._place.password)

    def _serve(self) -> None:
        if self._server is not None:
            self._server.serve_forever(poll_interval=POLL_SECONDS)


def _url_of(place: Path | Loopback) -> str:
    return f"redis+socket://{place}" if isinstance(place, Path) else place.url


class _Server(TcpFakeServer):
    """Fakeredis' server, on connections that wait their turn and may have to name a password."""

    request_queue_size = _BACKLOG

    def __init__(self, address: Any, password: str) -> None:  # noqa: ANN401 - a pair, or a path
        super().__init__(address, server_type="redis")
        self.daemon_threads = True  # a client that stays would keep the process
        self.password = password.encode()
        self.has_ended = threading.Event()
        theirs: Any = self.RequestHandlerClass
        self.RequestHandlerClass = type("_Handler", (_Conversation, theirs), {})

    def shutdown(self) -> None:
        self.has_ended.set()
        super().shutdown()

    def handle_error(self, *_: object) -> None:
        """Say nothing: who says what is no protocol is cut off, and was no client of ours."""


class _SocketServer(_Server):
    """The same on a unix socket, whose clients have no address: each gets a number."""

    address_family = getattr(socket, "AF_UNIX", socket.AF_INET)
    _numbers = itertools.count()

    def get_request(self) -> tuple[Any, Any]:
        connection, _ = super().get_request()
        return connection, ("unix", next(self._numbers))


class _Conversation:
    """What is said on one connection: bytes in, answers and what was published out.

    Fakeredis' own reads line by line without waiting, and looks a hundred times a second whether
    there is one; an answer that does not fit into the socket's buffer ends its connection.
    """

    connection: socket.socket
    server: _Server
    writer: Any
    current_client: Any

    def setup(self) -> None:
        """Prepare the connection as fakeredis does, but have it wait where it is full."""
        super().setup()  # type: ignore[misc]  # that of the class that this is mixed into
        self.connection.setblocking(True)

    def handle(self) -> None:
        """Converse until either side ends it."""
        with suppress(OSError, RedisConnectionError):
            if self.server.password and not self._names_password():
                return
            while not self.server.has_ended.is_set():
                self._answer()
                if select.select([self.connection], [], [], POLL_SECONDS)[0]:
                    data = self.connection.recv(_CHUNK)
                    if not data:
                        return
                    self._take(data)

    def _take(self, data: bytes) -> None:
        if INFO in data[: len(INFO) + 4].upper():  # what fakeredis does not know; comes alone
            self.connection.sendall(b"$%d\r\n%b\r\n" % (len(TOLD), TOLD))
        else:
            self.current_client.get_socket().sendall(data)

    def _answer(self) -> None:
        while self.current_client.can_read():
            try:
                answer = self.current_client.read_response()
            except RedisError as error:  # an answer that says no
                answer = error
            self.writer.dump(answer)

    def _names_password(self) -> bool:
        """Return whether the first that a client says is the password; it is told if it is not."""
        self.connection.settimeout(HANDSHAKE_SECONDS)
        said = rest = b""
        words: list[bytes] | None = None
        password = forwarded = b""
        while words is None and len(said) < LONGEST_HANDSHAKE:
            data = self.connection.recv(LONGEST_HANDSHAKE)
            if not data:
                return False
            said += data
            words, rest = first_command(said)
        self.connection.setblocking(True)
        match [word.upper() for word in words or ()], words or []:
            case [[b"AUTH", *_], [_, *_, password]]:
                pass
            case [[b"HELLO", _, b"AUTH", _, _], [_, version, _, _, password]]:
                forwarded = b"*2\r\n$5\r\nHELLO\r\n$%d\r\n%b\r\n" % (len(version), version)
        if not hmac.compare_digest(password, self.server.password):
            self.connection.sendall(b"-NOAUTH Authentication required.\r\n")
            return False
        if not forwarded:
            self.connection.sendall(b"+OK\r\n")
        self._take(forwarded + rest)
        return True


def first_command(said: bytes) -> tuple[list[bytes] | None, bytes]:
    """Return the words of the first command in *said*, None if it is not whole, and what follows.

    What is no command of the protocol is one without words.
    """
    head, end, rest = said.partition(b"\r\n")
    if not end:
        return None, said
    if head[:1] != b"*" or not head[1:].isdigit():
        return [], b""
    words = []
    for _ in range(int(head[1:])):
        size, end, rest = rest.partition(b"\r\n")
        if not end:
            return None, said
        if size[:1] != b"$" or not size[1:].isdigit():
            return [], b""
        length = int(size[1:])
        if len(rest) < length + 2:
            return None, said
        words.append(rest[:length])
        rest = rest[length + 2 :]
    return words, rest


def main(arguments: Sequence[str]) -> None:
    """Serve at the place that is named, until this process is killed."""
    [name] = arguments
    place = Path(name)
    PythonServer(Loopback.read(place) if place.suffix == ".json" else place).run()


if __name__ == "__main__":
    main(sys.argv[1:])
