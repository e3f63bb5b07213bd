"""Page tokens: where the next page begins, in a form that nobody is tempted to build."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from contractsai.domain.errors import ContractsAIError

Row = TypeVar("Row")
MARK: Final = "1"
"""The version of the form; a token of another one is refused rather than misread."""


class BadPageToken(ContractsAIError):
    """The token was not made by `encode` for this list."""


def page_of(
    rows: Sequence[Row], limit: int, listing: str, place: Callable[[Row], str]
) -> tuple[Sequence[Row], str | None]:
    """Return the rows of a page, and the token of the next one if there is a row beyond."""
    page = rows[:limit]
    return page, encode(listing, place(page[-1])) if len(rows) > limit else None


def encode(listing: str, after: str) -> str:
    """Return the token for the page of *listing* that begins behind *after*."""
    text = json.dumps([MARK, listing, after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(listing: str, token: str) -> str:
    """Return what the page of *listing* begins behind.

    Raises:
        BadPageToken: it was not made for *listing*; what it holds is data from outside.
    """
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        parts = json.loads(text)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadPageToken("it cannot be read") from error
    if not isinstance(parts, list) or parts[:2] != [MARK, listing]:
        raise BadPageToken("it was made for another list")
    match parts[2:]:
        case [str(after)] if "\0" not in after:  # no row holds one, and PostgreSQL chokes on it
            return after
    raise BadPageToken("it cannot be read")
