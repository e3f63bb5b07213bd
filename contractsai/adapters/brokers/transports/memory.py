"""Kombu's broker in memory: for tests of one process."""

from collections.abc import Iterator
from typing import Any, Final

from celery import Celery

from contractsai.adapters.brokers.broker import Broker, Capabilities, Check, Verdict
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl

POLLING_SECONDS: Final = 0.005  # kombu's own is a second


def _transport_options(_address: BrokerUrl, _options: CeleryOptions) -> dict[str, Any]:
    return {"polling_interval": POLLING_SECONDS}


def _look(_app: Celery, _connection: Any) -> Iterator[Check]:  # noqa: ANN401 - kombu's
    yield Check(
        "reach",
        Verdict.UNSAFE,
        "memory:// is a broker within one process: what one process sends, no other receives; "
        "leave CELERY_BROKER_URL unset and run: contractsai up",
    )


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
    preflight=_look,
    hint="tests of one process",
)
