"""The Celery application: its settings, its two queues, and what beat sends when.

The rows are the truth and a message is a wake-up, so every setting here is tuning: none of them
may be what keeps a promise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue

from contractsai.adapters.brokers.celery.pulse import PULSE_FILE
from contractsai.adapters.brokers.options import CHOSEN, CeleryOptions
from contractsai.adapters.brokers.transports import broker_of
from contractsai.adapters.brokers.transports.redis import REDIS
from contractsai.application.messages import (
    CLEANUP_HOUR,
    CLEANUP_OLD_JOBS,
    RELAY,
    RESCUE,
    TICK_LASTS,
    TICKS,
    WEBHOOKS,
)
from contractsai.broker_url import BrokerUrl


def make_celery(options: CeleryOptions, *, tasks: Sequence[str] = ()) -> Celery:
    """Return the application that sends, receives and schedules our tasks.

    Args:
        options: what the environment says.
        tasks: the modules with the tasks, which a worker imports when it starts; whoever only
            sends needs none.
    """
    app = Celery("contractsai", include=list(tasks), set_as_current=False)
    app.conf.update(_configuration(options))
    app.backend_cls = app.conf["result_backend"]  # else `CELERY_RESULT_BACKEND`, as it stands there
    return app


def _configuration(options: CeleryOptions) -> Mapping[str, Any]:
    broker = broker_of(options.broker.url)
    address = replace(options.broker, url=broker.dialled(options.broker.url)).as_kombu_spells_it()
    broker_url = address.url
    backend = (options.backend or BrokerUrl("", None)).as_kombu_spells_it()
    documents, ticks = (
        Queue(
            name,
            Exchange(name, type="direct"),
            routing_key=name,
            queue_arguments=broker.queue_arguments,
        )
        for name in (options.queue, f"{options.queue}.ticks")
    )
    return {
        "broker_url": broker_url,
        # Without these, Celery takes `CELERY_BROKER_URL` as it stands there.
        "broker_read_url": broker_url,
        "broker_write_url": broker_url,
        "result_backend": backend.url or "disabled://",
        "task_serializer": "json",
        "result_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "timezone": "UTC",
        "enable_utc": True,
        # Delivery. Late ack is a hint that makes most recoveries quicker; the lease is the proof.
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,  # on Redis it loops for ever on a poison message
        "worker_prefetch_multiplier": 1,
        "worker_consumer": "contractsai.adapters.brokers.celery.consumer:Consumer",
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_max_tasks_per_child": options.max_tasks_per_child,
        "worker_concurrency": options.concurrency,
        "worker_send_task_events": True,
        "task_send_sent_event": True,
        "task_track_started": True,
        # The outer net, on prefork only; the document's own limit holds on every pool.
        "task_time_limit": options.task_time_limit,
        "task_soft_time_limit": options.task_soft_time_limit,
        "broker_transport_options": broker.transport_options(address, options),
        "result_backend_transport_options": broker_of(backend.url).transport_options(
            backend, options
        ),
        "broker_connection_timeout": options.timeout_seconds,
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "redis_socket_timeout": options.timeout_seconds,  # the result backend's
        "redis_socket_connect_timeout": options.timeout_seconds,
        "task_default_queue": documents.name,
        "task_queues": [ticks, documents],
        "task_routes": {name: {"queue": ticks.name} for name in TICKS},
        "beat_schedule": _schedule(options),
        # In memory: several beats share no file, and a killed one leaves none that is broken.
        "beat_scheduler": "contractsai.adapters.brokers.celery.pulse:PulsingScheduler",
        PULSE_FILE: options.pulse_file,
        CHOSEN: "".join(options.broker.url.partition("://")[:2]),
        "beat_max_loop_interval": min(options.tick_seconds, 5),
        **broker.settings(options),
        **_tls(options),
    }


def _tls(options: CeleryOptions) -> dict[str, Any]:
    """Return whom the libraries are to trust: by default, everybody who answers will do."""
    chosen: dict[str, Any] = {}
    if (tls := options.broker.tls) is not None:
        url = options.broker.url
        chosen["broker_use_ssl"] = broker_of(url).tls(tls, url)
    if options.backend is not None and (tls := options.backend.tls) is not None:
        chosen["redis_backend_use_ssl"] = REDIS.tls(tls, options.backend.url)
    return chosen


def _schedule(options: CeleryOptions) -> dict[str, Any]:
    """Return what beat sends."""
    tick = timedelta(seconds=options.tick_seconds)
    expires = {"expires": TICK_LASTS.total_seconds()}
    webhooks = {"task": WEBHOOKS, "schedule": tick, "options": expires}
    return {
        "relay": {"task": RELAY, "schedule": tick, "options": expires},
        "rescue": {"task": RESCUE, "schedule": tick, "options": expires},
        "cleanup-old-jobs": {
            "task": CLEANUP_OLD_JOBS,
            "schedule": crontab(hour=CLEANUP_HOUR, minute=0),
            "options": expires,
        },
        **({"webhooks": webhooks} if options.has_webhooks else {}),
    }
