"""One document, one attempt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar

import pytest

from contractsai.adapters.stores.memory import MemoryStore
from contractsai.application.ports import UnitOfWork
from contractsai.domain.errors import AnalysisFailed, AnalysisTimedOut, StoreUnavailable
from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.ids import DocumentId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import analysis_of
from contractsai.testing.world import LEASE, WorkerKilled, World

T = TypeVar("T")
LONG = timedelta(hours=1)


def test_a_document_is_analysed_and_its_job_completes(world: World) -> None:
    [nda] = world.submit("nda.pdf")

    world.run(nda)

    document, job = world.document(nda), world.job_of(nda)
    assert (document.state, document.outcome, document.attempt) == (
        State.COMPLETED,
        Outcome.ANALYSED,
        1,
    )
    assert world.analysis_of(nda) == analysis_of(b"nda.pdf")
    assert (job.state, job.counts) == (State.COMPLETED, Counts(completed=1))


def test_the_job_runs_from_the_first_claim_on(world: World) -> None:
    first, _ = world.submit("a.pdf", "b.pdf")
    seen = []
    world.during_analysis(first, lambda: seen.append(world.job_of(first)))

    world.run(first)

    [during] = seen
    assert (during.state, during.counts) == (State.RUNNING, Counts(pending=1, running=1))


def test_a_repeated_message_does_nothing(world: World) -> None:
    """I2: the broker may deliver twice, at once or later."""
    [nda] = world.submit("nda.pdf")
    world.during_analysis(nda, lambda: world.run(nda))

    world.run(nda)
    world.run(nda)

    assert world.host.calls == ["nda.pdf"]
    assert world.document(nda).attempt == 1


@pytest.mark.parametrize("unknown", ["purged", ""])
def test_a_message_for_a_purged_document_does_nothing(world: World, unknown: str) -> None:
    assert world.run(DocumentId(unknown)) is None


def test_a_message_that_comes_before_the_backoff_is_over_does_nothing(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.analysis_ends(nda, AnalysisFailed("x"))
    world.run(nda)

    assert world.run(nda) is None
    assert world.state_of(nda) is State.RETRYING


def test_a_failed_attempt_is_tried_again_until_its_budget_is_spent(world: World) -> None:
    """I7: then the document is FAILED with its reason, and so is a job that has no other."""
    [nda] = world.submit("nda.pdf")
    world.analysis_ends(nda, *(AnalysisFailed("x") for _ in range(10)))

    for _ in range(10):
        world.run(nda)
        world.clock.advance(LONG)

    document, job = world.document(nda), world.job_of(nda)
    assert (document.state, document.reason) == (State.FAILED, Reason.INTERNAL)
    assert document.attempt == document.failures == world.policy.max_failures
    assert (job.state, job.reason) == (State.FAILED, Reason.ALL_FAILED)


def test_a_timeout_counts_as_a_crash(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.analysis_ends(nda, AnalysisTimedOut("x"))

    world.run(nda)

    assert (world.document(nda).crashes, world.document(nda).failures) == (1, 0)


def test_a_defect_in_the_pipeline_is_an_outcome_not_a_dead_worker(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.analysis_ends(nda, ZeroDivisionError("secret text of a contract"))

    world.run(nda)

    assert world.document(nda).reason is Reason.INTERNAL
    assert world.state_of(nda) is State.RETRYING


def test_a_file_that_vanished_fails_at_once_and_hurts_no_neighbour(world: World) -> None:
    gone, nda = world.submit("gone.pdf", "nda.pdf")
    del world.source.folders["/contracts"]["gone.pdf"]

    world.run(gone)
    world.run(nda)

    assert world.document(gone).reason is Reason.MISSING
    assert world.job_of(nda).state is State.COMPLETED
    assert world.job_of(nda).counts == Counts(completed=1, failed=1)


def test_an_unreadable_document_fails_with_its_reason_and_keeps_its_analysis(
    world: World,
) -> None:
    """The report needs to know what kind of file it was."""
    [locked] = world.submit("locked.pdf")
    rejected = analysis_of(b"locked.pdf", outcome=Outcome.FAILED, reason=Reason.ENCRYPTED)
    world.analysis_ends(locked, rejected)

    world.run(locked)

    assert world.state_of(locked) is State.FAILED
    assert world.document(locked).reason is Reason.ENCRYPTED
    assert world.analysis_of(locked) == rejected


def test_a_system_file_is_skipped_without_being_opened_by_a_parser(world: World) -> None:
    hidden, _ = world.submit(".DS_Store", "nda.pdf")

    world.run(hidden)

    assert world.document(hidden).outcome is Outcome.SKIPPED
    assert world.host.calls == []


def test_a_system_file_that_cannot_be_read_is_no_failure(world: World) -> None:
    """Nobody misses a lock file: a folder with one must not look as if something was unread."""
    lock, _ = world.submit(".~lock.nda.odt#", "nda.pdf")
    del world.source.folders["/contracts"][".~lock.nda.odt#"]

    world.run(lock)

    assert world.state_of(lock) is State.COMPLETED
    assert world.document(lock).outcome is Outcome.SKIPPED


def test_the_same_content_is_analysed_once(world: World) -> None:
    """I4: and what is stored stays as it is."""
    first, second = world.submit("a.pdf", "copy.pdf")
    world.source.folders["/contracts"]["copy.pdf"] = b"a.pdf"

    world.run(first)
    world.run(second)

    assert world.host.calls == ["a.pdf"]
    assert world.analysis_of(first) == world.analysis_of(second) is not None


def test_a_result_that_outlives_its_lease_is_dropped(world: World) -> None:
    """I2: a worker that went silent must not overwrite the attempt that replaced it."""
    [nda] = world.submit("nda.pdf")
    world.during_analysis(nda, world.advance_past_lease, world.rescue)

    world.run(nda)

    assert world.state_of(nda) is State.RETRYING
    assert world.analysis_of(nda) is None


def test_a_result_is_dropped_when_the_lease_is_lost_after_the_last_heartbeat(
    world: World,
) -> None:
    [nda] = world.submit("nda.pdf")
    world.after_the_last_heartbeat(nda, world.advance_past_lease, world.rescue)

    world.run(nda)

    assert world.state_of(nda) is State.RETRYING
    assert world.analysis_of(nda) is None


def test_a_zombie_does_not_touch_what_another_worker_holds_by_now(world: World) -> None:
    """I2: the same document runs again under a higher fence, and that one alone may write."""
    [nda] = world.submit("nda.pdf")
    held = []
    world.after_the_last_heartbeat(
        nda,
        world.advance_past_lease,
        world.rescue,
        lambda: world.clock.advance(LONG),
        lambda: world.crash_worker_during(nda),
        lambda: held.append(world.document(nda)),
    )

    world.run(nda)

    assert [world.document(nda)] == held
    assert world.state_of(nda) is State.RUNNING


def test_a_heartbeat_keeps_the_document(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    almost = LEASE - timedelta(seconds=1)
    rescued = []
    world.during_analysis(nda, lambda: world.clock.advance(almost))
    world.after_the_last_heartbeat(
        nda, lambda: world.clock.advance(almost), lambda: rescued.extend(world.rescue())
    )

    world.run(nda)

    assert rescued == []
    assert world.state_of(nda) is State.COMPLETED


def test_a_running_document_notices_the_cancel_at_its_next_heartbeat(world: World) -> None:
    """I6: nothing of it is stored after that."""
    [nda] = world.submit("nda.pdf")
    world.during_analysis(nda, lambda: world.cancel(world.job_of(nda).id))

    world.run(nda)

    assert world.state_of(nda) is State.CANCELLED
    assert world.job_of(nda).state is State.CANCELLED
    assert world.analysis_of(nda) is None


def test_an_attempt_that_fails_under_a_cancel_is_not_tried_again(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.after_the_last_heartbeat(nda, lambda: world.cancel(world.job_of(nda).id))
    world.analysis_ends(nda, AnalysisFailed("x"))

    world.run(nda)

    assert world.state_of(nda) is State.CANCELLED


def test_a_worker_that_shuts_down_gives_its_document_back_unharmed(world: World) -> None:
    [nda] = world.submit("nda.pdf")

    def shut_down() -> None:
        world.shutdown.requested = world.shutdown.due = True

    world.during_analysis(nda, shut_down)
    world.run(nda)

    document = world.document(nda)
    assert (document.state, document.failures, document.crashes) == (State.PENDING, 0, 0)
    world.shutdown.requested = world.shutdown.due = False
    world.run(nda)
    assert (world.state_of(nda), world.document(nda).attempt) == (State.COMPLETED, 2)


def test_a_killed_worker_leaves_the_document_to_the_rescue(world: World) -> None:
    [nda] = world.submit("nda.pdf")

    world.crash_worker_during(nda)

    assert world.state_of(nda) is State.RUNNING


def test_of_two_workers_that_see_a_document_wait_one_claims_it(world: World) -> None:
    """The look is without a lock; what is found under the lock decides."""
    [nda] = world.submit("nda.pdf")
    store, rivals = world.store, ["worker-2"]

    class Racing(MemoryStore):
        """Lets another worker run the document after the look."""

        begin, snapshot = store.begin, store.snapshot  # type: ignore[assignment]  # of one store

        def ask(self, question: Callable[[UnitOfWork], T]) -> T:
            answer = store.ask(question)
            if rivals and rivals.pop():
                assert world.run(nda) is not None
            return answer

    world.store = Racing()

    assert world.run(nda) is None
    assert world.document(nda).attempt == 1


class Flaky:
    """A store that is away when told so; the rest passes through."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self.failures = 0
        self.lose_replies = 0

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[UnitOfWork]:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("away")
        with self._store.begin() as work:
            yield work
        if self.lose_replies:
            self.lose_replies -= 1
            raise StoreUnavailable("the reply to the commit was lost")

    def snapshot(self) -> object:
        return self._store.snapshot()

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        return self._store.ask(question)


