"""What a link does to connections, seen from both ends, on real sockets."""

import contextlib
import errno
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.link import Link

QUIET_SECONDS = 0.2  # to show that nothing comes


class Echo:
    """A server that says everything back."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.ends: list[bytes | OSError] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # closed already
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            try:
                while data := client.recv(65536):
                    client.sendall(data)
            except OSError as error:
                self.ends.append(error)
            else:
                self.ends.append(b"")


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def link(echo: Echo) -> Iterator[Link]:
    with Link("127.0.0.1", echo.port) as link:
        yield link


@pytest.fixture
def client(link: Link) -> Iterator[socket.socket]:
    with _connect(link) as connection:
        yield connection


def _connect(link: Link) -> socket.socket:
    return socket.create_connection(("127.0.0.1", link.port), timeout=PATIENCE_SECONDS)


def _say(connection: socket.socket, words: bytes) -> bytes:
    connection.sendall(words)
    heard = b""
    while len(heard) < len(words):
        heard += connection.recv(65536)
    return heard


def _is_reset(connection: socket.socket) -> bool:
    """Tell an RST from a polite end, and from an answer."""
    try:
        connection.recv(1)
    except ConnectionResetError:
        return True
    return False


def _is_newcomer_reset(link: Link) -> bool:
    """Tell whether a new connection is reset, be it before or after its handshake is noticed."""
    try:
        with _connect(link) as connection:
            return _is_reset(connection)
    except ConnectionResetError:
        return True


def test_a_url_leads_through_the_link_and_keeps_the_rest(link: Link) -> None:
    assert link.via("redis://:secret@cache:1/3") == f"redis://:secret@127.0.0.1:{link.port}/3"


def test_a_plain_link_is_a_wire(client: socket.socket) -> None:
    """Whatever is seen under a fault must come from the fault."""
    assert _say(client, b"hello") == b"hello"


def test_more_than_fits_into_any_buffer_passes_whole_and_in_order(client: socket.socket) -> None:
    """The reader is slow at first: neither side may lose a byte, and nobody spins."""
    words = os.urandom(8 << 20)
    sender = threading.Thread(target=client.sendall, args=(words,))
    sender.start()

    heard = b""
    while len(heard) < len(words):
        heard += client.recv(1 << 20)
    sender.join()

    assert heard == words


def test_an_end_is_passed_on_and_answers_still_come_back(
    client: socket.socket, echo: Echo, link: Link
) -> None:
    """Half-closed connections are how some protocols say that they are done."""
    client.sendall(b"last words")
    client.shutdown(socket.SHUT_WR)

    heard = b""
    while data := client.recv(65536):
        heard += data

    assert heard == b"last words"
    eventually(lambda: echo.ends == [b""], what="the server's view")
    eventually(lambda: link.connections == 0, what="nothing kept")


def test_a_reset_reaches_both_ends_and_the_next_connection_is_served(
    client: socket.socket, echo: Echo, link: Link
) -> None:
    """An RST is an error at once, where a FIN would be a polite end."""
    _say(client, b"hello")

    link.reset()

    assert _is_reset(client)
    eventually(lambda: echo.ends, what="the server's view")
    [end] = echo.ends
    assert isinstance(end, OSError)
    assert end.errno == errno.ECONNRESET
    with _connect(link) as another:
        assert _say(another, b"again") == b"again"


def test_a_cut_lasts_until_it_is_mended(client: socket.socket, link: Link) -> None:
    _say(client, b"hello")

    link.cut()

    assert _is_reset(client)
    assert _is_newcomer_reset(link)
    link.mend()
    with _connect(link) as another:
        assert _say(another, b"again") == b"again"


def test_refusing_leaves_those_that_are_there(client: socket.socket, link: Link) -> None:
    """A full server does that: whoever is in stays in."""
    _say(client, b"hello")

    link.refuse()

    assert _say(client, b"still here") == b"still here"
    assert _is_newcomer_reset(link)


def test_a_blackhole_takes_everything_and_tells_nobody(client: socket.socket, link: Link) -> None:
    """The worst fault of a network: no error, no end, no answer, also for newcomers."""
    _say(client, b"hello")

    link.blackhole()

    with _connect(link) as another:
        for connection in (client, another):
            connection.sendall(b"anybody?")
            connection.settimeout(QUIET_SECONDS)
            with pytest.raises(TimeoutError):
                connection.recv(1)
            connection.settimeout(PATIENCE_SECONDS)
        link.mend()
        assert client.recv(100) == b"anybody?"
        assert another.recv(100) == b"anybody?"


def test_a_blackhole_that_ends_in_a_reset_loses_what_it_held(
    client: socket.socket, echo: Echo, link: Link
) -> None:
    """As behind a router that forgot its connections."""
    _say(client, b"hello")
    link.blackhole()
    client.sendall(b"lost")

    link.reset()
    link.mend()

    assert _is_reset(client)
    eventually(lambda: echo.ends, what="the server's view")


def test_a_delay_keeps_the_order_and_ends_when_mended(client: socket.socket, link: Link) -> None:
    link.delay(0.1)

    for word in (b"one ", b"two ", b"three"):
        client.sendall(word)
    heard = b""
    while len(heard) < 13:
        heard += client.recv(100)

    assert heard == b"one two three"
    link.mend()
    assert _say(client, b"quick") == b"quick"


def test_what_is_delayed_comes_after_what_is_not(
    client: socket.socket, echo: Echo, link: Link
) -> None:
    """Said first, and far from here when the other's answer has come."""
    link.delay(600)
    client.sendall(b"late")

    with Link("127.0.0.1", echo.port) as quick, _connect(quick) as another:
        assert _say(another, b"soon") == b"soon"

    client.setblocking(False)
    with pytest.raises(BlockingIOError):
        client.recv(1)


def test_a_server_that_is_away_resets_whoever_comes(echo: Echo, link: Link) -> None:
    """And is served again when it is back on its port."""
    echo.close()

    assert _is_newcomer_reset(link)


def test_an_idle_link_waits_without_turning(client: socket.socket, echo: Echo, link: Link) -> None:
    """It shares two cores with what is tested; a blackhole with waiting bytes is idle, too."""
    _say(client, b"hello")
    link.blackhole()
    client.sendall(b"x" * 100_000)
    before = link.turns

    with Link("127.0.0.1", echo.port) as busy, _connect(busy) as another:
        for _ in range(500):
            _say(another, b"anybody?")

        assert busy.turns > 500
    assert link.turns <= before + 1  # it may have met the bytes on its way into the blackhole


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no list of descriptors here")
def test_nothing_is_left_of_a_link(echo: Echo) -> None:
    """Neither a descriptor nor a thread, whatever mode it ended in."""

    def held() -> tuple[int, int]:
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

    before = held()
    for end in ("mend", "cut", "blackhole", "refuse"):
        with Link("127.0.0.1", echo.port) as link, _connect(link) as connection:
            _say(connection, b"hello")
            getattr(link, end)()

    eventually(lambda: held() == before, what="as before")
