"""The application that ``celery -A contractsai.celery_app`` finds."""

from logging import NOTSET, Logger

import click
from celery import signals

from contractsai.bootstrap.celery import build_celery
from contractsai.bootstrap.errors import connect_sentry
from contractsai.bootstrap.telling import begin_to_tell
from contractsai.bootstrap.tracing import WorkerTraces
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.observability import use_format
from contractsai.settings import Settings

TASKS = "contractsai.entrypoints.tasks"
"""Which imports this module, so that a worker imports it by its name."""

try:
    _settings = Settings()
    begin_to_tell(_settings)
    app = build_celery(_settings, tasks=[TASKS])
    connect_sentry(_settings)
    WorkerTraces(_settings).connect()
except UnsafeConfiguration as error:  # which Celery's command would show with a traceback
    click.echo(f"contractsai: {error}", err=True)
    raise SystemExit(2) from error


@signals.after_setup_logger.connect
@signals.after_setup_task_logger.connect
def _format(logger: Logger, loglevel: int | None = None, **_: object) -> None:
    """Have workers and beats write as every other process of the service does."""
    use_format(logger, loglevel or NOTSET, form=_settings.log_format)
