"""A stand-in for Sentry: takes envelopes as its endpoint does, and keeps them."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PUBLIC_KEY = "0123456789abcdef0123456789abcdef"


class StandIn:
    """What has arrived, and where to send it."""

    def __init__(self, port: int) -> None:
        self.dsn = f"http://{PUBLIC_KEY}@127.0.0.1:{port}/42"
        self.raw: list[str] = []

    def items(self, kind: str) -> list[dict[str, Any]]:
        """Return the items of a kind: ``event`` or ``check_in``."""
        return [item for envelope in list(self.raw) for item in _items(envelope, kind)]


@contextmanager
def sentry_stand_in() -> Iterator[StandIn]:
    """Yield a stand-in that listens on this machine."""
    kept: list[StandIn] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if self.path == "/api/42/envelope/":
                kept[0].raw.append(body.decode())
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    kept.append(StandIn(server.server_port))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _items(envelope: str, kind: str) -> Iterator[dict[str, Any]]:
    lines = envelope.split("\n")
    for head, body in zip(lines[1::2], lines[2::2], strict=False):
        if head and json.loads(head)["type"] == kind:
            yield json.loads(body)
