"""A person's retry."""

from datetime import timedelta

import pytest

from contractsai.application.retry import retry_document
from contractsai.domain.errors import DocumentNotFound, FileMissing, InvalidTransition
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job
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


def retry_one(world: World, document: DocumentId, job_id: JobId | None = None) -> Job:
    wanted = job_id or world.job_of(document).id
    return retry_document(wanted, document, store=world.store, clock=world.clock)


def test_one_document_is_done_again_and_no_other(world: World) -> None:
    first, second = world.submit("a.pdf", "b.pdf")
    for document in (first, second):
        world.analysis_ends(document, FileMissing("gone"))
        world.run(document)
    assert world.job_of(first).state is State.FAILED

    job = retry_one(world, first)

    assert (job.state, job.counts) == (State.PENDING, Counts(pending=1, failed=1))
    world.run(first)
    assert world.job_of(first).counts == Counts(completed=1, failed=1)
    assert world.job_of(first).state is State.COMPLETED


def test_one_document_of_a_job_that_still_runs_can_be_done_again(world: World) -> None:
    """Nobody has to wait for the others."""
    first, second = world.submit("a.pdf", "b.pdf")
    world.analysis_ends(first, FileMissing("gone"))
    world.run(first)

    job = retry_one(world, first)

    assert (job.state, job.counts) == (State.RUNNING, Counts(pending=2))
    assert world.state_of(second) is State.PENDING


def test_a_document_that_did_not_end_badly_is_not_done_again(world: World) -> None:
    done, waits = world.submit("a.pdf", "b.pdf")
    world.run(done)

    for document in (done, waits):
        with pytest.raises(InvalidTransition):
            retry_one(world, document)


def test_a_document_is_not_taken_up_while_its_job_is_being_cancelled(world: World) -> None:
    """It would outlive the cancel."""
    runs, waits = world.submit("a.pdf", "b.pdf")
    refused: list[InvalidTransition] = []

    def cancel_and_retry() -> None:
        world.cancel(world.job_of(runs).id)
        with pytest.raises(InvalidTransition) as raised:
            retry_one(world, waits)
        refused.append(raised.value)

    world.during_analysis(runs, cancel_and_retry)
    world.run(runs)

    assert len(refused) == 1
    assert world.job_of(runs).state is State.CANCELLED


def test_a_document_is_one_of_its_job(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    [other] = world.submit("other.pdf", folder="/other")

    with pytest.raises(DocumentNotFound):
        retry_one(world, nda, world.job_of(other).id)
