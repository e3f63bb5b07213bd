"""What the way of a job says to the database: each statement is a round trip, each commit a wait.

For stores on SQLAlchemy; the numbers are the same on every database.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.application.dispatch import announce
from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.application.submit import submit_job
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.testing.statements import Statements, counted
from contractsai.testing.world import FOLDER, World

A_JOB = (18, 3)  # statements and commits, at most
A_FURTHER_DOCUMENT = (8, 1)
A_JOB_BEHIND_ANOTHER = (14, 2)


class CostConformance:
    """Every test starts with an empty `store` on `engine`."""

    @pytest.fixture
    def world(self, store: SqlStore) -> World:
        return World(store)

    def test_a_job_of_one_document_that_was_analysed_before(
        self, world: World, engine: Engine
    ) -> None:
        go_through(world, documents=1)

        with counted(engine) as cost:
            job_id = go_through(world, documents=1)

        assert world.job(job_id).counts == Counts(completed=1)
        assert (len(cost.said), cost.commits) <= A_JOB, told(cost)
        assert cost.commits <= A_JOB[1], told(cost)

    @pytest.mark.parametrize("documents", [3, MAX_IN_FLIGHT + 8])
    def test_each_further_document_of_a_job(
        self, world: World, engine: Engine, documents: int
    ) -> None:
        """Also those whose message was on its way, and finds nothing to do."""
        go_through(world, documents=documents)
        with counted(engine) as one:
            go_through(world, documents=1)

        with counted(engine) as many:
            job_id = go_through(world, documents=documents)

        assert world.job(job_id).counts == Counts(completed=documents)
        further = documents - 1
        most, commits = A_FURTHER_DOCUMENT
        assert len(many.said) - len(one.said) <= most * further, told(many)
        assert many.commits - one.commits <= commits * further, told(many)

    def test_a_job_of_one_document_that_waits_behind_others(
        self, world: World, engine: Engine
    ) -> None:
        """The end of a document takes the next job's with it: one commit less."""
        go_through(world, documents=1)
        with counted(engine) as alone:
            go_through(world, documents=1)

        with counted(engine) as several:
            job_ids = [submit(world, documents=1) for _ in range(5)]
            work(world)

        assert [world.job(job_id).counts for job_id in job_ids] == [Counts(completed=1)] * 5
        most, commits = A_JOB_BEHIND_ANOTHER
        assert len(several.said) - len(alone.said) <= most * 4, told(several)
        assert several.commits - alone.commits <= commits * 4, told(several)


def go_through(world: World, *, documents: int) -> JobId:
    """Submit a folder and have a worker take every message, until the job has ended."""
    job_id = submit(world, documents=documents)
    work(world)
    return job_id


def submit(world: World, *, documents: int) -> JobId:
    """Submit a folder, and tell the broker."""
    names = [f"{number:03}.pdf" for number in range(documents)]
    world.source.folders[FOLDER] = {name: name.encode() for name in names}
    submission = submit_job(
        FOLDER,
        source=world.source,
        store=world.store,
        clock=world.clock,
        new_id=lambda: f"id-{next(IDS):06}",
        tell=MAX_IN_FLIGHT,
    )
    announce(submission.told, store=world.store, queue=world.queue, clock=world.clock)
    return submission.job.id


def work(world: World) -> None:
    """Have a worker take every message."""
    while messages := world.queue.take():
        for document_id in messages:
            world.deliver(document_id, quantum=timedelta(hours=1))


IDS: Iterator[int] = count()


def told(cost: Statements) -> str:
    """Return what was said, for a person."""
    return "\n".join([f"{cost.commits} commits", *(said[:60] for said in cost.said)])
