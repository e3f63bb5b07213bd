"""The feed: one reader of the news for all who listen to this process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

from contractsai.application.news import News, read_mark, read_news
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.events import Mark
from contractsai.domain.ids import JobId

logger = logging.getLogger(__name__)

T = TypeVar("T")
POLL_SECONDS: Final = 0.25


class Listener:
    """One who is told: whatever comes while it is busy is told as one, so that it takes no room."""

    def __init__(self, job_id: JobId | None) -> None:
        """Listen to the news of a job, or of all jobs."""
        self.job_id = job_id
        self.is_over = False
        self._news: News | None = None
        self._has_lost_track = False
        self._wakes = asyncio.Event()

    def tell(self, news: News | None) -> None:
        """Take news; None means that there are too many to tell."""
        if news is None:
            self._has_lost_track, self._news = True, None
        elif not self._has_lost_track:
            own = news if self.job_id is None else news.of(self.job_id)
            if own is None or not own.jobs:
                return
            self._news = own if self._news is None else self._news.followed_by(own)
        self._wakes.set()

    def end(self) -> None:
        """Have the listener go."""
        self.is_over = True
        self._wakes.set()

    async def wait(self, seconds: float) -> None:
        """Return when there are news, or it is over, or nothing happened for so long."""
        try:
            await asyncio.wait_for(self._wakes.wait(), seconds)
        except TimeoutError:
            return

    def take(self) -> tuple[News | None, bool]:
        """Return the news, if any, and whether track was lost: who listens has to look anew."""
        taken = self._news, self._has_lost_track
        self._news, self._has_lost_track = None, False
        self._wakes.clear()
        return taken


class Feed:
    """Reads the news a few times a second while anybody listens, whoever and how many."""

    def __init__(
        self,
        services: Services,
        *,
        capacity: int,
        pause: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(POLL_SECONDS),
    ) -> None:
        """Take what is read.

        Args:
            services: where the news are.
            capacity: how many may listen at once.
            pause: waits between two looks.
        """
        self._services = services
        self._capacity = capacity
        self._pause = pause
        self._listeners: set[Listener] = set()
        self._mark: Mark | None = None
        self._starting = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._limiter: CapacityLimiter | None = None
        self._is_closed = False

    async def join(self, job_id: JobId | None) -> Listener | None:
        """Return a listener who is told of all that is committed from now on; None if it is full.

        Raises:
            StoreUnavailable: nobody can be told anything now.
        """
        if self._is_closed or len(self._listeners) >= self._capacity:
            return None
        listener = Listener(job_id)
        self._listeners.add(listener)
        try:
            async with self._starting:
                if self._mark is None:
                    self._mark = await self._ask(self._read_mark)
                if self._task is None or self._task.done():
                    self._task = asyncio.create_task(self._run(), name="feed")
        except BaseException:
            self._listeners.discard(listener)
            raise
        return listener

    def leave(self, listener: Listener) -> None:
        """Tell the listener no more."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """Have every listener go, and take no more: the process is about to end."""
        self._is_closed = True
        for listener in self._listeners:
            listener.end()

    async def _run(self) -> None:
        while self._listeners and not self._is_closed:
            await self._look()
            await self._pause()
        self._mark = None

    async def _look(self) -> None:
        """Read the news once, and tell everybody; a database that is away loses nothing."""
        mark = self._mark
        if mark is None:
            return
        wanted = {it.job_id for it in self._listeners if it.job_id is not None}
        everything = any(it.job_id is None for it in self._listeners)
        told = list(self._listeners)
        try:
            news = await self._ask(
                lambda: read_news(
                    mark,
                    store=self._services.store,
                    clock=self._services.clock,
                    jobs=None if everything else wanted,
                    documents_of=wanted,
                )
            )
            self._mark = news.mark if news else await self._ask(self._read_mark)
        except StoreUnavailable as error:
            logger.warning(
                "no news from the database",
                extra={"event": "feed.unavailable", "error": type(error).__name__},
            )
            return
        for listener in told:
            listener.tell(news)

    def _read_mark(self) -> Mark:
        return read_mark(store=self._services.store)

    async def _ask(self, question: Callable[[], T]) -> T:
        """Return the answer of the database, in a thread that nobody else may take."""
        if self._limiter is None:  # belongs to the event loop that runs by now
            self._limiter = CapacityLimiter(2)
        return await anyio.to_thread.run_sync(question, limiter=self._limiter)
