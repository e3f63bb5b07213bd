"""Taking documents from the dead."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import pytest

from contractsai.adapters.stores.memory import MemoryStore, MemoryUnitOfWork
from contractsai.application.ports import UnitOfWork
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.world import LEASE, World

T = TypeVar("T")
LONG = timedelta(hours=1)


def test_a_dead_workers_document_is_tried_again(world: World) -> None:
    """I1, whatever single process dies."""
    [nda] = world.submit("nda.pdf")
    world.crash_worker_during(nda)

    assert world.rescue() == []
    world.clock.advance(LEASE)
    [rescued] = world.rescue()

    assert (rescued.id, rescued.state, rescued.crashes) == (nda, State.RETRYING, 1)
    assert world.job_of(nda).counts == Counts(retrying=1)
    world.clock.advance(LONG)
    world.run(nda)
    assert world.state_of(nda) is State.COMPLETED


def test_a_poison_document_ends_failed_and_its_neighbour_completes(world: World) -> None:
    """I7, also when it takes the whole worker with it every time."""
    poison, nda = world.submit("a-poison.pdf", "nda.pdf")

    for _ in range(world.policy.max_crashes):
        world.crash_worker_during(poison)
        world.advance_past_lease()
        world.rescue()
        world.clock.advance(LONG)
    world.run(nda)

    document = world.document(poison)
    assert (document.state, document.reason) == (State.FAILED, Reason.CRASHED)
    assert document.attempt == world.policy.max_crashes
    assert world.job_of(nda).state is State.COMPLETED


def test_the_rescue_confirms_a_cancel_for_a_dead_worker(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.crash_worker_during(nda)
    world.cancel(world.job_of(nda).id)
    world.advance_past_lease()

    world.rescue()

    assert world.state_of(nda) is State.CANCELLED
    assert world.job_of(nda).state is State.CANCELLED


def test_two_rescues_at_once_count_one_crash(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.crash_worker_during(nda)
    world.advance_past_lease()

    assert [len(world.rescue()), len(world.rescue())] == [1, 0]
    assert world.document(nda).crashes == 1


@pytest.mark.parametrize("meanwhile", ["purged", "released", "renewed"])
def test_a_document_that_changes_between_the_look_and_the_lock_is_left_alone(
    world: World, meanwhile: str
) -> None:
    """The rescue looks without a lock; what it then finds under the lock decides."""
    [nda] = world.submit("nda.pdf")
    world.crash_worker_during(nda)
    world.advance_past_lease()
    job, document = world.job_of(nda), world.document(nda)
    store = world.store
    assert isinstance(store, MemoryStore)
    later = world.clock.now() + LEASE

    class Racing(MemoryStore):
        """Lets the change happen after the look."""

        @contextmanager
        def begin(self, *, lasting: bool = True) -> Iterator[MemoryUnitOfWork]:
            with store.begin() as work:
                if meanwhile == "purged":
                    work.jobs.delete(job.id)
                elif meanwhile == "released":
                    work.documents.save([document.release(world.clock.now())])
                else:
                    work.documents.renew(nda, fence=document.fence, lease_expires_at=later)
                yield work

        def ask(self, question: Callable[[UnitOfWork], T]) -> T:
            return store.ask(question)

    world.store = Racing()

    assert world.rescue() == []
