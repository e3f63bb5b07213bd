"""`Receiver` over HTTP, against a server of this machine."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks import Webhook as Library

from contractsai.adapters.webhooks import HttpReceiver
from contractsai.domain.errors import WebhookRefused
from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import Webhook, key_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOLD = Webhook(
    WebhookId("msg_1"), "job.completed", '{"Höhe":1}'.encode(), created_at=NOW, send_at=NOW
)


class Server:
    """A receiver that answers as it is told, and remembers what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.url = ""


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(told.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        told.url = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        listening.shutdown()
        thread.join()


def receiver(url: str, *, seconds: float = 30.0) -> HttpReceiver:
    return HttpReceiver(url, key=key_of(SECRET), seconds=seconds)


def test_what_arrives_is_what_receivers_libraries_verify(server: Server) -> None:
    """Those of Standard Webhooks: nobody has to write a check of their own."""
    now = datetime.now(UTC)

    receiver(f"{server.url}/hook?to=us").deliver(TOLD, at=now)

    [(path, headers, body)] = server.got
    assert (path, body) == ("/hook?to=us", TOLD.body)
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == TOLD.id
    assert Library(SECRET).verify(body, headers) == {"Höhe": 1}
    with pytest.raises(Exception, match="signature"):
        Library(SECRET).verify(body + b" ", headers)


@pytest.mark.parametrize(
    ("status", "is_away"), [(301, False), (307, False), (400, False), (429, True), (503, True)]
)
def test_only_a_2xx_takes_it_and_no_redirection_is_followed(
    server: Server, status: int, *, is_away: bool
) -> None:
    """What we tell is for the address that was configured."""
    server.status = status

    with pytest.raises(WebhookRefused, match=str(status)) as refused:
        receiver(server.url).deliver(TOLD, at=NOW)

    assert refused.value.is_away is is_away
    assert [path for path, *_ in server.got] == ["/"]


def test_where_nobody_listens_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(WebhookRefused, match=r"^nobody answered: \w+$") as refused:
        receiver(f"http://127.0.0.1:{port}").deliver(TOLD, at=NOW)

    assert refused.value.is_away


def test_a_server_without_tls_is_not_talked_to_over_https(server: Server) -> None:
    with pytest.raises(WebhookRefused, match="nobody answered"):
        receiver(server.url.replace("http:", "https:")).deliver(TOLD, at=NOW)

    assert server.got == []


def test_a_server_that_drips_is_left_in_the_end() -> None:
    """A timeout of the socket alone would begin anew with each byte."""
    enough = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            caller, _ = listening.accept()
            with caller:
                try:
                    caller.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not enough.wait(0.02):
                        caller.sendall(b"a")
                except OSError:  # the caller had enough
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"

        with pytest.raises(WebhookRefused, match="nobody answered"):
            receiver(url, seconds=0.3).deliver(TOLD, at=NOW)

        enough.set()
        thread.join()


def test_the_address_and_the_key_are_in_no_representation() -> None:
    assert "secret" not in repr(receiver("https://example.org/secret"))
