"""`Receiver` over HTTP: one request to one address, whatever that answers.

The standard library's client follows no redirection and asks no proxy, which is what is wanted:
what we tell goes to the address that was configured, and nowhere else.
"""

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from contractsai import __version__
from contractsai.domain.errors import WebhookRefused
from contractsai.domain.webhook import Webhook, headers_of

_BUSY: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


class HttpReceiver:
    """`Receiver` at an address."""

    def __init__(self, url: str, *, key: bytes, seconds: float = 5.0) -> None:
        """Take where it answers; nothing is sent yet.

        Args:
            url: ``https://host/path``, or ``http://``.
            key: what webhooks are signed with.
            seconds: what one may take, from the connection to the last line of the answer's head.
        """
        parts = urlsplit(url)
        self._is_https = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._key = key
        self._seconds = seconds

    def deliver(self, webhook: Webhook, *, at: datetime) -> None:
        """Send it, and return if the answer's status is a 2xx; nothing else of it is read."""
        connection = self._connection()
        # The client's own timeout begins anew with each byte that a server sends.
        is_late = threading.Event()
        end = threading.Timer(self._seconds, _cut, (connection, is_late))
        end.daemon = True
        end.start()
        try:
            connection.request(
                "POST",
                self._target,
                webhook.body,
                {
                    "Content-Type": "application/json",
                    "User-Agent": f"contractsai/{__version__}",
                    **headers_of(webhook, self._key, at=at),
                },
            )
            status = connection.getresponse().status
            if is_late.is_set():  # what was read of the answer looks like a whole one
                raise TimeoutError
        except (OSError, http.client.HTTPException) as error:
            why = f"nobody answered: {type(error).__name__}"
            raise WebhookRefused(why, is_away=True) from None  # whose words may hold the address
        finally:
            end.cancel()
            connection.close()
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            is_away = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY
            raise WebhookRefused(f"the answer was {status}", is_away=is_away)

    def _connection(self) -> http.client.HTTPConnection:
        if not self._is_https:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._seconds)
        return http.client.HTTPSConnection(
            self._host,
            self._port,
            timeout=self._seconds,
            context=ssl.create_default_context(),
        )


def _cut(connection: http.client.HTTPConnection, is_late: threading.Event) -> None:
    """End a conversation that takes too long, from another thread."""
    is_late.set()
    with suppress(OSError, AttributeError):  # there is no socket yet, or none any more
        connection.sock.shutdown(socket.SHUT_RDWR)
