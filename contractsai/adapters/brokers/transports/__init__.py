"""The brokers that the service can use: a module and a line here for each.

Which schemes of a URL lead to which of them is in `contractsai.broker_url`.
"""

from typing import Final

from celery import Celery

from contractsai.adapters.brokers.transports.rabbitmq import RABBITMQ
from contractsai.adapters.brokers.transports.redis import REDIS
from contractsai.adapters.brokers.transports.tls import refuse_untrusted_certificate
from contractsai.adapters.brokers.transports.transport import Transport
from contractsai.broker_url import RABBITMQ as RABBITMQ_NAME
from contractsai.broker_url import REDIS as REDIS_NAME
from contractsai.broker_url import scheme_of

TRANSPORTS: Final = {REDIS_NAME: REDIS, RABBITMQ_NAME: RABBITMQ}
UNKNOWN: Final = Transport()
"""For what only Celery knows: its broker in memory, and other result backends than ours."""


def transport_of(url: str) -> Transport:
    """Return the transport of *url*."""
    scheme = scheme_of(url)
    return UNKNOWN if scheme is None else TRANSPORTS[scheme.transport]


def refuse_unsafe(app: Celery) -> None:
    """Return if messages are safe with the broker of *app*, as far as can be known.

    Raises:
        UnsafeConfiguration: they are not; the message says why, and the way out.
    """
    refuse_untrusted_certificate(app)
    transport_of(app.conf.broker_url).refuse_unsafe(app)


def prepare_worker() -> None:
    """Mend what would end a worker or make it deaf, in every library; before it connects."""
    for transport in TRANSPORTS.values():
        transport.prepare_worker()
