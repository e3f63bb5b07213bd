"""`ReportWriter` for JSON Lines: the one form that machines read."""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from contractsai.application.json_lines import json_lines


def write_jsonl(lines: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write the lines as `json_lines` yields them.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    for line in json_lines(lines):
        stream.write(line)
