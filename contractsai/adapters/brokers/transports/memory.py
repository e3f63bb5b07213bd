"""Kombu's broker in memory: for tests of one process."""

from typing import Any, Final

from contractsai.adapters.brokers.broker import Broker, Capabilities
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl

POLLING_SECONDS: Final = 0.005  # kombu's own is a second


def _transport_options(_address: BrokerUrl, _options: CeleryOptions) -> dict[str, Any]:
    return {"polling_interval": POLLING_SECONDS}


MEMORY: Final = Broker(
    name="memory",
    schemes={"memory": Scheme(kombu="memory", has_host=False)},
    capabilities=Capabilities(
        shared=False,
        durable=False,
        redelivers=False,
        ordered=True,
        depth=True,
        oldest_age=False,
        purge=True,
        priorities=False,
        remote_control=True,
        events=True,
    ),
    transport_options=_transport_options,
    hint="tests of one process; never for work",
)
