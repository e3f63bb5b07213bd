"""What both clients make of a URL, a key, and an answer."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from contractsai.client.asked import Asked
from contractsai.client.errors import ClientError, NotThisService, Unreachable, refused

CONNECT_SECONDS: Final = 10.0
NO_CONTENT: Final = 204
NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
GONE: Final = (404, 410)
ACCEPTED: Final = "application/json, application/problem+json"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def checked(url: str) -> str:
    """Return the URL of a service without a slash at its end.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{url} is not the URL of a service, such as http://localhost:8000")
    return url.rstrip("/")


def goes_by_environment(url: str) -> bool:
    """Return whether a proxy of the environment is used: it does not know this machine's own."""
    return urlsplit(url).hostname not in LOOPBACK


def headers_of(key: str | None) -> Mapping[str, str]:
    """Return what every request bears."""
    told = {"Accept": ACCEPTED}
    return told if key is None else {**told, "Authorization": f"Bearer {key}"}


def request_of(
    http: httpx2.Client | httpx2.AsyncClient,
    asked: Asked[Any],
    headers: Mapping[str, str],
    *,
    seconds: float,
) -> httpx2.Request:
    """Return what to send; *seconds* bounds each part of an answer, and more what is held back."""
    return http.build_request(
        asked.method,
        asked.path,
        json=asked.body,
        headers={**asked.headers, **headers},
        timeout=httpx2.Timeout(seconds + asked.waits, connect=min(CONNECT_SECONDS, seconds)),
    )


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Raise what goes wrong on the way as one of our errors.

    Raises:
        Unreachable: nobody answers, or the answer broke off.
        NotThisService: the answer is packed in a way that it does not say.
    """
    try:
        yield
    except httpx2.DecodingError as error:
        raise NotThisService(f"what answers at {url} is not this service") from error
    except httpx2.RequestError as error:
        reason = type(error).__name__
        raise Unreachable(f"no service answers at {url}: {str(error) or reason}") from error


def error_of(response: httpx2.Response) -> ClientError:
    """Return the error that a whole answer is."""
    return refused(response.status_code, response.content, response.headers)


def is_gone(asked: Asked[Any], status: int) -> bool:
    """Return whether what was to be deleted is not there: an earlier attempt may have done it."""
    return asked.method == "DELETE" and status in GONE


def answer_of(response: httpx2.Response) -> object:
    """Return an answer; None, where it says that there is nothing to say.

    Raises:
        NotThisService: it is no JSON object.
    """
    if response.status_code == NO_CONTENT:
        return None
    try:
        found = json.loads(response.content)
    except ValueError as error:
        raise NotThisService("what answers is not this service: it sent no JSON") from error
    if not isinstance(found, dict):
        raise NotThisService("what answers is not this service: it sent no object")
    return found
