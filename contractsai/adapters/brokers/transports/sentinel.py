"""What a Redis that Sentinels watch needs: kombu asks them for the one that takes messages now."""

from typing import Any, Final

from kombu.transport import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from contractsai.adapters.brokers.broker import Broker
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports.redis import (
    CAPABILITIES,
    sent_at,
    settings,
    transport_options,
)
from contractsai.adapters.brokers.transports.redis_channel import (
    CheckingChannel,
    use_checking_channels,
)
from contractsai.adapters.brokers.transports.redis_checks import look_at_redis
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl


class CheckingSentinelChannel(CheckingChannel, redis.SentinelChannel):
    """Hands on what is an envelope of kombu's, from whichever Redis is the master."""


def _transport_options(address: BrokerUrl, options: CeleryOptions) -> dict[str, Any]:
    """Return a Redis' options, the master's name, and how the Sentinels themselves are asked."""
    said = dict(address.options)
    waits = {
        "socket_timeout": options.timeout_seconds,
        "socket_connect_timeout": options.timeout_seconds,
        # A Sentinel that is away is passed over at once: the client's own is to ask it for seconds.
        "retry": Retry(NoBackoff(), 0),
    }
    login = {"password": said["sentinel_password"]} if said.get("sentinel_password") else {}
    return {
        **transport_options(address, options),
        "master_name": said.get("master_name"),
        "sentinel_kwargs": {**waits, **login},
    }


def _prepare_worker() -> None:
    use_checking_channels()
    redis.SentinelTransport.Channel = CheckingSentinelChannel


SENTINEL: Final = Broker(
    name="Redis behind Sentinel",
    schemes={
        "sentinel": Scheme(
            kombu="sentinel",
            numbers_databases=True,
            needs={"master_name": "the name by which the Sentinels know the Redis"},
            takes=frozenset({"sentinel_password"}),
        )
    },
    capabilities=CAPABILITIES,
    urgency=(0, 9),
    transport_options=_transport_options,
    settings=settings,
    preflight=look_at_redis,
    sent_at=sent_at,
    prepare_worker=_prepare_worker,
    hint="a Redis that fails over; no TLS",
)
