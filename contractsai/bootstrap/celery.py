"""Put Celery together on the broker that the settings name."""

from collections.abc import Sequence

from celery import Celery

from contractsai.adapters.brokers import administration, transports
from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.pool import let_children_leave_quickly
from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_url import BrokerUrl
from contractsai.observability import JSON
from contractsai.settings import Settings


def check_broker(settings: Settings) -> None:
    """Return if messages are safe with the broker, as far as can be known.

    Raises:
        UnsafeConfiguration: they are not; the message says why, and the way out.
    """
    app = build_celery(settings)
    try:
        administration.refuse_unsafe(app)
    finally:
        app.close()


def prepare_worker(*, log_format: str) -> None:
    """Mend what would kill this process, make it deaf, or keep it; before it connects or forks.

    What its children need is imported here, once for all of them.
    """
    from contractsai.bootstrap import analysis  # noqa: F401 - for the children

    transports.prepare_worker()
    let_children_leave_quickly()
    if log_format == JSON:
        from contractsai.adapters.brokers.celery.farewell import say_as_records

        say_as_records()


def build_celery(settings: Settings, *, tasks: Sequence[str] = ()) -> Celery:
    """Return the Celery application on the broker that *settings* name.

    Args:
        settings: read once, by the entry point.
        tasks: the modules with the tasks; whoever only sends needs none.
    """
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
            pulse_file=str(settings.pulse_file) if settings.pulse_file else None,
            has_webhooks=settings.webhook_url is not None,
        ),
        tasks=tasks,
    )
