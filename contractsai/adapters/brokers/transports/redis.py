"""What Redis and Valkey need of Celery."""

import ssl
from datetime import UTC, datetime
from typing import Any, Final

from contractsai.adapters.brokers.broker import REFUSED_AT_ONCE, Broker, Capabilities
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports.redis_channel import (
    Unreadable,
    read_item,
    use_checking_channels,
)
from contractsai.adapters.brokers.transports.redis_checks import look_at_redis
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl, Tls, scheme_of

NO_CLUSTER: Final = (
    "a message touches keys of several hash slots, which a Redis Cluster refuses (CROSSSLOT), and "
    "kombu has no transport for it; use one Redis by redis://, or Sentinel by sentinel:// for one "
    "that fails over"
)
CAPABILITIES: Final = Capabilities(
    shared=True,
    durable=True,
    redelivers=True,
    ordered=True,
    depth=True,
    oldest_age=True,
    purge=True,
    priorities=True,
    remote_control=True,
    events=True,
)


def transport_options(address: BrokerUrl, options: CeleryOptions) -> dict[str, Any]:
    """Return options that bound each wait; none of them is what keeps a promise."""
    scheme = scheme_of(address.url)
    chosen: dict[str, Any] = {
        "visibility_timeout": options.visibility_timeout,
        "socket_timeout": options.timeout_seconds,
        "socket_connect_timeout": options.timeout_seconds,
        "socket_keepalive": scheme is None or not scheme.is_socket,
        "health_check_interval": 10,
        **REFUSED_AT_ONCE,
        "queue_order_strategy": "priority",  # a tick never waits behind documents
    }
    if options.key_prefix:
        chosen["global_keyprefix"] = options.key_prefix
    return chosen


def settings(_: CeleryOptions) -> dict[str, Any]:
    """Return Celery's settings for a Redis."""
    # A Redis that answers with errors (it became a replica, its memory is full) would end the
    # worker; like one that is away, it is waited for.
    return {"broker_channel_error_retry": True}


def sent_at(channel: Any, queue: str) -> datetime | None:  # noqa: ANN401 - kombu's, of any Redis
    """Return when the message was sent that waits longest; None if none does that we sent."""
    keys = [channel._q_for_pri(queue, step) for step in channel.priority_steps]  # noqa: SLF001 - kombu's own names of the lists
    with channel.conn_or_acquire() as client, client.pipeline() as pipeline:
        for key in keys:
            pipeline.lindex(key, -1)
        found = [read_item(item) for item in pipeline.execute() if item is not None]
    stamps = [stamp for item in found if (stamp := _stamp(item)) is not None]
    return datetime.fromtimestamp(min(stamps), UTC) if stamps else None


def _stamp(item: object) -> int | None:
    match item:
        case Unreadable():
            return None
        case {"properties": {"timestamp": int(stamp)}} if 0 <= stamp < LATEST_STAMP:
            return stamp
    return None


LATEST_STAMP: Final = 1 << 33


def _tls(tls: Tls, _url: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "ssl_cert_reqs": ssl.CERT_REQUIRED if tls.verify else ssl.CERT_NONE,
        "ssl_check_hostname": tls.check_host,
        "ssl_ca_certs": tls.ca_file,
        "ssl_certfile": tls.cert_file,
        "ssl_keyfile": tls.key_file,
    }
    return {name: value for name, value in chosen.items() if value is not None}


REDIS: Final = Broker(
    name="Redis, Valkey",
    schemes={
        "redis": Scheme(kombu="redis", numbers_databases=True),
        "rediss": Scheme(kombu="rediss", is_encrypted=True, numbers_databases=True),
        "valkey": Scheme(kombu="redis", numbers_databases=True),
        "valkeys": Scheme(kombu="rediss", is_encrypted=True, numbers_databases=True),
        "redis+socket": Scheme(kombu="redis+socket", is_socket=True),
        "valkey+socket": Scheme(kombu="redis+socket", is_socket=True),
        "redis+cluster": Scheme(kombu="", refusal=NO_CLUSTER),
        "rediss+cluster": Scheme(kombu="", refusal=NO_CLUSTER),
        "valkey+cluster": Scheme(kombu="", refusal=NO_CLUSTER),
    },
    capabilities=CAPABILITIES,
    urgency=(0, 9),
    transport_options=transport_options,
    settings=settings,
    tls=_tls,
    preflight=look_at_redis,
    sent_at=sent_at,
    prepare_worker=use_checking_channels,
    hint="several machines; the first choice",
)
