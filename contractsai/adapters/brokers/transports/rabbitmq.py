"""What RabbitMQ needs of Celery."""

import ssl
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from amqp.exceptions import AMQPError, MessageNacked
from celery import Celery

from contractsai.adapters.brokers.broker import (
    REFUSED_AT_ONCE,
    Broker,
    Capabilities,
    Check,
    Verdict,
)
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports.amqp_message import drop_unreadable_properties
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl, Tls

QUORUM: Final = {"x-queue-type": "quorum"}
"""Replicated, on disk, and not in the way of a message that kills worker after worker: RabbitMQ
drops that after 20 deliveries. A row is behind each message, so nothing is lost by it."""

HEARTBEAT_SECONDS: Final = 20
"""A worker whose RabbitMQ vanished without a word finds out within two of them, and RabbitMQ of a
vanished worker likewise. On the solo pool a longer document costs a reconnection, no more."""


def _transport_options(_address: BrokerUrl, options: CeleryOptions) -> dict[str, Any]:
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


def _look(_app: Celery, connection: Any) -> Iterator[Check]:  # noqa: ANN401 - kombu's, of RabbitMQ
    """Yield what the server said of itself when it was greeted; there is nothing to evict."""
    said = connection.default_channel.connection.server_properties
    version = str(said.get("version", ""))
    product = f"{said.get('product', 'it')} {version}".strip()
    yield Check("persistence", Verdict.SOUND, "a send is confirmed once it is on disk")
    major = version.partition(".")[0]
    if not major.isdecimal():
        yield Check("delivery limit", Verdict.UNKNOWN, f"{product} does not tell its version")
    elif int(major) < LIMITS_DELIVERIES:
        yield Check(
            "delivery limit",
            Verdict.WEAK,
            f"{product} delivers a message for ever that kills each worker; from 4.0 on a quorum "
            "queue drops it after 20 times; until then set a policy with delivery-limit",
        )
    else:
        yield Check("delivery limit", Verdict.SOUND, f"{product} drops a message after 20 times")


LIMITS_DELIVERIES: Final = 4  # RabbitMQ's major version

RABBITMQ: Final = Broker(
    name="RabbitMQ",
    schemes={
        "amqp": Scheme(kombu="amqp"),
        "amqps": Scheme(kombu="amqps", is_encrypted=True),
        "pyamqp": Scheme(kombu="pyamqp"),
    },
    capabilities=Capabilities(
        shared=True,
        durable=True,
        redelivers=True,
        ordered=True,
        depth=True,
        oldest_age=False,  # AMQP shows no message that is not taken
        purge=True,
        priorities=True,
        remote_control=True,
        events=True,
    ),
    transport_options=_transport_options,
    settings=_settings,
    tls=_tls,
    queue_arguments=QUORUM,
    # A wrong password or virtual host, and a message that was refused.
    errors=(AMQPError, MessageNacked),
    preflight=_look,
    prepare_worker=drop_unreadable_properties,
    hint="where one is run already; replicated queues",
)
