"""Entity tags: whether what a caller has is what is there (RFC 9110, section 13)."""

import hashlib
import re
from enum import Enum
from typing import Final

from starlette.datastructures import Headers

ANY: Final = "*"
_TAG: Final = re.compile(r'\s*((?:W/)?"[\x21\x23-\x7e\x80-\xff]*")\s*')
_WEAK: Final = "W/"


class Verdict(Enum):
    """What the preconditions of a request say of its answer."""

    SEND = "send"
    UNCHANGED = "unchanged"  # the caller has it already
    CHANGED = "changed"  # the caller wants another one


def tag_of(content: bytes) -> str:
    """Return the strong tag of an answer: of these bytes and no others."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def weak_tag_of(*parts: object) -> str:
    """Return the weak tag of an answer that is made of *parts*, which are told by their `repr`."""
    return f"{_WEAK}{tag_of(repr(parts).encode())}"


def tags(header: str) -> list[str]:
    """Return the tags of a list; none at all if a part of it is no tag."""
    found, place = [], 0
    while match := _TAG.match(header, place):
        found.append(match[1])
        place = match.end()
        if place == len(header):
            return found
        if header[place] != ",":
            break
        place += 1
    return []


def judge(headers: Headers, tag: str) -> Verdict:
    """Return what the preconditions of a GET say of an answer with *tag*, `If-Match` first."""
    wanted = _joined(headers, "if-match")
    if wanted is not None and wanted != ANY and not _matches_strongly(tags(wanted), tag):
        return Verdict.CHANGED
    known = _joined(headers, "if-none-match")
    if known is not None and (known == ANY or _matches_weakly(tags(known), tag)):
        return Verdict.UNCHANGED
    return Verdict.SEND


def _joined(headers: Headers, name: str) -> str | None:
    """Return a header whose list may be spread over several lines."""
    lines = headers.getlist(name)
    return ",".join(lines).strip() if lines else None


def _matches_strongly(given: list[str], tag: str) -> bool:
    return not tag.startswith(_WEAK) and tag in given


def _matches_weakly(given: list[str], tag: str) -> bool:
    return tag.removeprefix(_WEAK) in {one.removeprefix(_WEAK) for one in given}
