"""Put Celery together on the broker that the settings name."""

from celery import Celery

from contractsai.adapters.brokers.amqp_message import read_messages_safely
from contractsai.adapters.brokers.celery import CeleryOptions, make_celery
from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.adapters.brokers.eviction import refuse_eviction
from contractsai.adapters.brokers.pool import bound_farewells
from contractsai.adapters.brokers.redis_channel import guard_channels
from contractsai.adapters.brokers.tls import refuse_the_untrusted
from contractsai.broker_url import BrokerUrl
from contractsai.settings import Settings


def check_broker(settings: Settings) -> None:
    """Return if messages are safe with the broker, as far as can be known.

    Raises:
        UnsafeConfiguration: they are not; the message says why, and the way out.
    """
    app = build_celery(settings)
    try:
        refuse_the_untrusted(app)
        refuse_eviction(app)
    finally:
        app.close()


def prepare_worker() -> None:
    """Mend what would kill this process, make it deaf, or keep it; before it connects or forks."""
    guard_channels()
    read_messages_safely()
    bound_farewells()


def build_celery(settings: Settings) -> Celery:
    """Return the Celery application on the broker that *settings* name."""
    embedded = BrokerUrl(EmbeddedBroker(settings.data_dir).url, None)
    return make_celery(
        CeleryOptions(
            broker=embedded if settings.is_embedded else settings.broker,
            backend=settings.backend,
            queue=settings.queue,
            key_prefix=settings.key_prefix,
            task_time_limit=settings.task_time_limit,
            task_soft_time_limit=settings.task_soft_time_limit,
            max_tasks_per_child=settings.max_tasks_per_child,
            visibility_timeout=settings.visibility_timeout,
            timeout_seconds=settings.broker_timeout_seconds,
            tick_seconds=settings.tick_seconds,
            concurrency=settings.concurrency,
        )
    )
