"""A `Store` remembers attempts that did not complete their document."""

from dataclasses import replace
from datetime import timedelta

from contractsai.application.ports import Store
from contractsai.domain.attempts import Attempt
from contractsai.domain.errors import AnalysisFailed
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.world import World


def past(store: Store, document_id: DocumentId) -> list[Attempt]:
    """Return the attempts of a document that are remembered."""
    return list(store.ask(lambda work: work.attempts.of_document(document_id)))


class AttemptConformance:
    """Every test starts with an empty `store`."""

    def test_an_attempt_that_failed_is_remembered_with_times_and_reason(self, store: Store) -> None:
        world = World(store)
        [document_id] = world.submit("nda.pdf")
        began = world.clock.now()
        for _ in range(2):
            world.analysis_ends(document_id, AnalysisFailed("x"))
            world.run(document_id)
            world.clock.advance(timedelta(hours=1))
        world.run(document_id)

        first, second = past(store, document_id)

        assert first == Attempt(
            document_id=document_id,
            number=1,
            state=State.RETRYING,
            worker="worker-1",
            started_at=began,
            ended_at=began,
            reason=Reason.INTERNAL,
        )
        assert (second.number, second.started_at) == (2, began + timedelta(hours=1))

    def test_attempts_go_with_their_job(self, store: Store) -> None:
        world = World(store)
        [document_id] = world.submit("nda.pdf")
        world.analysis_ends(document_id, AnalysisFailed("x"))
        world.run(document_id)
        [attempt] = past(store, document_id)

        with store.begin() as work:
            work.jobs.delete(work.documents.get(attempt.document_id).job_id)
            work.commit()

        assert past(store, document_id) == []

    def test_what_is_not_committed_is_not_remembered(self, store: Store) -> None:
        world = World(store)
        [document_id] = world.submit("nda.pdf")
        world.analysis_ends(document_id, AnalysisFailed("x"))
        world.run(document_id)
        [attempt] = past(store, document_id)

        with store.begin() as work:
            work.attempts.add([replace(attempt, number=2)])

        assert past(store, document_id) == [attempt]
