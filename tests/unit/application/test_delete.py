"""Forgetting a job before its time."""

import pytest

from contractsai.application.delete import delete_job
from contractsai.application.read import read_job
from contractsai.domain.errors import InvalidTransition, JobNotFound, JobPurged
from contractsai.testing.world import World


def test_an_ended_job_goes_with_its_documents(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    job_id = world.job_of(nda).id
    world.run(nda)

    delete_job(job_id, store=world.store, clock=world.clock)

    with pytest.raises(JobPurged):
        read_job(job_id, store=world.store)
    with pytest.raises(JobNotFound):
        delete_job(job_id, store=world.store, clock=world.clock)


def test_a_job_that_has_not_ended_stays(world: World) -> None:
    """Its workers would write to rows that are gone."""
    [nda] = world.submit("nda.pdf")

    with pytest.raises(InvalidTransition):
        delete_job(world.job_of(nda).id, store=world.store, clock=world.clock)

    assert world.job_of(nda)
