"""JSON Lines, written in one place for the API, the command line and files: reports, reviews."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield one JSON object a line, UTF-8, keys in the order of *items*: equal items, equal bytes.

    Half a character, which JSON can say and UTF-8 cannot, becomes JSON's escape.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    for item in items:
        text = json.dumps(item, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        yield text.encode(errors="backslashreplace") + b"\n"


def json_array(items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield the same objects as one JSON array, still a line each."""
    before = b"[\n"
    for line in json_lines(items):
        yield before + line
        before = b","
    yield b"]\n" if before == b"," else b"[]\n"
