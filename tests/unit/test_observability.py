"""Which form records take."""

import io
import json
import logging

from contractsai.observability import formatter, use_format
from contractsai.observability.lines import LineFormatter


def test_lines_are_for_people_and_the_default() -> None:
    assert isinstance(formatter(), LineFormatter)


def test_handlers_that_are_there_take_the_form_that_is_asked_for() -> None:
    """Celery makes its own, wherever they write to."""
    stream = io.StringIO()
    logger = logging.Logger("celery.worker")  # noqa: LOG001 - no other test sees it
    logger.addHandler(logging.StreamHandler(stream))

    use_format(logger, logging.INFO, form="json")
    logger.info("ready")
    logger.debug("chatter")

    assert json.loads(stream.getvalue())["message"] == "ready"
