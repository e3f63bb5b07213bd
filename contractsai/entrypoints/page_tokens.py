"""Page tokens: where the next page begins, sealed so that nobody builds or changes one.

A token holds the list that it is for, its filter included, and a seal of the service's own secret,
which lies in the database: every replica takes what another one gave, and nobody else's.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from contractsai.domain.errors import ContractsAIError

Row = TypeVar("Row")
MARK: Final = "2"
"""The version of the form; a token of another one is refused rather than misread."""
SEAL_BYTES: Final = 16
_PURPOSE: Final = b"contractsai page token 2"


class BadPageToken(ContractsAIError):
    """The token was not made by this service for this list."""


class PageTokens:
    """Makes tokens, and knows its own."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        """Take what to seal with, which is asked for when first needed."""
        self._secret = secret

    def page_of(
        self, rows: Sequence[Row], limit: int, listing: str, place: Callable[[Row], str]
    ) -> tuple[Sequence[Row], str | None]:
        """Return the rows of a page, and the token of the next one if there is a row beyond."""
        page = rows[:limit]
        return page, self.encode(listing, place(page[-1])) if len(rows) > limit else None

    def encode(self, listing: str, after: str) -> str:
        """Return the token for the page of *listing* that begins behind *after*."""
        text = json.dumps([MARK, listing, after], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._seal(text) + text).decode().rstrip("=")

    def decode(self, listing: str, token: str) -> str:
        """Return what the page of *listing* begins behind.

        Raises:
            BadPageToken: it was not made by this service, or not for *listing*.
        """
        try:
            told = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadPageToken("it cannot be read") from error
        seal, text = told[:SEAL_BYTES], told[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(text)):
            raise BadPageToken("it is not one that this service gave")
        mark, made_for, after = json.loads(text)
        if [mark, made_for] != [MARK, listing]:
            raise BadPageToken("it was made for another list")
        place: str = after
        return place

    def _seal(self, text: bytes) -> bytes:
        own = hmac.digest(self._secret(), _PURPOSE, "sha256")
        return hmac.digest(own, text, "sha256")[:SEAL_BYTES]