@pytest.fixture
def flaky(world: World) -> Flaky:
    flaky = Flaky(world)
    world.store = flaky  # type: ignore[assignment]  # a store that fails
    return flaky


def test_a_heartbeat_bears_a_database_that_is_away_for_a_while(world: World, flaky: Flaky) -> None:
    [nda] = world.submit("nda.pdf")
    world.during_analysis(nda, lambda: setattr(flaky, "failures", 1))

    world.run(nda)

    assert world.state_of(nda) is State.COMPLETED


def test_a_worker_cut_off_for_a_whole_lease_drops_its_result(world: World, flaky: Flaky) -> None:
    """It cannot know who holds the document by now."""
    [nda] = world.submit("nda.pdf")
    world.during_analysis(nda, world.advance_past_lease, lambda: setattr(flaky, "failures", 1))

    world.run(nda)

    assert world.state_of(nda) is State.RUNNING
    assert world.analysis_of(nda) is None


def test_the_outcome_is_written_once_the_database_is_back(world: World, flaky: Flaky) -> None:
    [nda] = world.submit("nda.pdf")
    world.after_the_last_heartbeat(nda, lambda: setattr(flaky, "failures", 3))

    world.run(nda)

    assert len(world.pauses) == 3
    assert world.state_of(nda) is State.COMPLETED


