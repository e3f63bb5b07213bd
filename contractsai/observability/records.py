"""What a record says beyond its sentence, whichever way it is written."""

import logging
import traceback
from collections.abc import Mapping
from typing import Final

from contractsai.application.under_way import names
from contractsai.domain.errors import ContractsAIError
from contractsai.observability.secrecy import SECRECY

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",  # uvicorn's
}
_SPEAKING: Final = frozenset({"OperationalError", "ConnectionError", "TimeoutError"})
"""Foreign errors, by name, that tell of servers and never of rows."""


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return the event and the further fields of a record that has an event; others' have none."""
    extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    if "event" not in extra:
        return {}
    return {"event": extra.pop("event"), **extra}


def sentence_of(record: logging.LogRecord) -> str:
    """Return what a record says; Celery quotes what an error says, which may quote a document."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and isinstance(record.args, Mapping) and "exc" in record.args:
        return str(record.msg) % {**record.args, "exc": last_line(error), "traceback": ""}
    return record.getMessage()


def told_with(record: logging.LogRecord) -> dict[str, object]:
    """Return the fields of a record and what it is under way, without secrets."""
    own = fields_of(record)
    around = {**names(), **_of_message(record)}
    told = {**own, **{name: value for name, value in around.items() if name not in own}}
    return {name: _masked(value) for name, value in told.items()}


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
        last = last_line(link)
        parts.append("\n".join(line for line in ("Traceback:", frames, last) if line))
        cause = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        part = part.__cause__ if link.__cause__ is not None else part.__context__
        link = cause
    return SECRECY.masked("\nwhich led to\n".join(reversed(parts)))


def last_line(error: BaseException) -> str:
    """Return the class of an error, and its words if such an error never quotes a document."""
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    words = words_of(error)
    return f"{module}{kind.__qualname__}{f': {words}' if words else ''}"


def words_of(error: BaseException) -> str:
    """Return what an error says, if such an error never quotes a document; else nothing."""
    kind = type(error)
    is_safe = isinstance(error, (ContractsAIError, OSError)) or kind.__name__ in _SPEAKING
    return SECRECY.masked(str(error).strip()) if is_safe else ""


def _of_message(record: logging.LogRecord) -> Mapping[str, object]:
    """Return the message that a record of Celery's is about: its id begins with a document's."""
    data = vars(record).get("data")
    if not isinstance(data, Mapping) or not isinstance(data.get("id"), str):
        return {}
    return {"task_id": data["id"]}


def _masked(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return SECRECY.masked(value if isinstance(value, str) else str(value))
