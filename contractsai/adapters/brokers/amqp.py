"""What RabbitMQ needs of Celery that Redis does not."""

from typing import Any, Final

from amqp.exceptions import AMQPError, MessageNacked

SCHEMES: Final = ("amqp", "amqps", "pyamqp")
ERRORS: Final = (AMQPError, MessageNacked)
"""What kombu lets through beside its own: a wrong password or virtual host, a refused message."""

QUORUM: Final = {"x-queue-type": "quorum"}
"""Replicated, on disk, and not in the way of a message that kills worker after worker: RabbitMQ
drops that after 20 deliveries. A row is behind each message, so nothing is lost by it."""

HEARTBEAT_SECONDS: Final = 20
"""A worker whose RabbitMQ vanished without a word finds out within two of them, and RabbitMQ of a
vanished worker likewise. On the solo pool a longer document costs a reconnection, no more."""


def is_amqp(url: str) -> bool:
    """Return whether *url* is of a RabbitMQ."""
    return url.partition("://")[0] in SCHEMES


def transport_options(timeout_seconds: float) -> dict[str, Any]:
    """Return options that bound each wait, and have RabbitMQ say that it keeps a message."""
    return {
        "confirm_publish": True,
        "read_timeout": timeout_seconds,
        "write_timeout": timeout_seconds,
        # A sender that is refused says so at once; a worker has retries of its own.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }


def settings(queue: str) -> dict[str, Any]:
    """Return Celery's settings for a RabbitMQ.

    There is no key prefix on AMQP, so *queue* names what services on one virtual host would share.
    """
    return {
        "broker_heartbeat": HEARTBEAT_SECONDS,
        "control_exchange": f"{queue}.control",
        "event_exchange": f"{queue}.events",
        # Durable, and gone seconds after their owner: RabbitMQ is about to refuse transient ones.
        "control_queue_durable": True,
        "event_queue_durable": True,
    }


def was_closed(error: BaseException | None) -> bool:
    """Return whether *error* is how a sender finds that its connection was closed while it idled.

    A broker that is away refuses, and a silent one lets time run out: neither is asked again.
    """
    refused_or_silent = isinstance(error, ConnectionRefusedError | TimeoutError)
    return isinstance(error, (AMQPError, OSError)) and not refused_or_silent
