"""The API's log: a line a record, with its fields, and where an error came from."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_HIDDEN: Final = frozenset({"color_message"})  # uvicorn's second wording of the message
_MOST_CAUSES: Final = 10


class LineFormatter(logging.Formatter):
    """Writes ``time level logger sentence field=value ...``, and errors without their words.

    An error's own message may quote a document, a statement with its values or a URL with its
    password. Its class and the lines of code that it came through tell a developer as much.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines; the first one holds all of its fields."""
        head = (
            self.formatTime(record),
            record.levelname,
            record.name,
            record.getMessage().rstrip(),
            *fields(record),
        )
        lines = [" ".join(_printable(part) for part in head)]
        if record.exc_info and record.exc_info[1] is not None:
            lines.append(self.formatException(record.exc_info))
        return "\n".join(lines)

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - the base class' signature
        """Return the classes of the error and of what caused it, with the way each has come."""
        return "\n".join(_chain(ei[1]))


def fields(record: logging.LogRecord) -> Iterator[str]:
    """Yield what `extra` gave the record, the event first; texts with blanks are quoted."""
    extra = {
        name: value
        for name, value in vars(record).items()
        if name not in _STANDARD and name not in _HIDDEN
    }
    for name in sorted(extra, key=lambda name: (name != "event", name)):
        text = str(extra[name])
        yield (
            f"{name}={text}"
            if text and text.isprintable() and " " not in text
            else (f"{name}={text!r}")
        )


class _ToldAlready(logging.Filter):
    """Drops uvicorn's word on an error in a request: ours has told of it, with its reference."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is another one."""
        return not str(record.msg).startswith("Exception in ASGI application")


def log_config() -> dict[str, Any]:
    """Return the logging configuration of an API process, as `logging.config.dictConfig` has it.

    Our own records and warnings of libraries go to standard error, beside uvicorn's; what was
    asked for, a line a request, to standard output.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": LineFormatter}},
        "filters": {"told_already": {"()": _ToldAlready}},
        "handlers": {
            "err": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stderr",
            },
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "line",
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


def _chain(error: BaseException | None) -> Iterator[str]:
    """Yield the lines of an error, then those of what it was raised from, and so on."""
    for _ in range(_MOST_CAUSES):
        if error is None:
            return
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        yield from _way(error.__traceback__)
        cause = error.__cause__
        error = cause or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            yield "  which came of"


def _way(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"    {frame.filename}:{frame.lineno} in {frame.name}: {frame.line or ''}"


def _printable(text: str) -> str:
    """Return *text* on one line: a caller's path must not begin a record of its own."""
    return text if text.isprintable() else repr(text)[1:-1]
