"""Requests on their way, sent again where that may help."""

import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from typing import Any, BinaryIO, TypeVar, cast

import httpx2

from contractsai.client.answers import Event
from contractsai.client.asked import Asked, Listing
from contractsai.client.connection import (
    NO_HEADERS,
    answer_of,
    checked,
    error_of,
    goes_by_environment,
    headers_of,
    is_gone,
    request_of,
    translated,
)
from contractsai.client.download import Download
from contractsai.client.errors import ClientError, Unreachable
from contractsai.client.following import Following
from contractsai.client.patience import Patience

T = TypeVar("T")
DEFAULT_PATIENCE = Patience()


class Sender:
    """Sends requests over connections that it keeps."""

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        patience: Patience = DEFAULT_PATIENCE,
        timeout_seconds: float = 60.0,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Take where the service answers.

        Args:
            url: with the prefix of a proxy, if there is one.
            key: an API key, if the service wants one.
            patience: how often to send what did not go through.
            timeout_seconds: how long nothing may come of an answer.
            transport: what carries requests, if not the network.
            sleep: waits for so many seconds.
            chance: uniform in [0, 1), for the pauses.

        Raises:
            ValueError: *url* is not that of a service.
        """
        self.url = checked(url)
        self._patience = patience
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep
        self._chance = chance
        self._http = httpx2.Client(
            base_url=self.url,
            headers=headers_of(key),
            trust_env=goes_by_environment(self.url),
            transport=transport,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(self, asked: Asked[T]) -> T:
        """Return the answer to a request, which is sent again where that may help.

        Raises:
            Refused, Unreachable, NotThisService: as the classes say.
        """
        failures = 0
        may_be_done = False
        while True:
            try:
                with translated(self.url):
                    response = self._http.send(self._request(asked))
                if response.is_success:
                    return cast("T", answer_of(response))
                if may_be_done and is_gone(asked, response.status_code):
                    return cast("T", None)
                raise error_of(response)
            except ClientError as error:
                failures += 1
                may_be_done = may_be_done or isinstance(error, Unreachable)
                self._wait(failures, error)

    def pages(self, listing: Listing[T]) -> Iterator[T]:
        """Yield what all pages of a list hold."""
        token: str | None = None
        while True:
            page = self.ask(listing.page(token))
            yield from page[listing.key]
            token = page["next_page_token"]
            if token is None:
                return

    def download(self, asked: Asked[bytes], stream: BinaryIO) -> None:
        """Write an answer to a stream; one that breaks off is gone on with, where it can be."""
        download = Download(stream)
        failures = 0
        while True:
            before = download.written
            try:
                self._download(asked, download)
            except ClientError as error:
                failures = 1 if download.written > before else failures + 1
                if not download.can_go_on:
                    raise
                self._wait(failures, error)
            else:
                return

    def _download(self, asked: Asked[bytes], download: Download) -> None:
        with translated(self.url):
            response = self._http.send(self._request(asked, download.headers), stream=True)
            try:
                if not response.is_success:
                    response.read()
                    if download.is_whole_with(response.status_code, response.headers):
                        return
                    raise error_of(response)
                download.begin(response.status_code, response.headers)
                for chunk in response.iter_bytes():
                    download.write(chunk)
            finally:
                response.close()

    def follow(self, asked: Asked[Any], last_event_id: str | None) -> Iterator[Event]:
        """Yield messages of a stream, which is taken up again where it broke off."""
        following = Following(last_event_id)
        failures = 0
        while not following.is_over:
            try:
                with closing(self._follow(asked, following)) as events:
                    for event in events:
                        failures = 0
                        yield event
            except ClientError as error:
                failures += 1
                self._wait(failures, error)

    def _follow(self, asked: Asked[Any], following: Following) -> Generator[Event, None, None]:
        with translated(self.url):
            response = self._http.send(self._request(asked, following.headers), stream=True)
            try:
                if not response.is_success:
                    response.read()
                    raise error_of(response)
                media_type = response.headers.get("content-type", "")
                if not following.begins(response.status_code, media_type):
                    return
                for told in httpx2.EventSource(response):
                    event = following.take(told.event, told.id, told.data)
                    if event is not None:
                        yield event
                    if following.is_over:
                        return
                raise Unreachable(f"the stream of {self.url} ended")  # another process goes on
            finally:
                response.close()

    def _request(
        self, asked: Asked[Any], headers: Mapping[str, str] = NO_HEADERS
    ) -> httpx2.Request:
        return request_of(self._http, asked, headers, seconds=self._timeout_seconds)

    def _wait(self, failures: int, error: ClientError) -> None:
        """Wait until the request is to be sent again, or raise *error* if it is not."""
        pause = self._patience.pause(failures, error, chance=self._chance())
        if pause is None:
            raise error
        self._sleep(pause)
