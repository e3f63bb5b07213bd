"""Wait for what other processes do: poll until it is so, or tell what was seen last."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")
POLL_SECONDS: Final = 0.02
PATIENCE_SECONDS: Final = 120.0
"""Ends a test that hangs, and says nothing of how long a thing may take: machines are shared."""


def eventually(look: Callable[[], T], *, within: float = PATIENCE_SECONDS, what: str = "it") -> T:
    """Return what *look* returns as soon as that is true.

    Args:
        look: cheap, called again and again.
        within: seconds after which to give up.
        what: names what was waited for in the failure.

    Raises:
        AssertionError: it never was; the message holds what was seen last.
    """
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {within} s; last seen: {seen!r}")
        time.sleep(POLL_SECONDS)
