"""The Celery application and `DocumentQueue` on it.

The rows are the truth and a message is a wake-up, so every setting here is tuning: none of them
may be what keeps a promise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue
from kombu.exceptions import OperationalError
from kombu.pools import ProducerPool

from contractsai.adapters.brokers import amqp, tls
from contractsai.application.messages import (
    ANALYZE_DOCUMENT,
    CLEANUP_OLD_JOBS,
    RELAY,
    RESCUE,
    SCHEMA,
    TICK_LASTS,
)
from contractsai.broker_url import BrokerUrl
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId

TASKS_MODULE: Final = "contractsai.entrypoints.tasks"
REDIS_SCHEMES: Final = ("redis", "rediss", "redis+socket")


@dataclass(frozen=True, slots=True)
class CeleryOptions:
    """What the environment may change about Celery; durations in seconds."""

    broker: BrokerUrl
    backend: BrokerUrl | None
    queue: str
    key_prefix: str
    task_time_limit: int
    task_soft_time_limit: int
    max_tasks_per_child: int
    visibility_timeout: int
    timeout_seconds: float
    tick_seconds: float
    concurrency: int | None


class CeleryQueue:
    """`DocumentQueue` on Celery: the message is a document's id and a schema version."""

    def __init__(self, app: Celery) -> None:
        """Take the application that `make_celery` made; it connects on first use.

        The connections are this object's own: those of Celery's pools are shared with whoever uses
        the same URL in this process, a worker for one, so that nobody may close them.
        """
        self._app = app
        limit = app.conf.broker_pool_limit
        self._connections = app.connection_for_write().Pool(limit)
        self._producers = ProducerPool(self._connections, limit)

    def enqueue(self, document_id: DocumentId) -> None:
        """Send one message; sockets are bounded, and what was refused is not tried again."""
        try:
            try:
                self._send(document_id)
            except OperationalError as error:
                if not amqp.was_closed(error.__cause__):
                    raise
                self._send(document_id)  # on a new connection
        except (OperationalError, OSError, *amqp.ERRORS) as error:
            why = tls.distrusted(error) or error
            raise QueueUnavailable(f"the broker did not accept a message: {why}") from error

    def close(self) -> None:
        """Let go of the connections to the broker."""
        self._connections.force_close_all()

    def _send(self, document_id: DocumentId) -> None:
        with self._producers.acquire(block=True) as producer:
            self._app.send_task(
                ANALYZE_DOCUMENT,
                kwargs={"document_id": document_id, "schema": SCHEMA},
                producer=producer,
                ignore_result=True,
                retry=False,
                confirm_timeout=self._app.conf.broker_connection_timeout,
            )


def make_celery(options: CeleryOptions) -> Celery:
    """Return the application that sends, receives and schedules our tasks."""
    app = Celery("contractsai", include=[TASKS_MODULE], set_as_current=False)
    app.conf.update(_configuration(options))
    app.backend_cls = app.conf["result_backend"]  # else `CELERY_RESULT_BACKEND`, as it stands there
    return app


def normal_url(url: str) -> str:
    """Return *url* with a scheme that kombu knows: Valkey speaks Redis' protocol."""
    for ours, theirs in (("valkey+socket://", "redis+socket://"), ("valkeys://", "rediss://")):
        if url.startswith(ours):
            return theirs + url.removeprefix(ours)
    return "redis://" + url.removeprefix("valkey://") if url.startswith("valkey://") else url


def _configuration(options: CeleryOptions) -> Mapping[str, Any]:
    broker_url = normal_url(options.broker.url)
    backend = normal_url(options.backend.url) if options.backend else None
    is_amqp = amqp.is_amqp(broker_url)
    documents, ticks = (
        Queue(
            name,
            Exchange(name, type="direct"),
            routing_key=name,
            queue_arguments=amqp.QUORUM if is_amqp else None,
        )
        for name in (options.queue, f"{options.queue}.ticks")
    )
    return {
        "broker_url": broker_url,
        # Without these, Celery takes `CELERY_BROKER_URL` as it stands there.
        "broker_read_url": broker_url,
        "broker_write_url": broker_url,
        "result_backend": backend or "disabled://",
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
        "worker_consumer": "contractsai.adapters.brokers.consumer:Consumer",
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_max_tasks_per_child": options.max_tasks_per_child,
        "worker_concurrency": options.concurrency,
        "worker_send_task_events": True,
        "task_send_sent_event": True,
        "task_track_started": True,
        # The outer net, on prefork only; the document's own limit holds on every pool.
        "task_time_limit": options.task_time_limit,
        "task_soft_time_limit": options.task_soft_time_limit,
        "broker_transport_options": _transport_options(broker_url, options),
        "result_backend_transport_options": _transport_options(backend or "", options),
        "broker_connection_timeout": options.timeout_seconds,
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # A Redis that answers with errors (it became a replica, its memory is full) would end the
        # worker; like one that is away, it is waited for. RabbitMQ's tell of a wrong declaration.
        "broker_channel_error_retry": not is_amqp,
        "redis_socket_timeout": options.timeout_seconds,
        "redis_socket_connect_timeout": options.timeout_seconds,
        "task_default_queue": documents.name,
        "task_queues": [ticks, documents],
        "task_routes": {name: {"queue": ticks.name} for name in (RELAY, RESCUE, CLEANUP_OLD_JOBS)},
        "beat_schedule": _schedule(options.tick_seconds),
        # In memory: several beats share no file, and a killed one leaves none that is broken.
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_max_loop_interval": min(options.tick_seconds, 5),
        **(amqp.settings(options.queue) if is_amqp else {}),
        **_tls(options),
    }


def _tls(options: CeleryOptions) -> dict[str, Any]:
    """Return whom the libraries are to trust: by default, everybody who answers will do."""
    chosen: dict[str, Any] = {}
    if options.broker.tls is not None:
        url = options.broker.url
        chosen["broker_use_ssl"] = (
            tls.for_amqp(options.broker.tls, url=url)
            if amqp.is_amqp(url)
            else tls.for_redis(options.broker.tls)
        )
    if options.backend is not None and options.backend.tls is not None:
        chosen["redis_backend_use_ssl"] = tls.for_redis(options.backend.tls)
    return chosen


def _transport_options(url: str, options: CeleryOptions) -> dict[str, Any]:
    """Return the options of the URL's own transport: others' options break it."""
    if amqp.is_amqp(url):
        return amqp.transport_options(options.timeout_seconds)
    if url.partition("://")[0] not in REDIS_SCHEMES:
        return {}
    chosen: dict[str, Any] = {
        "visibility_timeout": options.visibility_timeout,
        "socket_timeout": options.timeout_seconds,
        "socket_connect_timeout": options.timeout_seconds,
        "socket_keepalive": not url.startswith("redis+socket"),
        "health_check_interval": 10,
        # A sender that is refused says so at once; a worker has retries of its own.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
        "queue_order_strategy": "priority",  # a tick never waits behind documents
    }
    if options.key_prefix:
        chosen["global_keyprefix"] = options.key_prefix
    return chosen


def _schedule(tick_seconds: float) -> dict[str, Any]:
    """Return what beat sends."""
    tick = timedelta(seconds=tick_seconds)
    expires = {"expires": TICK_LASTS.total_seconds()}
    return {
        "relay": {"task": RELAY, "schedule": tick, "options": expires},
        "rescue": {"task": RESCUE, "schedule": tick, "options": expires},
        "cleanup-old-jobs": {
            "task": CLEANUP_OLD_JOBS,
            "schedule": crontab(hour=2, minute=0),  # UTC
            "options": expires,
        },
    }