def test_a_job_that_is_purged_under_its_last_document_takes_no_outcome(world: World) -> None:
    """A zombie comes back long after somebody else has ended the job."""
    [nda] = world.submit("nda.pdf")

    def purge() -> None:
        with world.store.begin() as work:
            work.jobs.delete(work.documents.get(nda).job_id)
            work.commit()

    world.after_the_last_heartbeat(nda, purge)

    left = world.run(nda)

    assert left is not None
    assert left.state is State.RUNNING
    with world.store.snapshot() as work:
        assert work.jobs.page(limit=1) == []
        assert work.analyses.get(analysis_of(b"nda.pdf").id) is None


def test_a_commit_whose_reply_was_lost_is_not_made_twice(world: World, flaky: Flaky) -> None:
    [nda] = world.submit("nda.pdf")
    world.after_the_last_heartbeat(nda, lambda: setattr(flaky, "lose_replies", 1))

    world.run(nda)

    assert world.state_of(nda) is State.COMPLETED
    assert world.document(nda).attempt == 1


def test_a_worker_gives_up_writing_when_its_lease_is_over(world: World, flaky: Flaky) -> None:
    [nda] = world.submit("nda.pdf")
    world.after_the_last_heartbeat(nda, lambda: setattr(flaky, "failures", 1000))

    with pytest.raises(StoreUnavailable):
        world.run(nda)

    flaky.failures = 0
    assert world.state_of(nda) is State.RUNNING


def test_a_database_that_is_away_at_the_look_up_leaves_the_lease_to_run_out(
    world: World,
) -> None:
    [nda] = world.submit("nda.pdf")
    world.analysis_ends(nda, StoreUnavailable("away"))

    with pytest.raises(StoreUnavailable):
        world.run(nda)


def test_a_killed_worker_is_no_exception_of_ours() -> None:
    assert not issubclass(WorkerKilled, Exception)


def test_what_nobody_understands_has_failed_where_its_name_says_document(world: World) -> None:
    """Skipped, it would vanish from sight; under another name the same bytes are no document."""
    deal, data = world.submit("deal.pdf", "figures.bin")
    for each, name in ((deal, b"deal.pdf"), (data, b"figures.bin")):
        versions = Versions(pipeline="1", model="none", playbook="none")
        skipped = Analysis(None, None, None, Outcome.SKIPPED, "unsupported", versions)
        kept = StoredAnalysis.of([skipped], sha256=sha256(name).hexdigest(), pipeline="scripted 1")
        world.analysis_ends(each, kept)
        world.run(each)

    assert (world.state_of(deal), world.document(deal).reason) == (State.FAILED, Reason.CORRUPT)
    assert (world.state_of(data), world.document(data).outcome) == (
        State.COMPLETED,
        Outcome.SKIPPED,
    )
