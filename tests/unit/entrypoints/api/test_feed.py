"""One reader of the news for all who listen, and what each of them is sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from support.api_world import Api, BrokenStore

from contractsai.application import news
from contractsai.application.news import Opening, open_all, open_job
from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.event_stream import HEARTBEAT, RETRY, Stream, place_of, resumed
from contractsai.entrypoints.api.feed import Feed, Listener

PATIENCE_SECONDS = 60


class Pause:
    """A pause between two looks that ends when a test says so."""

    def __init__(self) -> None:
        self._may_go_on = asyncio.Semaphore(0)
        self.is_reached = asyncio.Event()

    async def __call__(self) -> None:
        self.is_reached.set()
        await self._may_go_on.acquire()

    async def look(self) -> None:
        """Have the feed look once more, and return when it has."""
        await asyncio.wait_for(self.is_reached.wait(), PATIENCE_SECONDS)
        self.is_reached.clear()
        self._may_go_on.release()
        await asyncio.wait_for(self.is_reached.wait(), PATIENCE_SECONDS)


class Tuned:
    """Somebody at a stream."""

    def __init__(self, api: Api, feed: Feed, listener: Listener) -> None:
        self.api, self.feed, self.listener = api, feed, listener
        self._messages: AsyncIterator[str] | None = None

    @classmethod
    async def to(cls, api: Api, feed: Feed, job_id: str | None) -> "Tuned":
        listener = await feed.join(JobId(job_id) if job_id else None)
        assert listener is not None
        tuned = cls(api, feed, listener)
        stream = Stream(listener, look=tuned.look, heartbeat_seconds=PATIENCE_SECONDS)
        tuned._messages = stream.messages(await tuned.look())
        assert await tuned.raw() == RETRY
        return tuned

    async def look(self) -> Opening:
        services = self.api.services
        if self.listener.job_id is None:
            return open_all(store=services.store, clock=services.clock, limit=10)
        return open_job(self.listener.job_id, store=services.store, clock=services.clock)

    async def raw(self) -> str:
        assert self._messages is not None
        return await asyncio.wait_for(anext(self._messages), PATIENCE_SECONDS)

    async def next(self) -> list[tuple[str, Any]]:
        """Return the events of the next message."""
        return parsed(await self.raw())

    async def is_over(self) -> bool:
        assert self._messages is not None
        return [message async for message in self._messages] == []


def parsed(text: str) -> list[tuple[str, Any]]:
    events = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def feed_of(api: Api, pause: Pause, *, capacity: int = 10) -> Feed:
    return Feed(api.services, capacity=capacity, pause=pause)


def test_a_job_is_followed_from_its_snapshot_to_its_end(api: Api) -> None:
    """What a page needs to be live: the job, what became of its documents, and when to stop."""
    job_id = api.submit("a.txt", "b.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), job_id)
        [(name, told)] = await tuned.next()
        assert (name, told["job"]["documents"]["pending"]) == ("snapshot", 2)

        api.complete(job_id)
        await pause.look()
        (name, told), end = await tuned.next()

        assert name == "delta"
        assert told["job"]["state"] == "COMPLETED"
        assert sorted(it["path"] for it in told["documents"]) == ["a.txt", "b.txt"]
        assert end == ("end", {"id": job_id, "state": "COMPLETED"})
        assert await tuned.is_over()

    asyncio.run(follow())


def test_a_job_that_has_ended_is_told_at_once_and_no_more(api: Api) -> None:
    job_id = api.submit("a.txt")
    api.complete(job_id)

    async def follow() -> None:
        tuned = await Tuned.to(api, feed_of(api, Pause()), job_id)

        assert [name for name, _ in await tuned.next()] == ["snapshot", "end"]
        assert await tuned.is_over()

    asyncio.run(follow())


def test_everything_is_one_stream_of_the_jobs_that_change(api: Api) -> None:
    first = api.submit("a.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), None)
        [(name, told)] = await tuned.next()
        assert (name, [job["id"] for job in told["jobs"]]) == ("snapshot", [first])

        second = api.submit("b.txt")
        await pause.look()
        [(name, told)] = await tuned.next()
        assert (name, [job["id"] for job in told["jobs"]], told["gone"]) == ("delta", [second], [])

        with api.services.store.begin() as work:
            work.jobs.delete(JobId(first))
            work.commit()
        await pause.look()
        assert await tuned.next() == [("delta", {"jobs": [], "gone": [first]})]

    asyncio.run(follow())


def test_a_job_that_is_deleted_ends_its_stream(api: Api) -> None:
    job_id = api.submit("a.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), job_id)
        await tuned.next()

        with api.services.store.begin() as work:
            work.jobs.delete(JobId(job_id))
            work.commit()
        await pause.look()

        assert await tuned.next() == [("gone", {"id": job_id})]
        assert await tuned.is_over()

    asyncio.run(follow())


def test_who_reads_slowly_is_told_once_what_changed_often(api: Api) -> None:
    """A queue a client would grow without a bound."""
    job_id = api.submit("a.txt", "b.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), None)
        await tuned.next()

        api.client.post(f"/jobs/{job_id}/cancel")
        await pause.look()
        api.client.post(f"/jobs/{job_id}/retry")
        api.complete(job_id)
        await pause.look()

        [(name, told)] = await tuned.next()
        assert (name, [job["state"] for job in told["jobs"]]) == ("delta", ["COMPLETED"])

    asyncio.run(follow())


@pytest.mark.parametrize(("of", "sent"), [("job", ["snapshot", "end"]), ("all", ["snapshot"])])
def test_too_much_to_tell_is_a_snapshot_again(
    api: Api, monkeypatch: pytest.MonkeyPatch, of: str, sent: list[str]
) -> None:
    job_id = api.submit("a.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), job_id if of == "job" else None)
        await tuned.next()

        monkeypatch.setattr(news, "MOST_JOBS", 0)
        api.client.post(f"/jobs/{job_id}/cancel")
        await pause.look()

        assert [name for name, _ in await tuned.next()] == sent

    asyncio.run(follow())


def test_a_database_that_is_away_costs_no_news(api: Api) -> None:
    """The stream stays open, and goes on from where it was."""
    job_id = api.submit("a.txt")

    async def follow() -> None:
        pause = Pause()
        tuned = await Tuned.to(api, feed_of(api, pause), job_id)
        await tuned.next()
        store = api.services.store

        api.client.post(f"/jobs/{job_id}/cancel")
        api.break_store()
        await pause.look()
        api.services.store = store
        await pause.look()

        assert [name for name, _ in await tuned.next()] == ["delta", "end"]

    asyncio.run(follow())


def test_silence_is_filled_so_that_a_dead_link_is_noticed(api: Api) -> None:
    job_id = api.submit("a.txt")

    async def follow() -> None:
        feed = feed_of(api, Pause())
        listener = await feed.join(JobId(job_id))
        assert listener is not None
        services = api.services
        opening = open_job(JobId(job_id), store=services.store, clock=services.clock)

        async def look() -> Opening:
            return opening

        messages = Stream(listener, look=look, heartbeat_seconds=0).messages(opening)
        assert [await anext(messages) for _ in range(3)][-1] == HEARTBEAT

    asyncio.run(follow())


def test_there_is_room_for_so_many(api: Api) -> None:
    """Each holds a connection: the others are for questions."""

    async def follow() -> None:
        feed = feed_of(api, Pause(), capacity=1)
        listener = await feed.join(None)
        assert listener is not None
        assert await feed.join(None) is None
        feed.leave(listener)
        assert await feed.join(None) is not None
        feed.close()
        assert await feed.join(None) is None

    asyncio.run(follow())


def test_a_feed_that_cannot_begin_takes_nobody_in(api: Api) -> None:
    async def follow() -> None:
        feed = feed_of(api, Pause(), capacity=1)
        store = api.services.store
        api.services.store = BrokenStore()
        with pytest.raises(Exception, match="secret"):
            await feed.join(None)
        api.services.store = store

        assert await feed.join(None) is not None

    asyncio.run(follow())


def test_a_feed_that_closes_sends_everybody_away(api: Api) -> None:
    """A process that stops would wait for them for ever."""
    job_id = api.submit("a.txt")

    async def follow() -> None:
        feed = feed_of(api, Pause())
        tuned = await Tuned.to(api, feed, job_id)
        await tuned.next()

        feed.close()

        assert await tuned.is_over()

    asyncio.run(follow())


def test_any_replica_goes_on_from_the_id_of_a_message(api: Api) -> None:
    """No replica knows its listeners: the id says all."""
    job_id = api.submit("a.txt")
    services = api.services
    opening = open_job(JobId(job_id), store=services.store, clock=services.clock)
    last = place_of(opening)
    api.complete(job_id)

    answer = api.client.get(f"/jobs/{job_id}/events", headers={"Last-Event-ID": last})

    assert [name for name, _ in parsed(answer.text)] == ["delta", "end"]


def test_who_has_seen_the_end_is_told_not_to_come_again(api: Api) -> None:
    """Browsers reconnect whenever a stream ends; 204 is how they are told to stop."""
    job_id = api.submit("a.txt")
    api.complete(job_id)
    whole = api.client.get(f"/jobs/{job_id}/events")
    last = [line[4:] for line in whole.text.splitlines() if line.startswith("id: ")][-1]

    again = api.client.get(f"/jobs/{job_id}/events", headers={"Last-Event-ID": last})

    assert whole.headers["content-type"].startswith("text/event-stream")
    assert (again.status_code, again.content) == (204, b"")


@pytest.mark.parametrize("last", ["", "x", "1", "99999999999-1-1", "1-1-1", "1-x-y"])
def test_an_id_that_leads_nowhere_begins_anew(api: Api, last: str) -> None:
    """It may be of another service, or of last week."""
    job_id = api.submit("a.txt")
    api.complete(job_id)

    answer = api.client.get(f"/jobs/{job_id}/events", headers={"Last-Event-ID": last})

    assert [name for name, _ in parsed(answer.text)] == ["snapshot", "end"]


def test_an_id_is_good_for_hours(api: Api) -> None:
    now = api.services.clock.now()
    seconds = int(now.timestamp())

    assert resumed(f"{seconds}-7-7", now) is not None
    assert resumed(f"{seconds}-7-7", now + timedelta(hours=24)) is None


def test_a_stream_of_an_unknown_job_is_a_problem(api: Api) -> None:
    answer = api.client.get("/jobs/nobody/events")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/job-not-found"


@pytest.mark.parametrize("path", ["/events", "/jobs/{id}/events"])
def test_head_tells_of_a_stream_without_opening_it(api: Api, path: str) -> None:
    job_id = api.submit("a.txt")

    answer = api.client.head(path.format(id=job_id))

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")


def test_a_full_house_is_a_problem(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = api.client.app.state.feed  # type: ignore[attr-defined]  # the app is one of FastAPI's
    monkeypatch.setattr(feed, "_capacity", 0)

    answer = api.client.get("/events")

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/too-busy"
