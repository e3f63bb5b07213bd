"""What every `Store` must do: subclass `StoreConformance` and give it a fixture `store`.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self) -> Store:
        return MyStore(...)   # empty
"""

from datetime import timedelta

from contractsai.application.ports import Store
from contractsai.domain.errors import AnalysisFailed, FileMissing
from contractsai.domain.findings import Outcome
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.builders import an_analysis
from contractsai.testing.conformance.access import AccessConformance
from contractsai.testing.conformance.annotations import AnnotationConformance
from contractsai.testing.conformance.attempts import AttemptConformance
from contractsai.testing.conformance.bookmarks import BookmarkConformance
from contractsai.testing.conformance.ended import EndedConformance
from contractsai.testing.conformance.events import EventConformance
from contractsai.testing.conformance.following import FollowConformance
from contractsai.testing.conformance.leases import LeaseConformance
from contractsai.testing.conformance.listing import ListingConformance
from contractsai.testing.conformance.queries import QueryConformance
from contractsai.testing.conformance.races import RaceConformance
from contractsai.testing.conformance.replies import ReplyConformance
from contractsai.testing.conformance.reviews import ReviewConformance
from contractsai.testing.conformance.rows import RowConformance
from contractsai.testing.conformance.search import SearchConformance
from contractsai.testing.conformance.searchable import SearchableConformance
from contractsai.testing.conformance.steps import LEASE, store_is_empty
from contractsai.testing.conformance.tombstones import TombstoneConformance
from contractsai.testing.conformance.transactions import TransactionConformance
from contractsai.testing.conformance.uploads import UploadConformance
from contractsai.testing.conformance.webhooks import WebhookConformance
from contractsai.testing.conformance.workers import WorkerConformance
from contractsai.testing.world import World


class StoreConformance(
    RowConformance,
    TransactionConformance,
    LeaseConformance,
    QueryConformance,
    EndedConformance,
    FollowConformance,
    ListingConformance,
    RaceConformance,
    ReviewConformance,
    AnnotationConformance,
    SearchConformance,
    SearchableConformance,
    WorkerConformance,
    EventConformance,
    ReplyConformance,
    WebhookConformance,
    AttemptConformance,
    BookmarkConformance,
    AccessConformance,
    UploadConformance,
    TombstoneConformance,
):
    """All of it: one suite, so that no two stores can disagree."""

    def test_the_use_cases_run_on_it(self, store: Store) -> None:
        """Every step of both life cycles once: whatever a store refuses, none of these it may."""
        world = World(store, policy=RetryPolicy(max_failures=2))
        found, broken, empty, lost = world.submit("a.pdf", "b.pdf", "c.pdf", "d.pdf")
        job_id = world.job_of(found).id
        world.analysis_ends(broken, AnalysisFailed("first"), FileMissing("second"))
        world.analysis_ends(
            empty, an_analysis(b"", outcome=Outcome.FAILED, reason=Reason.EMPTY, payload=b"[]")
        )
        world.shutdown.due = True
        world.run(found)  # released
        world.shutdown.due = False
        world.crash_worker_during(lost)
        world.advance_past_lease()
        assert [document.id for document in world.rescue()] == [lost]
        for _ in range(2):
            assert world.relay() == len(world.queue.messages)
            for document_id in world.queue.take():
                world.run(document_id)
            world.clock.advance(world.policy.max_delay)

        assert world.job(job_id).counts == Counts(completed=2, failed=2)

        world.reopen(job_id)
        world.during_analysis(broken, lambda: world.cancel(job_id))
        world.run(broken)

        assert world.job(job_id).state is State.CANCELLED

        world.clock.advance(LEASE)
        assert world.purge(timedelta(0)) == 1
        assert store_is_empty(store)
