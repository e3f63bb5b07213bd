"""Which of the messages that lie in a broker are ours, and what is left of those.

Whoever can write to the broker can write anything there. So nothing of a message is handed on: what
is ours is written anew from the few values that mean something, and all else is dropped. A forged
chain, callback, limit, countdown or address for the reply never reaches Celery.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from contractsai.application.messages import ANALYZE_DOCUMENT, DOCUMENT_ID, SCHEMA, TICKS
from contractsai.application.spans import CARRIED, HEADER

logger = logging.getLogger(__name__)

LARGEST_BODY: Final = 16 * 1024
"""Bytes of a task's body; ours have some two hundred."""

TASK_ID: Final = re.compile(r"[0-9A-Za-z._:-]{1,64}")
NAME: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")
NO_EMBED: Final = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
DEFECTS: Final = (ValueError, RecursionError)
"""How JSON says that it is none: not text, not JSON, too long a number, too deep."""


class NotOurs(Exception):
    """A message that is to be dropped.

    Attributes:
        kind: what is wrong with it, a word for the log.
        task: the task's name as it was sent, if it has one.
    """

    def __init__(self, kind: str, *, task: object = None) -> None:
        """Take what is wrong, and the task's name if the message has one."""
        super().__init__(kind)
        self.kind = kind
        self.task = task


@dataclass(frozen=True, slots=True)
class Admitted:
    """A message of ours as Celery gets to see it: headers and a JSON body."""

    headers: Mapping[str, Any]
    body: str


def admit(headers: object, body: object, *, content_type: object, encoding: object) -> Admitted:
    """Return the message, written anew.

    Raises:
        NotOurs: it is none that this version sends or understands.
    """
    if not isinstance(headers, Mapping):
        raise NotOurs("headers")
    task = headers.get("task")
    if task is None:
        raise NotOurs("no task")
    if task != ANALYZE_DOCUMENT and task not in TICKS:
        raise NotOurs("unknown task", task=task)
    try:
        task_id = _matching(TASK_ID, headers.get("id"), "task id")
        positional, named = _arguments(body, content_type=content_type, encoding=encoding)
        kwargs = _document(positional, named) if task == ANALYZE_DOCUMENT else _nothing(positional)
        expires = _expires(headers.get("expires"))
    except NotOurs as problem:
        raise NotOurs(problem.kind, task=task) from None
    return Admitted(
        headers={
            **_headers(task, task_id, kwargs=kwargs, expires=expires),
            **_span(headers.get(HEADER)),
        },
        body=json.dumps([[], kwargs, NO_EMBED]),
    )


def note_dropped(problem: NotOurs, *, size_bytes: int, queue: str) -> None:
    """Say in the log that a message was dropped, and nothing of what it held."""
    task = problem.task
    if task is not None:
        task = task if isinstance(task, str) and NAME.fullmatch(task) else "(not a name)"
    logger.warning(
        "message dropped",
        extra={
            "event": "message.dropped",
            "kind": problem.kind,
            "size_bytes": size_bytes,
            "task": task,
            "queue": queue,
        },
    )


def size_of(content: object) -> int:
    """Return the size of what came as a message's content, in bytes; 0 if it is none."""
    if isinstance(content, str):
        return len(content.encode(errors="surrogatepass"))
    return len(content) if isinstance(content, bytes | bytearray | memoryview) else 0


def _arguments(body: object, *, content_type: object, encoding: object) -> tuple[object, object]:
    if content_type != "application/json":
        raise NotOurs("content type")
    if not isinstance(encoding, str) or encoding.lower() != "utf-8":
        raise NotOurs("content encoding")
    if not isinstance(body, str | bytes | bytearray | memoryview):
        raise NotOurs("body")
    if size_of(body) > LARGEST_BODY:
        raise NotOurs("size")
    try:
        content = json.loads(bytes(body) if isinstance(body, memoryview) else body)
    except DEFECTS:
        raise NotOurs("body") from None
    if not isinstance(content, list) or len(content) != 3:  # noqa: PLR2004 - arguments twice, and what Celery embeds
        raise NotOurs("body")
    positional, named, _ = content
    return positional, named


def _document(positional: object, named: object) -> dict[str, Any]:
    """Return the arguments of `analyze_document`; fields that a later version added are left."""
    if not isinstance(named, dict):
        raise NotOurs("arguments")
    match positional:
        case []:
            given = named
        case [document_id]:
            given = {"document_id": document_id, **named}
        case [document_id, schema]:
            given = {"document_id": document_id, "schema": schema, **named}
        case _:
            raise NotOurs("arguments")
    schema = given.get("schema", SCHEMA)
    if type(schema) is not int or schema != SCHEMA:
        raise NotOurs("schema")
    document_id = _matching(DOCUMENT_ID, given.get("document_id"), "document id")
    return {"document_id": document_id, "schema": schema}


def _nothing(positional: object) -> dict[str, Any]:
    """Return the arguments of a tick: it has none."""
    if positional != []:
        raise NotOurs("arguments")
    return {}


def _matching(pattern: re.Pattern[str], value: object, kind: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NotOurs(kind)
    return value


def _expires(value: object) -> str | None:
    if value is None:
        return None
    try:
        expires_at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if expires_at is None:
            raise NotOurs("expiry")
        if expires_at.tzinfo is None:
            expires_at = expires_at.replace(tzinfo=UTC)
        return expires_at.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise NotOurs("expiry") from None


def _span(told: object) -> dict[str, str]:
    """Return what leads to the span of whoever sent it; anything else says nothing."""
    return {HEADER: told} if isinstance(told, str) and CARRIED.fullmatch(told) else {}


def _headers(
    task: str, task_id: str, *, kwargs: Mapping[str, Any], expires: str | None
) -> dict[str, Any]:
    return {
        "lang": "py",
        "task": task,
        "id": task_id,
        "root_id": task_id,
        "parent_id": None,
        "group": None,
        "shadow": None,
        "eta": None,
        "expires": expires,
        "retries": 0,
        "timelimit": [None, None],
        "argsrepr": "()",
        "kwargsrepr": repr(dict(kwargs)),
        "ignore_result": True,
    }
