"""A person's retry."""

from datetime import timedelta

import pytest

from contractsai.domain.errors import FileMissing, InvalidTransition
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World


def test_only_what_did_not_complete_is_done_again(world: World) -> None:
    done, failed = world.submit("a.pdf", "b.pdf")
    world.analysis_ends(failed, FileMissing("b.pdf"))
    world.run(done)
    world.run(failed)

    job = world.reopen(world.job_of(done).id)

    assert (job.state, job.counts) == (State.PENDING, Counts(pending=1, completed=1))
    world.relay()
    assert world.queue.messages == [failed]
    world.run(failed)
    assert world.host.calls == ["a.pdf", "b.pdf", "b.pdf"]
    assert world.job_of(done).state is State.COMPLETED


def test_a_cancelled_job_can_be_taken_up_again(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.cancel(world.job_of(nda).id)

    world.reopen(world.job_of(nda).id)
    world.run(nda)

    assert world.job_of(nda).state is State.COMPLETED
    assert not world.job_of(nda).is_cancel_requested


def test_budgets_start_again(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    for _ in range(world.policy.max_crashes):
        world.crash_worker_during(nda)
        world.advance_past_lease()
        world.rescue()
        world.clock.advance(timedelta(hours=1))

    world.reopen(world.job_of(nda).id)
    world.crash_worker_during(nda)
    world.advance_past_lease()
    world.rescue()

    document = world.document(nda)
    assert (document.state, document.crashes) == (State.RETRYING, 1)
    assert document.attempt == world.policy.max_crashes + 1


def test_a_job_that_completed_altogether_has_nothing_to_retry(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.run(nda)

    with pytest.raises(InvalidTransition, match="nothing to retry"):
        world.reopen(world.job_of(nda).id)
