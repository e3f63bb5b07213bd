"""The server in Python: who is let in, and what it says of itself."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from contractsai.adapters.brokers.administration import preflight
from contractsai.adapters.brokers.broker import Verdict
from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.loopback import Loopback
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.python_server import (
    LONGEST_HANDSHAKE,
    PythonServer,
    first_command,
)
from contractsai.bootstrap.doctor.broker import broker
from contractsai.bootstrap.doctor.diagnosis import Patient
from contractsai.bootstrap.services import build_services
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS

PASSWORD = "correct-horse"


@pytest.fixture
def closed() -> Iterator[PythonServer]:
    """A server that asks for a password."""
    server = PythonServer(Loopback(password=PASSWORD))
    server.start()
    yield server
    server.stop()


def address_of(server: PythonServer) -> tuple[str, int]:
    return "127.0.0.1", int(server.url.rpartition(":")[2].partition("/")[0])


@pytest.mark.parametrize("protocol", [2, 3])
def test_who_has_the_password_is_served(closed: PythonServer, protocol: int) -> None:
    """Both ways of saying it: AUTH, and as a part of HELLO."""
    with redis.Redis.from_url(closed.url, protocol=protocol) as client:
        client.set("a key", b"a\r\nvalue")

        assert client.get("a key") == b"a\r\nvalue"


@pytest.mark.parametrize("url", ["redis://127.0.0.1:{}/0", "redis://:wrong@127.0.0.1:{}/0"])
def test_who_has_not_is_told_so(closed: PythonServer, url: str) -> None:
    """Other users of the machine reach the loopback, too."""
    with (
        redis.Redis.from_url(url.format(address_of(closed)[1]), protocol=2) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


@pytest.mark.parametrize(
    "said",
    [
        b"PING\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nAUTH\r\n$13\r\ncorrect-horse\r\n",
        b"*1\r\n$4\r\nAUTH\r\n",
        b"*2\r\n$4\r\nPING\r\n$13\r\ncorrect-horse\r\n",
        b"*1\r\nPING\r\n",
        b"*2\r\n$4\r\nAUTH\r\n$99999\r\n" + b"x" * LONGEST_HANDSHAKE,
    ],
)
def test_a_stranger_is_cut_off_whatever_is_said(closed: PythonServer, said: bytes) -> None:
    with socket.create_connection(address_of(closed), timeout=PATIENCE_SECONDS) as stranger:
        stranger.sendall(said)

        assert all_of(stranger) == b"-NOAUTH Authentication required.\r\n"


def test_who_leaves_in_the_midst_of_a_word_is_let_go(closed: PythonServer) -> None:
    with socket.create_connection(address_of(closed), timeout=PATIENCE_SECONDS) as stranger:
        stranger.sendall(b"*2\r\n$4\r\nAU")
        stranger.shutdown(socket.SHUT_WR)

        assert all_of(stranger) == b""


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short name, as a socket needs one."""
    return tmp_path_factory.mktemp("p") / "s"


def all_of(connection: socket.socket) -> bytes:
    """Return all that is said until the other side ends the connection."""
    heard = b""
    try:
        while more := connection.recv(4096):
            heard += more
    except ConnectionResetError:  # it had not read all that was said
        pass
    return heard


def test_a_password_may_come_in_pieces() -> None:
    whole = b"*2\r\n$4\r\nAUTH\r\n$3\r\nabc\r\nrest"

    pieces = [first_command(whole[:end])[0] for end in range(len(whole) - 4)]

    assert pieces == [None] * len(pieces)
    assert first_command(whole) == ([b"AUTH", b"abc"], b"rest")


def test_a_socket_is_its_owners_alone_and_has_many_clients(place: Path) -> None:
    """Clients of a socket have no address by which fakeredis could tell them apart."""
    place.touch()  # left by one that was killed
    server = PythonServer(place)
    server.start()
    url = f"unix://{place}"
    with redis.Redis.from_url(url) as one, redis.Redis.from_url(url) as other:
        with one.pubsub() as listener:
            listener.subscribe("news")
            assert listener.get_message(timeout=PATIENCE_SECONDS) is not None

            other.publish("news", "an event")

            message = listener.get_message(timeout=PATIENCE_SECONDS)
        assert message is not None
        assert message["data"] == b"an event"
    mode = place.stat().st_mode
    server.stop()

    assert mode & 0o077 == 0
    assert server.url == f"redis+socket://{place}"
    assert not place.exists()


def test_an_answer_may_be_longer_than_what_the_system_buffers(place: Path) -> None:
    """Fakeredis' own would end the connection of who does not read at once."""
    server = PythonServer(place)
    server.start()
    with redis.Redis.from_url(f"unix://{place}") as client:
        client.set("a key", b"x" * 8_000_000)

        value = client.get("a key")
    server.stop()

    assert isinstance(value, bytes)
    assert len(value) == 8_000_000


def test_a_look_before_work_begins_finds_nothing_unsafe(
    place: Path, celery_options: Callable[..., CeleryOptions]
) -> None:
    """It evicts nothing; and what it forgets when it ends, the rows bring back."""
    server = PythonServer(place)
    server.start()
    app = make_celery(celery_options(broker_url=server.url))

    found = {check.subject: check.verdict for check in preflight(app)}
    app.close()
    server.stop()

    assert found == {
        "reachable": Verdict.SOUND,
        "eviction": Verdict.SOUND,
        "persistence": Verdict.WEAK,
        "cluster": Verdict.SOUND,
    }


def test_the_doctor_asks_for_no_file_of_a_server_that_has_none(tmp_path: Path) -> None:
    """Its line for a Redis without one, CONFIG SET, would be refused here."""
    server = PythonServer()
    server.start()
    settings = Settings(data_dir=tmp_path, celery_broker_url=server.url)
    services = build_services(settings)

    found = list(broker(Patient(settings, services)))

    services.close()
    server.stop()
    assert found == []
