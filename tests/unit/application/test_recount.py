"""Counts that were tampered with."""

from dataclasses import replace

from contractsai.application.recount import Drift, recount_jobs
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World


def recount(world: World) -> list[Drift]:
    return list(recount_jobs(store=world.store, clock=world.clock))


def tamper(world: World, job_id: JobId, **fields: object) -> None:
    with world.store.begin() as work:
        work.jobs.save(replace(work.jobs.get(job_id), **fields))  # type: ignore[arg-type]  # any
        work.commit()


def test_counts_that_are_right_are_left(world: World) -> None:
    world.submit("a.pdf", "b.pdf")

    assert recount(world) == []


def test_counts_that_are_wrong_are_mended_and_told(world: World) -> None:
    first, _ = world.submit("a.pdf", "b.pdf")
    job_id = world.job_of(first).id
    tamper(world, job_id, counts=Counts(pending=1, completed=1))

    assert recount(world) == [
        Drift(job_id, Counts(pending=1, completed=1), Counts(pending=2), is_mended=True)
    ]
    assert world.job(job_id).counts == Counts(pending=2)
    assert recount(world) == []


def test_a_job_all_of_whose_documents_have_ended_ends(world: World) -> None:
    """Nobody else would ever look at it again."""
    [only] = world.submit("a.pdf")
    world.run(only)
    job_id = world.job_of(only).id
    tamper(world, job_id, counts=Counts(running=1), state=State.RUNNING, ended_at=None)

    recount(world)

    assert (world.job(job_id).state, world.job(job_id).counts) == (
        State.COMPLETED,
        Counts(completed=1),
    )


def test_an_ended_job_with_documents_that_wait_is_told_and_left(world: World) -> None:
    """Which of the two is wrong, the rows do not say."""
    [only] = world.submit("a.pdf")
    job_id = world.job_of(only).id
    wrong = {"counts": Counts(completed=1), "state": State.COMPLETED}
    tamper(world, job_id, **wrong, ended_at=world.clock.now())

    assert [drift.is_mended for drift in recount(world)] == [False]
    assert world.job(job_id).counts == Counts(completed=1)


def test_a_job_that_is_purged_meanwhile_is_none(world: World) -> None:
    """Neither between the page and the lock, nor while the next page is asked for."""
    for _ in range(3):
        world.submit("a.pdf")
    jobs = [job.id for job in world.store.ask(lambda work: work.jobs.page(limit=9))]
    for job_id in jobs:
        tamper(world, job_id, counts=Counts(running=1))

    drifts = recount_jobs(store=world.store, clock=world.clock, page=2)
    found = [next(drifts).job_id]
    delete(world, jobs[1])
    found += [drift.job_id for drift in drifts]

    assert found == [jobs[0], jobs[2]]


def test_it_goes_on_where_the_last_of_a_page_is_purged(world: World) -> None:
    for _ in range(3):
        world.submit("a.pdf")
    jobs = [job.id for job in world.store.ask(lambda work: work.jobs.page(limit=9))]
    tamper(world, jobs[1], counts=Counts(running=1))
    tamper(world, jobs[2], counts=Counts(running=1))

    drifts = recount_jobs(store=world.store, clock=world.clock, page=2)
    found = [next(drifts).job_id]
    delete(world, jobs[1])
    found += [drift.job_id for drift in drifts]

    assert found == [jobs[1], jobs[2]]


def delete(world: World, job_id: JobId) -> None:
    with world.store.begin() as work:
        work.jobs.delete(job_id)
        work.commit()
