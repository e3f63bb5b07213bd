"""A stream of events as servers send them (HTML, section 9.2): a snapshot first, then what changes.

Each message stands for all that is known at one instant, under an id from which any replica goes
on: one that is lost half-way is sent again whole.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from contractsai.application.news import RESUMABLE, News, Opening
from contractsai.domain.errors import JobNotFound, StoreUnavailable
from contractsai.domain.events import Mark
from contractsai.entrypoints.api.feed import Listener
from contractsai.entrypoints.views import document_view, job_view

MEDIA_TYPE: Final = "text/event-stream"
HEADERS: Final = {"X-Accel-Buffering": "no"}  # nginx would hold messages back
HEARTBEAT_SECONDS: Final = 15
RETRY: Final = "retry: 1000\n\n"
MOST_TOLD: Final = 2000
"""Jobs that a stream of all remembers, so that none is told twice as it is."""
HEARTBEAT: Final = ": still here\n\n"


def place_of(told: Opening | News) -> str:
    """Return the id of a message: from where, and since when, news are to be told."""
    return f"{int(told.at.timestamp())}-{told.mark}"


def resumed(last_event_id: str | None, now: datetime) -> Mark | None:
    """Return the mark to go on from, or None where only a snapshot helps.

    The header comes from anywhere: what cannot be read, or is too old, is as good as none.
    """
    seconds, dash, rest = (last_event_id or "").partition("-")
    if not (dash and seconds.isascii() and seconds.isdigit() and len(seconds) < len("99999999999")):
        return None
    age = now.timestamp() - int(seconds)
    return Mark.read(rest) if age < RESUMABLE.total_seconds() else None


class EventStream(Response):
    """The response that a stream is, for as long as the caller stays."""

    media_type = MEDIA_TYPE

    def __init__(
        self, messages: AsyncIterator[str], listener: Listener, *, leave: Callable[[], None]
    ) -> None:
        """Take what to send; *leave* is called when it is over, however that comes."""
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._messages = messages
        self._listener = listener
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send message after message."""
        watch = asyncio.create_task(self._hang_up(receive))
        try:
            headers = self.raw_headers
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async for message in self._messages:
                body = message.encode()
                await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._leave()
            watch.cancel()

    async def _hang_up(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        self._listener.end()


class Stream:
    """What one listener is sent, until the job that it listens to has ended, or everything has."""

    def __init__(
        self,
        listener: Listener,
        *,
        look: Callable[[], Awaitable[Opening]],
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ) -> None:
        """Take who listens.

        Args:
            listener: has joined the feed already, so that nothing is lost between.
            look: reads how things stand.
            heartbeat_seconds: the longest silence.
        """
        self._listener = listener
        self._look = look
        self._heartbeat_seconds = heartbeat_seconds
        self._told: dict[str, dict[str, Any]] = {}
        self._place = ""

    async def messages(self, first: Opening | News) -> AsyncIterator[str]:
        """Yield the messages, beginning with a snapshot, or with what was missed."""
        yield RETRY
        message, is_over = (
            self._opening(first) if isinstance(first, Opening) else self._delta(first)
        )
        yield message or HEARTBEAT
        while not is_over:
            await self._listener.wait(self._heartbeat_seconds)
            if self._listener.is_over:
                return
            news, has_lost_track = self._listener.take()
            if has_lost_track:
                try:
                    message, is_over = self._opening(await self._look())
                except JobNotFound:
                    message, is_over = self._message("gone", {"id": self._listener.job_id}), True
                except StoreUnavailable:  # the caller comes again, and goes on from where it was
                    return
            elif news is not None:
                message, is_over = self._delta(news)
            else:
                message = HEARTBEAT
            if message:
                yield message

    def _opening(self, opening: Opening) -> tuple[str, bool]:
        self._place = place_of(opening)
        views = [job_view(job) for job in opening.jobs]
        self._told = {view["id"]: view for view in views}
        if self._listener.job_id is None:
            return self._message("snapshot", {"jobs": views}), False
        [job] = opening.jobs
        message = self._message("snapshot", {"job": views[0]})
        return self._ended(message, views[0]) if job.state.has_ended else (message, False)

    def _delta(self, news: News) -> tuple[str, bool]:
        """Return what to send of *news*, and whether it is the last."""
        self._place = place_of(news)
        job_id = self._listener.job_id
        if job_id is None:
            return self._delta_of_all(news), False
        job = news.jobs.get(job_id)
        if job_id in news.jobs and job is None:
            return self._message("gone", {"id": job_id}), True
        if job is None:
            return "", False
        view = job_view(job)
        changed = news.documents.get(job_id, {})
        documents = None if changed is None else [document_view(it) for it in changed.values()]
        is_known = self._told.get(job_id) == view and documents == []
        self._told[job_id] = view
        message = "" if is_known else self._message("delta", {"job": view, "documents": documents})
        return self._ended(message, view) if job.state.has_ended else (message, False)

    def _delta_of_all(self, news: News) -> str:
        views = {str(it): job_view(job) for it, job in news.jobs.items() if job is not None}
        gone = [job_id for job_id, job in news.jobs.items() if job is None]
        changed = [view for job_id, view in views.items() if self._told.get(job_id) != view]
        self._told = {**self._told, **views} if len(self._told) < MOST_TOLD else dict(views)
        for job_id in gone:
            self._told.pop(job_id, None)
        return self._message("delta", {"jobs": changed, "gone": gone}) if changed or gone else ""

    def _ended(self, message: str, view: Mapping[str, Any]) -> tuple[str, bool]:
        return message + self._message("end", {"id": view["id"], "state": view["state"]}), True

    def _message(self, name: str, data: object) -> str:
        """Return one message; JSON has its line ends escaped."""
        told = json.dumps(data, separators=(",", ":"))
        return f"id: {self._place}\nevent: {name}\ndata: {told}\n\n"
