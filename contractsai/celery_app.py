"""The application that ``celery -A contractsai.celery_app`` finds."""

from logging import Logger

from celery import signals

from contractsai.bootstrap_broker import build_celery
from contractsai.observability import use_format
from contractsai.settings import Settings

app = build_celery(Settings())


@signals.after_setup_logger.connect
@signals.after_setup_task_logger.connect
def _format(logger: Logger, **_: object) -> None:
    """Have workers and beats write as every other process of the service does."""
    use_format(logger)
