"""The API's log, as uvicorn is told to write it."""

import logging
import logging.config

import pytest

from contractsai.entrypoints.api.logs import log_config


def test_the_log_of_an_api_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where the command line had made the root silent."""
    names = ("", "contractsai", "uvicorn", "uvicorn.error", "uvicorn.access")
    before = {
        name: (it.level, list(it.handlers), list(it.filters), it.propagate)
        for name in names
        for it in [logging.getLogger(name or None)]
    }
    try:
        logging.config.dictConfig(log_config())
        logging.getLogger("contractsai.x").info("heard", extra={"event": "x.heard"})
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n")
        logging.getLogger("alembic").info("chatter")
    finally:
        for name, (level, handlers, filters, propagate) in before.items():
            logger = logging.getLogger(name or None)
            logger.setLevel(level)
            logger.handlers, logger.filters, logger.propagate = handlers, filters, propagate

    told = capsys.readouterr().err
    assert "contractsai.x: heard event=x.heard" in told
    assert "ASGI" not in told
    assert "chatter" not in told
