"""What Redis and Valkey need of Celery."""

import ssl
from typing import Any, Final

from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports.eviction import refuse_eviction
from contractsai.adapters.brokers.transports.redis_channel import use_checking_channels
from contractsai.adapters.brokers.transports.transport import REFUSED_AT_ONCE, Transport
from contractsai.broker_url import Tls, scheme_of


def _transport_options(url: str, options: CeleryOptions) -> dict[str, Any]:
    scheme = scheme_of(url)
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


def _settings(_: CeleryOptions) -> dict[str, Any]:
    # A Redis that answers with errors (it became a replica, its memory is full) would end the
    # worker; like one that is away, it is waited for.
    return {"broker_channel_error_retry": True}


def _tls(tls: Tls, _url: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "ssl_cert_reqs": ssl.CERT_REQUIRED if tls.verify else ssl.CERT_NONE,
        "ssl_check_hostname": tls.check_host,
        "ssl_ca_certs": tls.ca_file,
        "ssl_certfile": tls.cert_file,
        "ssl_keyfile": tls.key_file,
    }
    return {name: value for name, value in chosen.items() if value is not None}


REDIS: Final = Transport(
    transport_options=_transport_options,
    settings=_settings,
    tls=_tls,
    refuse_unsafe=refuse_eviction,
    prepare_worker=use_checking_channels,
)
