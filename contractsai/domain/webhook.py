"""A webhook: what somebody else's server is told, and how far that has come.

Ids, headers and signatures are those of Standard Webhooks 1.0, so that any receiver's library for
them can check what we send.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from contractsai.domain.ids import WebhookId

PATIENCE: Final = timedelta(days=3)
"""For how long a webhook is tried."""
IN_FLIGHT: Final = timedelta(minutes=1)
"""After which one that was being sent is sent again: whoever sent it is gone."""
PREFIX: Final = "whsec_"
LEAST_BYTES: Final = 24
MOST_BYTES: Final = 64


class WebhookState(StrEnum):
    """How a webhook stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    """Nobody took it for as long as `PATIENCE`; only a person has it sent again."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """One message to the configured address.

    Attributes:
        id: the same however often it is sent, so that a receiver can tell a repeat.
        kind: what happened, as ``job.completed``.
        body: what is sent, the same each time.
        send_at: not before this instant.
        attempts: how often it was sent, or was about to be.
        ended_at: when it was taken, or given up.
        problem: why the last attempt did not succeed.
    """

    id: WebhookId
    kind: str
    body: bytes
    created_at: datetime
    send_at: datetime
    state: WebhookState = WebhookState.WAITING
    attempts: int = 0
    ended_at: datetime | None = None
    problem: str | None = None

    def sending(self, now: datetime) -> Self:
        """Return it as about to be sent: if nothing is heard of that, it is due again."""
        return replace(self, attempts=self.attempts + 1, send_at=now + IN_FLIGHT)

    def delivered(self, now: datetime) -> Self:
        """Return it as taken."""
        return replace(self, state=WebhookState.DELIVERED, ended_at=now, problem=None)

    def refused(self, now: datetime, problem: str, *, delay: timedelta) -> Self:
        """Return it as due again after *delay*, or given up if it has been tried long enough."""
        if now >= self.created_at + PATIENCE:
            return replace(self, state=WebhookState.GIVEN_UP, ended_at=now, problem=problem)
        return replace(self, send_at=now + delay, problem=problem)

    def again(self, now: datetime) -> Self:
        """Return it as due now, for as long as a new one."""
        waiting = WebhookState.WAITING
        return replace(self, state=waiting, created_at=now, send_at=now, ended_at=None)


def webhook_id(*parts: str) -> WebhookId:
    """Return the id of the webhook about *parts*: whoever tells of them again tells the same."""
    told = "\0".join(parts).encode(errors="surrogatepass")
    return WebhookId(f"msg_{hashlib.sha256(told).hexdigest()[:32]}")


def key_of(secret: str) -> bytes:
    """Return the key that a secret holds.

    Raises:
        ValueError: it is not ``whsec_`` and 24 to 64 bytes in Base64.
    """
    if not secret.startswith(PREFIX):
        raise ValueError("no prefix")
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not Base64") from error
    if not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise ValueError("too short or too long")
    return key


def headers_of(webhook: Webhook, key: bytes, *, at: datetime) -> Mapping[str, str]:
    """Return the headers with which it is sent at an instant."""
    seconds = int(at.timestamp())
    return {
        "webhook-id": webhook.id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(webhook.id, seconds, webhook.body, key),
    }


def signature(webhook_id: str, seconds: int, body: bytes, key: bytes) -> str:
    """Return what shows that the body is ours, and from when."""
    signed = b".".join((webhook_id.encode(), str(seconds).encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
