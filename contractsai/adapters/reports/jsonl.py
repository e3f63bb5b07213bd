"""`ReportWriter` for JSON Lines: the one form that machines read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO


def write_jsonl(lines: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write one JSON object a line, UTF-8, keys in the schema's order: equal lines, equal bytes.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    for line in lines:
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        stream.write(text.encode() + b"\n")
