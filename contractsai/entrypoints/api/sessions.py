"""Sessions of browsers: a cookie that a key was given for, and what it is good for.

A session of a key of the environment is kept nowhere. It says when it ends, under a seal that only
the key itself can make: it holds on every process of the API, ends with its key, and tells nothing
of the key. Of a key of the database only a digest is known, which makes no seal that nobody who
reads the database could make as well: its sessions are rows, see `application/access.py`.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

COOKIE: Final = "contractsai_session"
LIFETIME_SECONDS: Final = 12 * 3600
_PURPOSE: Final = b"contractsai session 1"


class Sessions:
    """Makes sessions of keys, and knows its own."""

    def __init__(
        self, keys: Sequence[SecretStr], *, seconds_now: Callable[[], float] = time.time
    ) -> None:
        """Take the keys that sessions are made of, and the time since the epoch."""
        self._keys = [key.get_secret_value().encode() for key in keys]
        self._seconds_now = seconds_now

    def open(self, key: str) -> str | None:
        """Return a new session, or None if *key* is none of ours."""
        given = key.encode()
        fits = [
            known for known in self._keys if hmac.compare_digest(_digest(given), _digest(known))
        ]
        if not fits:
            return None
        told = f"{int(self._seconds_now()) + LIFETIME_SECONDS}.{secrets.token_hex(16)}"
        return f"{told}.{_seal(fits[0], told)}"

    def admit(self, request: Request) -> bool:
        """Return whether *request* brings a session of ours that has not ended."""
        return self.holder(request) is not None

    def holder(self, request: Request) -> int | None:
        """Return which key, from 0, the session was made of that *request* brings, if it holds."""
        told, _, seal = cookie_of(request).rpartition(".")
        ends = told.partition(".")[0]
        fits = [hmac.compare_digest(_seal(key, told), seal) for key in self._keys]
        is_ours = any(fits) and ends.isdigit() and int(ends) > self._seconds_now()
        return fits.index(True) if is_ours else None


def keep(response: Response, session: str, request: Request) -> None:
    """Have the browser keep *session*: no script reads it, no other site's form brings it."""
    response.set_cookie(
        COOKIE,
        session,
        max_age=LIFETIME_SECONDS,
        path=request.scope.get("root_path") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, request: Request) -> None:
    """Have the browser forget its session."""
    response.delete_cookie(
        COOKIE,
        path=request.scope.get("root_path") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def is_same_origin(request: Request) -> bool:
    """Return whether a browser says that a page of our own asks: silence is no such word."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc.lower() == host.lower()


def cookie_of(request: Request) -> str:
    """Return the session that the request brings; empty if there is none that can be read."""
    for header in request.headers.getlist("cookie"):
        try:
            found = SimpleCookie(header).get(COOKIE)
        except CookieError:  # one of another page on this host
            continue
        if found is not None and found.value.isascii():
            return found.value
    return ""


def _digest(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def _seal(key: bytes, told: str) -> str:
    own = hmac.digest(key, _PURPOSE, "sha256")
    return hmac.new(own, told.encode(), "sha256").hexdigest()
