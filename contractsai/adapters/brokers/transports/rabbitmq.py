"""What RabbitMQ needs of Celery."""

import ssl
from typing import Any, Final
from urllib.parse import urlsplit

from amqp.exceptions import AMQPError, MessageNacked

from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports.amqp_message import drop_unreadable_properties
from contractsai.adapters.brokers.transports.transport import REFUSED_AT_ONCE, Transport
from contractsai.broker_url import Tls

QUORUM: Final = {"x-queue-type": "quorum"}
"""Replicated, on disk, and not in the way of a message that kills worker after worker: RabbitMQ
drops that after 20 deliveries. A row is behind each message, so nothing is lost by it."""

HEARTBEAT_SECONDS: Final = 20
"""A worker whose RabbitMQ vanished without a word finds out within two of them, and RabbitMQ of a
vanished worker likewise. On the solo pool a longer document costs a reconnection, no more."""


def _transport_options(_url: str, options: CeleryOptions) -> dict[str, Any]:
    """Return options that bound each wait, and have RabbitMQ say that it keeps a message."""
    return {
        "confirm_publish": True,
        "read_timeout": options.timeout_seconds,
        "write_timeout": options.timeout_seconds,
        **REFUSED_AT_ONCE,
    }


def _settings(options: CeleryOptions) -> dict[str, Any]:
    """Return Celery's settings for a RabbitMQ.

    There is no key prefix on AMQP, so the queue names what services on one virtual host would
    share.
    """
    return {
        "broker_channel_error_retry": False,  # such an error tells of a wrong declaration
        "broker_heartbeat": HEARTBEAT_SECONDS,
        "control_exchange": f"{options.queue}.control",
        "event_exchange": f"{options.queue}.events",
        # Durable, and gone seconds after their owner: RabbitMQ is about to refuse transient ones.
        "control_queue_durable": True,
        "event_queue_durable": True,
    }


def _tls(tls: Tls, url: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "cert_reqs": ssl.CERT_REQUIRED if tls.verify else ssl.CERT_NONE,
        "ca_certs": tls.ca_file,
        "certfile": tls.cert_file,
        "keyfile": tls.key_file,
    }
    given = {name: value for name, value in chosen.items() if value is not None}
    if tls.check_host:  # unset, any would do
        # None is the host that is tried, of several; kombu makes a number of `localhost`.
        given["server_hostname"] = None if ";" in url else urlsplit(url).hostname
    return given


RABBITMQ: Final = Transport(
    transport_options=_transport_options,
    settings=_settings,
    tls=_tls,
    queue_arguments=QUORUM,
    # A wrong password or virtual host, and a message that was refused.
    errors=(AMQPError, MessageNacked),
    prepare_worker=drop_unreadable_properties,
)
