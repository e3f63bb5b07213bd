"""TLS in front of a server that has none: what a stunnel does, on the loopback, for a test."""

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

HOST: Final = "127.0.0.1"
CHUNK_BYTES: Final = 65536


class _Front(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, context: ssl.SSLContext, target: tuple[str, int]) -> None:
        super().__init__((HOST, 0), _Visit)
        self.context, self.target = context, target

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that refuse the certificate are what the tests are about."""


class _Visit(socketserver.BaseRequestHandler):
    server: _Front

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            near = self.server.context.wrap_socket(self.request, server_side=True)
            with near, socket.create_connection(self.server.target) as far:
                back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
                back.start()
                _pass_on(near, far)
                back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    """Copy until either side ends, then end both."""
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK_BYTES):
            sink.sendall(chunk)
    for each in (source, sink):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@contextmanager
def tls_front(context: ssl.SSLContext, host: str, port: int) -> Iterator[int]:
    """Yield a port where the server at *host* and *port* is reached over TLS."""
    with _Front(context, (host, port)) as front:
        thread = threading.Thread(target=front.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield int(front.server_address[1])
        finally:
            front.shutdown()
            thread.join()
