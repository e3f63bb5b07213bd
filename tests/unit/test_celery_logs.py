"""Workers and beats write their log as every other process of the service does."""

import io
import logging

from celery import signals

import contractsai.celery_app
from contractsai.observability.lines import LineFormatter


def test_celerys_handlers_get_our_form() -> None:
    """Wherever they write to: standard error, or the file of `--logfile`."""
    assert contractsai.celery_app.app
    for signal in (signals.after_setup_logger, signals.after_setup_task_logger):
        logger = logging.Logger("set up by Celery")  # noqa: LOG001 - no other test sees it
        logger.addHandler(logging.StreamHandler(io.StringIO()))

        signal.send(
            sender=None, logger=logger, loglevel=20, logfile=None, format="", colorize=False
        )

        assert isinstance(logger.handlers[0].formatter, LineFormatter)
