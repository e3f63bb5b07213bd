"""Messages as nobody sends them: what anybody who can write to the broker can put into a queue."""

import base64
import copy
import json
import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contractsai.application.messages import ANALYZE_DOCUMENT, CLEANUP_OLD_JOBS

NOBODY: Final = "0" * 32
"""A document's id, as far as can be seen; there is none."""

JUNK: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    5,
    10**30,
    1e308,
    "",
    "x",
    "\x00\u202e\ud800",
    "9" * 5000,
    [],
    [[]],
    [None, None, None],
    {},
    {"": {}},
    {"__type__": "datetime", "__value__": 5},
    {"__type__": [], "__value__": {}},
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message is made of, whatever carries it."""

    headers: Any
    body: Any
    content_type: Any = "application/json"
    content_encoding: Any = "utf-8"
    properties: Mapping[str, Any] = field(default_factory=dict)


def good(task: str = ANALYZE_DOCUMENT, **kwargs: Any) -> Content:  # noqa: ANN401 - whatever the test wants in there
    """Return a message of ours, for a document that there is not."""
    if task == ANALYZE_DOCUMENT:
        kwargs = {"document_id": NOBODY, "schema": 1, **kwargs}
    headers: dict[str, Any] = {
        "lang": "py",
        "task": task,
        "id": "6d6ff1a1-6c0d-4a3e-8d27-3a0b6d0d8a2e",
        "root_id": "6d6ff1a1-6c0d-4a3e-8d27-3a0b6d0d8a2e",
        "parent_id": None,
        "group": None,
        "meth": None,
        "shadow": None,
        "eta": None,
        "expires": None,
        "retries": 0,
        "timelimit": [None, None],
        "argsrepr": "()",
        "kwargsrepr": repr(kwargs),
        "origin": "gen1@here",
        "ignore_result": True,
        "stamps": {},
        "stamped_headers": None,
    }
    return Content(headers, json.dumps([[], kwargs, EMBED]))


EMBED: Final = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
LINK: Final[dict[str, Any]] = {
    "task": CLEANUP_OLD_JOBS,
    "args": [],
    "kwargs": {},
    "options": {},
    "subtask_type": None,
    "immutable": True,
}


def refused() -> dict[str, Content]:
    """Return messages that have to be dropped, by name."""
    ours = good()
    kwargs = {"document_id": NOBODY, "schema": 1}

    def body(content: object) -> Content:
        return Content(ours.headers, json.dumps(content))

    def header(**changes: object) -> Content:
        return Content({**ours.headers, **changes}, ours.body)

    return {
        "a body that is a number": body(5),
        "a body that is null": body(None),
        "a body that is a text": body("x"),
        "a body that is a table": body({"task": ANALYZE_DOCUMENT, "id": "1", "kwargs": kwargs}),
        "a body that is empty": Content(ours.headers, ""),
        "a body of two": body([[], kwargs]),
        "a body of four": body([[], kwargs, EMBED, None]),
        "a body that is no JSON": Content(ours.headers, "{"),
        "a body that is deep": Content(ours.headers, "[" * 9_000),
        "a body with a long number": Content(ours.headers, "9" * 9_000),
        "a body that is large": body([[], {**kwargs, "more": "x" * 10_000_000}, EMBED]),
        "arguments that are a number": body([5, kwargs, EMBED]),
        "arguments too many": body([[NOBODY, 1, 2], {}, EMBED]),
        "named arguments that are a list": body([[], [NOBODY], EMBED]),
        "no id": body([[], {"schema": 1}, EMBED]),
        "an id that is a number": body([[], {"document_id": 5}, EMBED]),
        "an id that is too long": body([[], {"document_id": NOBODY * 2}, EMBED]),
        "an id that is a path": body([[], {"document_id": "../../etc/passwd"}, EMBED]),
        "an id with a line break": body([[], {"document_id": NOBODY + "\n"}, EMBED]),
        "an id with a NUL": body([[], {"document_id": "\x00" * 32}, EMBED]),
        "an id that is half a character": body([[], {"document_id": "\ud800"}, EMBED]),
        "another schema": body([[], {**kwargs, "schema": 2}, EMBED]),
        "a schema that is true": body([[], {**kwargs, "schema": True}, EMBED]),
        "a schema that is a text": body([[], {**kwargs, "schema": "1"}, EMBED]),
        "protocol 1": Content({}, json.dumps({"task": ANALYZE_DOCUMENT, "id": "1", "args": []})),
        "no headers": Content(None, ours.body),
        "a task that is a list": header(task=[ANALYZE_DOCUMENT]),
        "a task that is unknown": header(task="os.system"),
        "a task with a line break": header(task="x\nINFO all is well"),
        "a task of Celery's": header(task="celery.chain"),
        "another task of Celery's": header(task="celery.backend_cleanup"),
        "no task id": header(id=None),
        "a task id that is a list": header(id=[]),
        "a task id with a line break": header(id="a\nb"),
        "an expiry that is a number": header(expires=5),
        "an expiry that is no time": header(expires="soon"),
        "an expiry before all times": header(expires="0001-01-01T00:00:00+14:00"),
        "a gzip that is none": header(compression="application/x-gzip"),
        "a compression that is a list": header(compression=["bzip2"]),
        "pickle": Content(ours.headers, "x", "application/x-python-serialize", "binary"),
        "yaml": Content(ours.headers, "x", "application/x-yaml"),
        "no content type": Content(ours.headers, ours.body, None),
        "another encoding": Content(ours.headers, ours.body, content_encoding="utf-7"),
        "an unknown encoding": Content(ours.headers, ours.body, content_encoding="\u0436"),
        "a tick with arguments": Content(
            {**ours.headers, "task": CLEANUP_OLD_JOBS}, json.dumps([[1], {}, EMBED])
        ),
    }


def harmless() -> dict[str, Content]:
    """Return messages that are ours but for what was added to them, which has no effect."""
    ours = good()

    def embedding(**embed: object) -> Content:
        content = [[], {"document_id": NOBODY, "schema": 1}, {**EMBED, **embed}]
        return Content(ours.headers, json.dumps(content))

    def header(**changes: object) -> Content:
        return Content({**ours.headers, **changes}, ours.body)

    return {
        "a forged chain": embedding(chain=[LINK]),
        "a forged callback": embedding(callbacks=[LINK]),
        "a forged callback on errors": embedding(errbacks=[LINK]),
        "a forged chord": embedding(chord=LINK),
        "an embed that is a number": Content(
            ours.headers, json.dumps([[], {"document_id": NOBODY}, 5])
        ),
        "a countdown of a century": header(eta="2126-01-01T00:00:00"),
        "a countdown that is none": header(eta=[5]),
        "a limit of nothing": header(timelimit=[0.001, 0.001]),
        "limits that are none": header(timelimit="ab"),
        "retries that are none": header(retries=[]),
        "a shadow that is none": header(shadow={"x": 1}),
        "stamps that are none": header(stamps=5, stamped_headers=7, groups=9),
        "a group that is none": header(group=[5], group_index="x", root_id={}, parent_id=[]),
        "a result asked for": header(ignore_result=False),
        "a place for a reply": Content(
            ours.headers, ours.body, properties={"reply_to": "contractsai", "correlation_id": "x"}
        ),
        "a field of a later version": good(priority=7),
    }


def envelope(content: Content, *, queue: str = "contractsai") -> dict[str, Any]:
    """Return what kombu writes into a list of Redis to send *content*."""
    body = content.body.encode(errors="surrogatepass")
    return {
        "body": base64.b64encode(body).decode(),
        "content-encoding": content.content_encoding,
        "content-type": content.content_type,
        "headers": content.headers,
        "properties": {
            "correlation_id": "6d6ff1a1-6c0d-4a3e-8d27-3a0b6d0d8a2e",
            "reply_to": "2b9ddc1c-4ad1-3a2c-9d7f-b4f8b19fd5b7",
            "delivery_mode": 2,
            "delivery_info": {"exchange": queue, "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": "a0b5f7b0-6d53-4a2f-8f67-1d9e3e4f5a6b",
            **content.properties,
        },
    }


def raw_items() -> list[bytes]:
    """Return items of a Redis list that are no envelopes."""
    return [
        b"garbage",
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"5",
        b"null",
        b'"x"',
        b"{}",
        b"[" * 100_000,
        b"9" * 5_000,
        b"x" * 10_000_000,
        b'{"properties": 5}',
        b'{"body": "eA==", "properties": {}}',
        b'{"__type__": [], "__value__": {}}',
        b'{"__type__": "datetime", "__value__": 5}',
    ]


def mutations(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield envelopes with junk, or nothing, in one to three places; some are still ours."""
    chance = random.Random(seed)  # noqa: S311 - to be had again, not to be secret
    samples = [envelope(content) for content in (good(), *harmless().values())]
    for _ in range(count):
        changed = copy.deepcopy(chance.choice(samples))
        for _ in range(chance.randint(1, 3)):
            _spoil(changed, chance)
        yield changed


def _spoil(table: dict[str, Any], chance: random.Random) -> None:
    """Replace one value at any depth, or take it away."""
    name = chance.choice(list(table) or [""])
    inner = table.get(name)
    if isinstance(inner, dict) and inner and chance.random() < 0.7:
        _spoil(inner, chance)
    elif chance.random() < 0.2:
        table.pop(name, None)
    else:
        table[name] = copy.deepcopy(chance.choice(JUNK))


def raw_properties() -> dict[str, bytes]:
    """Return properties of AMQP messages that RabbitMQ hands on and the library cannot read."""
    late = b"\x01xT" + struct.pack(">Q", 2**63)
    deep = b"V"
    for _ in range(5_000):
        deep = b"A" + struct.pack(">I", len(deep)) + deep
    return {
        "a content type that is no text": struct.pack(">HB", 0x8000, 1) + b"\xff",
        "a correlation id that is no text": struct.pack(">HB", 0x0400, 2) + b"\xff\xfe",
        "a time past all years": struct.pack(">HI", 0x2000, len(late)) + late,
        "a table of tables": struct.pack(">HI", 0x2000, len(deep) + 2) + b"\x01x" + deep,
    }
