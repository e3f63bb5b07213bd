"""Searching somebody else's text: bounded, whatever the text."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

MAX_MATCHES: Final = (
    1_500  # of one pattern: no contract repeats itself so often, a hostile file may
)


def matches(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Yield the first `MAX_MATCHES` matches between *start* and *end*."""
    return islice(pattern.finditer(text, start, len(text) if end is None else end), MAX_MATCHES)
