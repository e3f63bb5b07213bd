"""What follows the end of a document: the next of its job, or one of another job."""

from contractsai.application.ports import Store
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.conformance.steps import SECOND, TICK, add


class FollowConformance:
    """Every test starts with an empty `store`."""

    def test_the_next_document_is_one_that_nobody_was_told_of(self, store: Store) -> None:
        """The message of another one is on its way; it is taken before nothing is."""
        job = a_job(counts=Counts(pending=4, retrying=1), state=State.RUNNING, started_at=NOW)
        told = a_document(job, path="a", dispatches=1, send_at=NOW + SECOND)
        told_twice = a_document(job, path="0", dispatches=2)
        new, other = a_document(job, path="b"), a_document(job, path="c")
        later = a_document(job, state=State.RETRYING, run_at=NOW + TICK, send_at=NOW + TICK)
        add(store, job, told, told_twice, other, new, later)

        taken = []
        with store.begin() as work:
            while (document := work.agenda.next_document(job.id, NOW)) is not None:
                taken.append(document)
                work.documents.save([document.claim(NOW, worker="w", lease=SECOND)])

        assert taken == [new, other, told, told_twice]

    def test_of_another_job_nothing_is_next(self, store: Store) -> None:
        job, other = a_job(), a_job()
        add(store, job, a_document(job).cancel(NOW))
        add(store, other, a_document(other))

        with store.snapshot() as work:
            assert work.agenda.next_document(job.id, NOW) is None

    def test_of_other_jobs_the_document_that_was_told_of_first_is_locked(
        self, store: Store
    ) -> None:
        """Nothing that nobody was told of, that is not due, or that is of the job itself."""
        own, first, second = a_job(), a_job(), a_job()
        later = a_document(first, path="b", dispatches=1, send_at=NOW + SECOND)
        sooner = a_document(second, dispatches=2, send_at=NOW + TICK)
        untold = a_document(first, path="c", send_at=NOW - SECOND)
        backing_off = a_document(
            second, path="d", state=State.RETRYING, dispatches=1, run_at=NOW + SECOND, send_at=NOW
        )
        add(store, own, a_document(own, dispatches=1, send_at=NOW))
        add(store, first, untold, later)
        add(store, second, sooner, backing_off)

        taken = []
        with store.begin() as work:
            while (found := work.agenda.lock_told(NOW, but=own.id)) is not None:
                job, document = found
                taken.append((job.id, document))
                work.documents.save([document.claim(NOW, worker="w", lease=SECOND)])

        assert taken == [(second.id, sooner), (first.id, later)]
