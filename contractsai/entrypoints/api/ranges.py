"""A part of an answer, for whoever was cut off and goes on (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)
_WEAK: Final = "W/"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes *first* to *last*, both among them, of *size*."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes that is."""
        return self.last - self.first + 1

    @property
    def content_range(self) -> str:
        """The header that says which part this is."""
        return f"bytes {self.first}-{self.last}/{self.size}"


class NotSatisfiable(Exception):
    """The part begins behind the end."""


def asks_for_part(headers: Headers, tag: str) -> bool:
    """Return whether a request wants one part of the answer with *tag*.

    Several parts at once, other units and what has no form are ignored, as RFC 9110 allows; so is a
    part of another answer than the one that is there. A date is no tag of ours.
    """
    wanted = headers.get("range")
    if wanted is None or not _is_range(wanted):
        return False
    condition = headers.get("if-range")
    return condition is None or (condition.strip() == tag and not tag.startswith(_WEAK))


def _is_range(wanted: str) -> bool:
    match = _RANGE.fullmatch(wanted.strip())
    if match is None:
        return False
    first, last = match.groups()
    return bool(first or last) and not (first and last and int(last) < int(first))


def part_of(headers: Headers, size: int) -> Part:
    """Return the part that a request wants, for which `asks_for_part` holds.

    Raises:
        NotSatisfiable: there is no byte of it in *size*.
    """
    match = _RANGE.fullmatch(headers["range"].strip())
    assert match is not None, "asked for by who knows"  # noqa: S101 - else a bug of ours
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size:
        raise NotSatisfiable
    return Part(start, end, size)
