"""A stand-in for Sentry: takes envelopes as its endpoint does, and keeps them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from support.http_stand_in import taking_posts

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

    def take(path: str, body: bytes) -> None:
        if path == "/api/42/envelope/":
            kept[0].raw.append(body.decode())

    with taking_posts(take, answer=b"{}") as port:
        kept.append(StandIn(port))
        yield kept[0]


def _items(envelope: str, kind: str) -> Iterator[dict[str, Any]]:
    lines = envelope.split("\n")
    for head, body in zip(lines[1::2], lines[2::2], strict=False):
        if head and json.loads(head)["type"] == kind:
            yield json.loads(body)
