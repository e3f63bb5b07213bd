"""What the service says of itself: a line a record, with its time, its event and its fields.

::

    2026-03-01T12:00:00.123Z WARNING [4711] contractsai.application.run: attempt failed
        event=document.failed reason=internal job_id=5f... document_id=0c...

(on one line). A traceback follows its line. It names files, lines and classes; of messages, only
those of errors that never quote a document: what a parser or a driver says may.
"""

import json
import logging
import sys
import time
import traceback
from contextvars import ContextVar
from typing import Any, Final, TextIO

from contractsai.domain.errors import ContractsAIError

REQUEST: Final[ContextVar[str | None]] = ContextVar("request", default=None)
"""The name of the request that is being answered, which every line says that it leads to."""
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_TERMINATORS: Final = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
_SPEAKING: Final = frozenset({"OperationalError", "ConnectionError", "TimeoutError"})
"""Foreign errors, by name, that tell of servers and never of rows."""


class LineFormatter(logging.Formatter):
    """Formats records as this module's first lines show."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        """Take nothing: all processes of the service write alike."""
        super().__init__("%(asctime)s %(levelname)s [%(process)d] %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line, without what would end it early."""
        words = [super().formatMessage(record).replace("\n", " ").translate(_TERMINATORS)]
        words += [f"{name}={_shown(value)}" for name, value in fields_of(record).items()]
        if (request := REQUEST.get()) is not None:
            words.append(f"request_id={_shown(request)}")
        return " ".join(words)

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - logging's own
        """Return the traceback, with the causes before it, and no word of a document."""
        return told_safely(ei[1]) if ei[1] is not None else ""


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return the event and the further fields of a record that has an event; others' have none."""
    extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    if "event" not in extra:
        return {}
    return {"event": extra.pop("event"), **extra}


def told_safely(error: BaseException) -> str:
    """Return a traceback whose messages are those of errors that never quote a document."""
    told = traceback.TracebackException.from_exception(error)
    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    part: traceback.TracebackException | None = told
    while link is not None and part is not None and id(link) not in seen:
        seen.add(id(link))
        frames = "".join(part.stack.format()).rstrip("\n")
        last = _last_line(link)
        parts.append("\n".join(line for line in ("Traceback:", frames, last) if line))
        cause = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        part = part.__cause__ if link.__cause__ is not None else part.__context__
        link = cause
    return "\nwhich led to\n".join(reversed(parts))


def configure(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send every record of this process to *stream*, standard error by default, in our form.

    Handlers that somebody else gave the root logger go: no record is to be written twice.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter())
    root.addHandler(handler)
    root.setLevel(level.upper())


def use_format(logger: logging.Logger, level: int = logging.NOTSET) -> None:
    """Have the handlers that *logger* has already write in our form, wherever they write to.

    They show what is of *level*, also where a logger below has records made that are only counted.
    """
    for handler in logger.handlers:
        handler.setFormatter(LineFormatter())
        handler.setLevel(max(handler.level, level))


def _last_line(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    is_safe = isinstance(error, (ContractsAIError, OSError)) or kind.__name__ in _SPEAKING
    text = f": {str(error).strip()}" if is_safe else ""
    return f"{module}{kind.__qualname__}{text}"


def _shown(value: object) -> str:
    """Return a value as one word: quoted, as JSON does, if it would not be one."""
    text = value if isinstance(value, str) else str(value)
    is_word = bool(text) and text.isprintable() and not set(' "=') & set(text)
    return text if is_word else json.dumps(text)
