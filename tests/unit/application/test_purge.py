"""Deleting what ended long ago."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.application.news import KEPT
from contractsai.application.once import read_reply, take_on
from contractsai.application.ports import UnitOfWork
from contractsai.application.purge import BURIED
from contractsai.application.read import read_documents, read_job
from contractsai.application.webhooks import REMEMBERED, read_webhooks
from contractsai.domain.errors import FileMissing, JobNotFound, JobPurged
from contractsai.domain.events import Mark
from contractsai.domain.ids import JobId, ReplyId
from contractsai.domain.lifecycle import State
from contractsai.domain.reply import KEPT as REPLIES_KEPT
from contractsai.testing.conformance.webhooks import a_webhook, put
from contractsai.testing.world import World

MONTH = timedelta(days=30)


def ended_job(world: World, name: str = "nda.pdf") -> JobId:
    [document] = world.submit(name, folder=f"/{name}")
    world.run(document)
    return world.job_of(document).id


def test_old_ended_jobs_go_and_young_ones_stay(world: World) -> None:
    old = ended_job(world)
    world.clock.advance(MONTH)
    young = ended_job(world, "young.pdf")
    world.clock.advance(timedelta(seconds=1))

    assert world.purge(MONTH) == 1
    assert world.job(young)
    with pytest.raises(JobNotFound):
        world.job(old)


def test_each_state_may_have_a_retention_of_its_own(world: World) -> None:
    """What failed is looked into for longer, or not at all."""
    done = ended_job(world)
    [failed, cancelled] = [
        world.job_of(world.submit(name, folder=f"/{name}")[0]).id for name in ("f.pdf", "c.pdf")
    ]
    world.cancel(cancelled)
    world.analysis_ends(world.documents(failed)[0].id, FileMissing("f.pdf"))
    world.run(world.documents(failed)[0].id)
    world.clock.advance(MONTH + timedelta(seconds=1))

    by_state = {State.FAILED: 2 * MONTH, State.CANCELLED: MONTH / 30}
    assert world.purge(2 * MONTH, by_state=by_state) == 1
    assert world.job(done)
    assert world.purge(MONTH, by_state={State.FAILED: 2 * MONTH}) == 1
    assert world.job(failed).state is State.FAILED


def test_a_job_that_is_gone_is_remembered_for_a_while(world: World) -> None:
    """Who asks for it learns that it was there, and is not left to look for a mistake."""
    job_id = ended_job(world)
    world.clock.advance(2 * MONTH)
    world.purge(MONTH)

    with pytest.raises(JobPurged):
        read_job(job_id, store=world.store)
    with pytest.raises(JobPurged):
        read_documents(job_id, store=world.store, limit=1)

    world.clock.advance(BURIED + timedelta(seconds=1))
    world.purge(MONTH)

    with pytest.raises(JobNotFound) as raised:
        read_job(job_id, store=world.store)
    assert raised.type is JobNotFound


def test_a_job_that_has_not_ended_stays_however_old(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.clock.advance(2 * MONTH)

    assert world.purge(MONTH) == 0
    assert world.job_of(nda)


def test_an_analysis_goes_with_the_last_job_that_refers_to_it(world: World) -> None:
    ended_job(world)
    [again] = world.submit("nda.pdf", folder="/again")
    world.run(again)
    stored = world.analysis_of(again)
    assert stored

    world.clock.advance(2 * MONTH)
    world.purge(MONTH)

    with world.store.snapshot() as work:
        assert work.analyses.get(stored.id) is None


def test_many_jobs_go_in_batches(world: World) -> None:
    for number in range(5):
        ended_job(world, f"{number}.pdf")
    world.clock.advance(2 * MONTH)

    assert world.purge(MONTH, batch=2) == 5


@pytest.mark.parametrize("meanwhile", ["purge", "reopen"])
def test_a_job_that_changes_between_the_look_and_the_lock_is_left_to_it(
    world: World, meanwhile: str
) -> None:
    """Any number of beats is safe, and a person's retry beats the purge."""
    [nda] = world.submit("nda.pdf")
    world.cancel(world.job_of(nda).id)
    job_id = world.job_of(nda).id
    world.clock.advance(2 * MONTH)
    store, looked = world.store, []

    class Racing:
        def snapshot(self) -> AbstractContextManager[UnitOfWork]:
            return store.snapshot()

        def begin(self, *, lasting: bool = True) -> AbstractContextManager[UnitOfWork]:
            if not looked:
                looked.append(True)
                world.store = store
                world.purge(MONTH) if meanwhile == "purge" else world.reopen(job_id)
            return store.begin()

    world.store = Racing()
    assert world.purge(MONTH) == 0


def test_what_another_version_stored_is_made_findable(world: World) -> None:
    """In batches; what this version stores has no need of it."""
    store, left = world.store, [20, 20, 3]

    class Behind:
        """`Store` beside which an older version has worked."""

        snapshot, now = store.snapshot, store.now

        @contextmanager
        def begin(self) -> Iterator[UnitOfWork]:
            with store.begin() as work:
                work.search.catch_up = lambda **_: left.pop(0)  # type: ignore[method-assign]
                yield work

    world.store = Behind()
    world.purge(MONTH)

    assert left == []


def test_events_go_once_nobody_goes_on_from_them(world: World) -> None:
    """Each change leaves one: they would be most of the database before long."""
    ended_job(world)
    with world.store.snapshot() as work:
        events = work.events.since(Mark(0, 0), limit=100)
    world.clock.advance(events[-1].at - world.clock.now())

    world.purge(1000 * MONTH)
    with world.store.snapshot() as work:
        assert len(work.events.since(Mark(0, 0), limit=100)) == len(events)

    world.clock.advance(KEPT + timedelta(seconds=1))
    world.purge(1000 * MONTH)
    with world.store.snapshot() as work:
        assert work.events.since(Mark(0, 0), limit=100) == []


def test_replies_go_after_a_day(world: World) -> None:
    key = ReplyId("key")
    take_on(key, "body", store=world.store, clock=world.clock)
    world.purge(MONTH)
    assert read_reply(key, store=world.store) is not None

    world.clock.advance(REPLIES_KEPT + timedelta(seconds=1))
    world.purge(MONTH)

    assert read_reply(key, store=world.store) is None


def test_webhooks_go_long_after_they_ended(world: World) -> None:
    """What is near for a month is told once only while that is remembered."""
    told = replace(a_webhook("msg_1"), created_at=world.clock.now(), ended_at=world.clock.now())
    put(world.store, told, replace(a_webhook("msg_2"), created_at=world.clock.now()))
    world.clock.advance(REMEMBERED)
    world.purge(1000 * MONTH)
    kept = len(read_webhooks(store=world.store, limit=9))
    world.clock.advance(timedelta(seconds=1))
    world.purge(1000 * MONTH)

    assert kept == 2
    assert [row.id for row in read_webhooks(store=world.store, limit=9)] == ["msg_2"]
