"""API keys: how a request brings one, and whether it is one of ours."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import SecretStr
from starlette.requests import Request

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER: Final = "Bearer"
BASIC: Final = 'Basic realm="contractsai: any name, a key as password", charset="UTF-8"'


class Keys:
    """The API keys, kept as digests of one length, so that a comparison tells nothing."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        """Take the keys of the environment."""
        self._digests = [_digest(key.get_secret_value()) for key in keys]

    def number_of(self, given: str) -> int | None:
        """Return which of the keys *given* is, from 0; every one is compared, whichever fits."""
        digest = _digest(given)
        fits = [hmac.compare_digest(digest, known) for known in self._digests]
        return fits.index(True) if any(fits) else None


def challenge(request: Request) -> Mapping[str, str]:
    """Return the header that says how to bring a key; browsers only know how to ask for Basic."""
    is_browser = "text/html" in request.headers.get("accept", "")
    return {"WWW-Authenticate": f"{BEARER}, {BASIC}" if is_browser else BEARER}


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def given_key(request: Request) -> str | None:
    """Return the key that the request brings.

    As a password it is good for reading only: browsers add passwords to whatever another site's
    page has them send.
    """
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic" and request.method in SAFE_METHODS:
        return _password(credentials.strip())
    return request.headers.get("x-api-key")


def _password(credentials: str) -> str | None:
    """Return the password of Basic credentials (RFC 7617), or None if they are none."""
    try:
        _name, colon, password = base64.b64decode(credentials, validate=True).partition(b":")
        return password.decode() if colon else None
    except (binascii.Error, ValueError):
        return None
