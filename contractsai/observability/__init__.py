"""What the service says of itself: a record a line, in the form that its reader wants.

`lines` for people at a terminal, `as_json` for what collects the output of containers. Both say
the same: time, level, process, a fixed sentence, its event with fields, and what it is under way
(`application/under_way.py`); neither says a word of a document or a secret.
"""

import logging
import sys
from typing import Final, TextIO

from contractsai.observability.as_json import JsonFormatter
from contractsai.observability.lines import LineFormatter

LINES: Final = "lines"
JSON: Final = "json"


def formatter(form: str = LINES) -> logging.Formatter:
    """Return what writes records in *form*: ``lines`` or ``json``."""
    return JsonFormatter() if form == JSON else LineFormatter()


def configure(level: str = "INFO", *, stream: TextIO | None = None, form: str = LINES) -> None:
    """Send every record of this process to *stream*, standard error by default, in our form.

    Handlers that somebody else gave the root logger go: no record is to be written twice.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(form))
    root.addHandler(handler)
    root.setLevel(level.upper())


def use_format(logger: logging.Logger, level: int = logging.NOTSET, *, form: str = LINES) -> None:
    """Have the handlers that *logger* has already write in our form, wherever they write to.

    They show what is of *level*, also where a logger below has records made that are only counted.
    """
    for handler in logger.handlers:
        handler.setFormatter(formatter(form))
        handler.setLevel(max(handler.level, level))
