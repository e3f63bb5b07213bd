"""The API's log: uvicorn's records and ours in one form, each told once."""

import logging
from typing import Any

from contractsai.observability import LINES, formatter


class _ToldAlready(logging.Filter):
    """Drops uvicorn's word on an error in a request: ours has told of it, with its reference."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is another one."""
        return not str(record.msg).startswith("Exception in ASGI application")


def log_config(form: str = LINES) -> dict[str, Any]:
    """Return the logging configuration of an API process, as `logging.config.dictConfig` has it.

    Our own records and warnings of libraries go to standard error, beside uvicorn's; what was
    asked for, a line a request, to standard output.

    Args:
        form: ``lines`` or ``json``.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": formatter, "form": form}},
        "filters": {"told_already": {"()": _ToldAlready}},
        "handlers": {
            "err": {
                "class": "logging.StreamHandler",
                "formatter": "ours",
                "stream": "ext://sys.stderr",
            },
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "ours",
                "stream": "ext://sys.stdout",
            },
        },
        "root": {"handlers": ["err"], "level": "WARNING"},
        "loggers": {
            "contractsai": {"level": "INFO"},
            "uvicorn": {"level": "INFO"},
            "uvicorn.error": {"level": "INFO", "filters": ["told_already"]},
            "uvicorn.access": {"handlers": ["out"], "level": "INFO", "propagate": False},
        },
    }
