"""What has changed since somebody looked, and what it is now."""

import pytest

from contractsai.application import news
from contractsai.application.news import News, open_all, open_job, read_mark, read_news
from contractsai.domain.errors import JobNotFound
from contractsai.domain.events import Mark
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World


def told(world: World, since: Mark, **asked: object) -> News:
    found = read_news(since, store=world.store, clock=world.clock, **asked)  # type: ignore[arg-type]  # the caller's names
    assert found is not None
    return found


def test_news_are_the_rows_that_changed_as_they_are_now(world: World) -> None:
    """Many changes are told as one: what counts is where they led."""
    nda, lease = world.submit("lease.pdf", "nda.pdf")
    job_id = world.job_of(nda).id
    opening = open_job(job_id, store=world.store, clock=world.clock)
    world.run(nda)

    found = told(world, opening.mark, documents_of=[job_id])

    assert opening.jobs[0].counts.completed == 0
    assert found.at == world.clock.now()
    assert found.jobs == {job_id: world.job(job_id)}
    assert found.documents == {job_id: {nda: world.document(nda)}}
    assert told(world, found.mark).jobs == {}
    assert world.state_of(lease) is State.PENDING


def test_documents_are_told_to_those_who_ask_for_them(world: World) -> None:
    """A list of all jobs has no room for them."""
    [nda] = world.submit("nda.pdf")
    before = read_mark(store=world.store)
    world.run(nda)
    job_id = world.job_of(nda).id

    assert told(world, before).documents == {job_id: {}}


def test_other_jobs_are_left_out_where_some_are_asked_about(world: World) -> None:
    before = read_mark(store=world.store)
    [nda] = world.submit("nda.pdf")
    [lease] = world.submit("lease.pdf", folder="/other")

    assert set(told(world, before, jobs=[world.job_of(lease).id]).jobs) == {world.job_of(lease).id}
    assert len(told(world, before).jobs) == 2
    assert world.job_of(nda).id in told(world, before).jobs


def test_a_job_that_is_gone_is_told_as_none(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    job_id = world.job_of(nda).id
    before = read_mark(store=world.store)
    with world.store.begin() as work:
        work.jobs.delete(job_id)
        work.commit()

    assert told(world, before).jobs == {job_id: None}
    with pytest.raises(JobNotFound):
        open_job(job_id, store=world.store, clock=world.clock)


def test_a_mark_of_another_database_is_no_place_to_go_on_from(world: World) -> None:
    """A copy that was put back, or a server that was set up anew, counts from somewhere else."""
    world.submit("nda.pdf")

    assert read_news(Mark(900, 900), store=world.store, clock=world.clock) is None


def test_the_newest_jobs_are_what_a_list_begins_with(world: World) -> None:
    for number in range(3):
        world.submit("nda.pdf", folder=f"/{number}")
        world.clock.advance(world.policy.base_delay)

    opening = open_all(store=world.store, clock=world.clock, limit=2)

    assert [job.folder for job in opening.jobs] == ["/2", "/1"]
    assert told(world, opening.mark).jobs == {}


def test_news_of_many_pages_are_read_to_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "PAGE", 2)
    documents = world.submit("a.pdf", "b.pdf", "c.pdf")
    before = read_mark(store=world.store)
    for document in documents:
        world.run(document)
    job_id = world.job_of(documents[0]).id

    changed = told(world, before, documents_of=[job_id]).documents[job_id]

    assert changed is not None
    assert set(changed) == set(documents)


@pytest.mark.parametrize(("name", "most"), [("MOST_PAGES", 1), ("MOST_JOBS", 1)])
def test_too_much_to_tell_is_not_told_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    """Whoever was away for long begins anew: nobody holds a day of news for one client."""
    monkeypatch.setattr(news, "PAGE", 2)
    monkeypatch.setattr(news, name, most)
    before = read_mark(store=world.store)
    for number in range(3):
        world.submit("nda.pdf", folder=f"/{number}")

    assert read_news(before, store=world.store, clock=world.clock) is None


def test_too_many_documents_are_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is one request away."""
    monkeypatch.setattr(news, "MOST_DOCUMENTS", 2)
    documents = world.submit("a.pdf", "b.pdf", "c.pdf")
    job_id = world.job_of(documents[0]).id
    before = read_mark(store=world.store)
    world.cancel(job_id)

    found = told(world, before, documents_of=[job_id])

    assert found.documents == {job_id: None}
    assert found.followed_by(told(world, found.mark)).documents == {job_id: None}
    assert told(world, read_mark(store=world.store)).followed_by(found).documents == {job_id: None}


def test_news_that_follow_each_other_are_told_as_they_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads slowly is told less often, and nothing wrong."""
    first, second = world.submit("a.pdf", "b.pdf")
    job_id = world.job_of(first).id
    before = read_mark(store=world.store)
    world.run(first)
    early = told(world, before, documents_of=[job_id])
    world.run(second)
    late = told(world, early.mark, documents_of=[job_id])

    both = early.followed_by(late)

    assert both.mark == late.mark
    assert both.jobs == {job_id: world.job(job_id)}
    assert both.documents == {
        job_id: {first: world.document(first), second: world.document(second)}
    }
    assert both.of(job_id) == both
    assert both.of(JobId("nobody")) is None
    monkeypatch.setattr(news, "MOST_DOCUMENTS", 1)
    assert early.followed_by(late).documents == {job_id: None}
