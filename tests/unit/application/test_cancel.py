"""Ending a job at a person's wish."""

import pytest

from contractsai.domain.errors import InvalidTransition, JobNotFound
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World


def test_a_job_that_waits_is_cancelled_at_once(world: World) -> None:
    """With no worker up, or the broker down: the row is the truth."""
    documents = world.submit("a.pdf", "b.pdf")

    job = world.cancel(world.job_of(documents[0]).id)

    assert (job.state, job.counts) == (State.CANCELLED, Counts(cancelled=2))
    assert [world.run(document) for document in documents] == [None, None]


def test_a_running_document_is_asked_and_the_waiting_ones_are_cancelled(world: World) -> None:
    running, waiting = world.submit("a.pdf", "b.pdf")
    world.crash_worker_during(running)

    job = world.cancel(world.job_of(running).id)

    assert job.state is State.RUNNING
    assert job.is_cancel_requested
    assert world.state_of(waiting) is State.CANCELLED


def test_cancelling_twice_is_the_same_as_once(world: World) -> None:
    running, _ = world.submit("a.pdf", "b.pdf")
    world.crash_worker_during(running)
    first = world.cancel(world.job_of(running).id)

    second = world.cancel(first.id)

    assert second.cancel_requested_at == first.cancel_requested_at


def test_a_job_that_is_cancelled_already_is_returned_as_it_is(world: World) -> None:
    """Whoever asks again because an answer was lost wants what is there."""
    [nda] = world.submit("nda.txt")
    first = world.cancel(world.job_of(nda).id)

    second = world.cancel(first.id)

    assert second == first


def test_an_ended_job_cannot_be_cancelled(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.run(nda)

    with pytest.raises(InvalidTransition):
        world.cancel(world.job_of(nda).id)


def test_a_job_that_is_not_there_cannot_be_cancelled(world: World) -> None:
    with pytest.raises(JobNotFound):
        world.cancel(JobId("nobody"))
