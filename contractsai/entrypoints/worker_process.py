"""What a Celery worker process owns: its services, and the news of its shutdown."""

import logging
import os
import threading
from datetime import timedelta
from typing import Any, Final

import click
from celery import signals
from celery.exceptions import SoftTimeLimitExceeded
from celery.worker import state

from contractsai.application.workers import Attendance
from contractsai.bootstrap.celery import check_broker, prepare_worker
from contractsai.bootstrap.database import prepare_data_dir
from contractsai.bootstrap.metrics import WorkerMetrics
from contractsai.bootstrap.playbooks import playbook_of
from contractsai.bootstrap.services import Services, build_services
from contractsai.bootstrap.worker import build_shutdown
from contractsai.domain.errors import ContractsAIError, UnsafeConfiguration
from contractsai.entrypoints.celery_metrics import TaskCounter
from contractsai.entrypoints.worker_row import RowKeeper
from contractsai.settings import Settings

logger = logging.getLogger(__name__)

FAILED: Final = 1
USAGE: Final = 2  # to start again will not help: a person has to change something
LEAVE_SECONDS: Final = 5.0
"""What Celery gets to end a worker, after the grace and a lease."""


class WorkerProcess:
    """The services of the process that asks, made on first use: nothing crosses a fork."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; the main process and its pool children share the shutdown."""
        self.settings = settings
        self.shutdown = build_shutdown(settings)
        self.row: RowKeeper | None = None
        self.metrics: WorkerMetrics | None = None
        self._lock = threading.Lock()
        self._services: Services | None = None
        self._owner = 0

    def services(self) -> Services:
        """Return this process' services."""
        with self._lock:
            if self._services is None or self._owner != os.getpid():
                self._services = build_services(
                    self.settings, shutdown=self.shutdown, limit_errors=(SoftTimeLimitExceeded,)
                )
                self._owner = os.getpid()
            return self._services

    def close(self) -> None:
        """Stop what this process started."""
        if self._services is not None and self._owner == os.getpid():
            self._services.close()


_process = WorkerProcess(Settings())


def services() -> Services:
    """Return this process' services."""
    return _process.services()


@signals.worker_init.connect
def _check(**_: object) -> None:
    """Refuse to start on what cannot work, with the way out; clear up after the dead."""
    try:
        starting = build_services(_process.settings)
        prepare_data_dir(_process.settings)
        starting.prepare_database()
        check_broker(_process.settings)
        playbook_of(_process.settings)  # before a document is the first to find it wrong
    except ContractsAIError as error:
        click.echo(f"contractsai: {error}", err=True)
        is_usage = isinstance(error, UnsafeConfiguration)
        raise SystemExit(USAGE if is_usage else FAILED) from error
    starting.sweep_up()


@signals.worker_init.connect
def _count(**_: object) -> None:
    """Begin to count, if somebody is to be told; children that are forked later count along."""
    if _process.settings.metrics_address is not None:
        _process.metrics = WorkerMetrics()
        TaskCounter(_process.metrics.tally.note, hostname=_process.metrics.hostname).connect()


@signals.worker_ready.connect
def _serve_metrics(**_: object) -> None:
    if _process.metrics is not None and _process.settings.metrics_address is not None:
        host, port = _process.settings.metrics_address
        _process.metrics.serve(host, port, active=lambda: len(state.active_requests))


@signals.worker_init.connect
def _prepare(**_: object) -> None:
    prepare_worker(log_format=_process.settings.log_format)


@signals.worker_shutting_down.connect
def _stop(**_: object) -> None:
    _process.shutdown.request()
    settings = _process.settings
    patience = settings.shutdown_grace_seconds + settings.lease_seconds + LEAVE_SECONDS
    leaving = threading.Timer(patience, _leave)
    leaving.daemon = True  # whoever ends in time does not wait for it
    leaving.start()


def _leave() -> None:
    """End without Celery, which now and then waits for its pool for ever, though all is done.

    By now every document was given back or has lost its lease. Pool children and guards notice
    that this process is gone.
    """
    logger.warning("worker ended by force", extra={"event": "worker.stuck", "pid": os.getpid()})
    os._exit(0)


@signals.worker_ready.connect
def _keep_row(sender: Any, **_: object) -> None:  # noqa: ANN401 - Celery's consumer
    """Have the worker tell of itself in its row, and hear there what people ask of it."""
    own = build_services(_process.settings)  # apart: its connections are this process' alone
    queues = sender.app.amqp.queues

    def attendance() -> Attendance:
        return own.workers.attendance(
            name=sender.hostname,
            pool=type(sender.pool).__module__.rpartition(".")[2],
            slots=lambda: _slots(sender.pool),
            queues=lambda: sorted(queues.consume_from),
            shutdown=_process.shutdown,
            drain=lambda: sender.call_soon(sender.cancel_task_queue, _process.settings.queue),
            every=timedelta(seconds=_process.settings.worker_row_seconds),
        )

    # SQLite keeps what it knows of a file's locks in memory that a fork would copy.
    is_file = _process.settings.store_url.startswith("sqlite")
    _process.row = RowKeeper(attendance, let_go=own.close if is_file else lambda: None)
    _process.row.start()


def _slots(pool: Any) -> int:  # noqa: ANN401 - Celery's, of any kind
    """Return how many documents the pool runs at once; one that is closed already, none."""
    try:
        return int(pool.num_processes or 1)
    except AttributeError:
        return 0


@signals.worker_shutdown.connect
def _stop_row(**_: object) -> None:
    if _process.row is not None:
        _process.row.stop()


@signals.worker_process_shutdown.connect
@signals.worker_shutdown.connect
def _close(**_: object) -> None:
    _process.close()
