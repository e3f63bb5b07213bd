"""Amazon SQS as a broker: ``sqs://`` with the credentials of the environment, or of the URL.

``sqs://KEY:SECRET@HOST:PORT`` is another server that speaks the protocol, over plain HTTP.
``?region=eu-central-1`` chooses Amazon's region. Nothing has to be made beforehand: the two queues
of a service appear when they are first used.
"""

import os
import re
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.SQS import Channel as KombuChannel
from kombu.transport.SQS import Transport as KombuTransport

from contractsai.adapters.brokers.admission import DEFECTS
from contractsai.adapters.brokers.broker import REFUSED_AT_ONCE, Broker, Capabilities
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl

ALIAS: Final = "contractsai-sqs"
"""How kombu spells the transport below."""

WAIT_SECONDS: Final = 1
"""How long Amazon holds a question open for a message. Longer costs fewer questions, which are
paid for; but a worker without an event loop asks one queue after the other, and is deaf meanwhile.
"""

POLLING_SECONDS: Final = 0.05
LONGEST_VISIBILITY: Final = 12 * 60 * 60
ILLEGAL: Final = re.compile(r"[^0-9A-Za-z_-]")
_clients: dict[tuple[object, ...], Any] = {}


class Channel(KombuChannel):
    """Kombu's, with names of queues that Amazon takes."""

    def entity_name(self, name: str, *_: object) -> str:
        """Return *name* with every other character as its number, so that no two become one."""
        return ILLEGAL.sub(lambda found: f"_{ord(found[0]):x}_", name)

    def drain_events(self, timeout: float | None = None, **options: Any) -> None:
        """Look for messages; who waits for less than a second is not kept for one."""
        is_short = timeout is not None and timeout < WAIT_SECONDS
        self.wait_time_seconds = 0 if is_short else WAIT_SECONDS
        super().drain_events(timeout, **options)

    def new_sqs_client(self, *access: Any, **named: Any) -> Any:
        """Return this process' client for an address: to make one takes longer than to send."""
        key = (os.getpid(), self.endpoint_url, *access, *named.values())
        if key not in _clients:
            _clients[key] = super().new_sqs_client(*access, **named)
        return _clients[key]

    def _prepare_json_payload(self, text: str) -> dict[str, Any]:
        """Return an envelope, or none: what only looks like one would end the worker."""
        try:
            payload: dict[str, Any] = super()._prepare_json_payload(text)
        except DEFECTS:
            return {}
        properties = payload.get("properties")
        info = properties.get("delivery_info") if isinstance(properties, dict) else None
        return payload if isinstance(info, dict) and "body" in payload else {}


class Transport(KombuTransport):
    """Kombu's, with channels of ours."""

    Channel = Channel


TRANSPORT_ALIASES[ALIAS] = f"{__name__}:Transport"


def _transport_options(address: BrokerUrl, options: CeleryOptions) -> dict[str, Any]:
    """Return options that bound each wait; who refuses is asked once."""
    return {
        **dict(address.options),
        **REFUSED_AT_ONCE,
        "visibility_timeout": min(options.visibility_timeout, LONGEST_VISIBILITY),
        "wait_time_seconds": WAIT_SECONDS,
        "polling_interval": POLLING_SECONDS,
        "client-config": {
            "connect_timeout": options.timeout_seconds,
            "read_timeout": options.timeout_seconds + WAIT_SECONDS,
            "retries": {"total_max_attempts": 1},
        },
    }


def _settings(_options: CeleryOptions) -> dict[str, Any]:
    """Return settings that keep quiet what nobody would hear, and Amazon would count."""
    return {
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "task_send_sent_event": False,
    }


SQS: Final = Broker(
    name="Amazon SQS",
    schemes={"sqs": Scheme(kombu=ALIAS, takes=frozenset({"region"}))},
    capabilities=Capabilities(
        shared=True,
        durable=True,
        redelivers=True,
        ordered=False,
        depth=True,  # Amazon's own count, which may be some seconds behind
        oldest_age=False,  # a metric of CloudWatch, not of the queue
        purge=False,  # once in sixty seconds, and nobody is told of how many
        priorities=False,
        remote_control=False,
        events=False,
    ),
    transport_options=_transport_options,
    settings=_settings,
    errors=(BotoCoreError, ClientError),
    hint="on Amazon, where no server is to be run",
)
