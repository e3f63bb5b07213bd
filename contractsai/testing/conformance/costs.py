"""What the way of a job says to the database: each statement is a round trip, each commit a wait.

For stores on SQLAlchemy; the numbers are the same on every database.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.application.deliver import deliver_document
from contractsai.application.dispatch import announce
from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.application.submit import submit_job
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.testing.statements import Statements, counted
from contractsai.testing.world import FOLDER, World

A_JOB = (18, 3)  # statements and commits, at most
A_FURTHER_DOCUMENT = (8, 1)


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


def go_through(world: World, *, documents: int) -> JobId:
    """Submit a folder and have a worker take every message, until the job has ended."""
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
    while messages := world.queue.take():
        for document_id in messages:
            deliver_document(
                document_id,
                store=world.store,
                queue=world.queue,
                source=world.source,
                host=world.host,
                clock=world.clock,
                settings=world.settings,
                quantum=timedelta(hours=1),
            )
    return submission.job.id


IDS: Iterator[int] = count()


def told(cost: Statements) -> str:
    """Return what was said, for a person."""
    return "\n".join([f"{cost.commits} commits", *(said[:60] for said in cost.said)])
