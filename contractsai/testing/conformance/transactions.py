"""All of a unit of work or nothing, one instant for a reader, and no write over another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import JobNotFound, StaleRow
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis
from contractsai.testing.conformance.steps import add, document_of, end_document, job_of


class TransactionConformance:
    """Every test starts with an empty `store`."""

    # Transactions

    def test_what_is_not_committed_has_not_happened(self, store: Store) -> None:
        job = a_job()
        with store.begin() as work:
            work.jobs.add(job, [a_document(job)])
            work.analyses.add(an_analysis())

        with store.snapshot() as work:
            assert work.jobs.page(limit=10) == []
            assert work.analyses.get(an_analysis().id) is None

    def test_an_error_inside_rolls_back_and_comes_out(self, store: Store) -> None:
        job = a_job()

        def break_off() -> None:
            with store.begin() as work:
                work.jobs.add(job, [])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            break_off()

        with pytest.raises(JobNotFound):
            job_of(store, job.id)

    def test_a_unit_of_work_sees_its_own_changes(self, store: Store) -> None:
        job = a_job()
        document = a_document(job)
        with store.begin() as work:
            work.jobs.add(job, [document])
            work.documents.save([document.cancel(NOW)])

            assert work.documents.get(document.id).state is State.CANCELLED
            assert work.documents.counts(job.id) == Counts(cancelled=1)

    def test_what_follows_a_commit_is_not_part_of_it(self, store: Store) -> None:
        first, second = a_job(), a_job()
        with store.begin() as work:
            work.jobs.add(first, [])
            work.commit()
            work.jobs.add(second, [])

        with store.snapshot() as work:
            assert list(work.jobs.page(limit=10)) == [first]

    def test_a_snapshot_is_not_for_committing(self, store: Store) -> None:
        """Whoever tries has mistaken it for a unit of work, and is told at once."""
        with store.snapshot() as work, pytest.raises(AssertionError):
            work.commit()

    def test_a_snapshot_sees_one_instant(self, store: Store) -> None:
        """I5: a reader never sees half of a commit, however long it reads."""
        job = a_job()
        document = a_document(job)
        add(store, job, document)

        with store.snapshot() as work:
            before = work.jobs.get(job.id)
            end_document(store, job.id, document.id)

            assert work.jobs.get(job.id) == before
            assert work.documents.counts(job.id) == before.counts

    # One clock for all

    def test_its_time_is_utc_and_goes_on(self, store: Store) -> None:
        """Leases of all machines are measured by it."""
        first, second = store.now(), store.now()

        assert first.utcoffset() == timedelta(0)
        assert first <= second

    def test_its_time_is_told_beside_a_unit_of_work(self, store: Store) -> None:
        """A use case asks for the time in the midst of one."""
        with store.begin() as work:
            work.jobs.add(a_job(), [])

            assert store.now() <= store.now()

    # Guarded writes

    def test_saving_a_job_raises_its_version(self, store: Store) -> None:
        job = a_job()
        add(store, job)
        with store.begin() as work:
            work.jobs.save(job.request_cancel(NOW))
            work.commit()

        assert job_of(store, job.id) == replace(job.request_cancel(NOW), version=1)

    def test_a_job_saved_by_somebody_else_is_stale(self, store: Store) -> None:
        job = a_job()
        add(store, job)
        with store.begin() as work:
            work.jobs.save(job)

            with pytest.raises(StaleRow):
                work.jobs.save(job)

    def test_several_jobs_are_saved_at_once(self, store: Store) -> None:
        """Each gets what changed of it, whatever changed of the others."""
        one, other = a_job(), a_job()
        add(store, one)
        add(store, other)
        with store.begin() as work:
            held = [work.jobs.lock(job.id) for job in (one, other)]
            started = replace(held[1], started_at=NOW)
            work.jobs.save(held[0].request_cancel(NOW), started)
            work.commit()

        assert job_of(store, one.id) == replace(one.request_cancel(NOW), version=1)
        assert job_of(store, other.id) == replace(started, version=1)

    def test_of_several_jobs_one_that_is_stale_is_enough(self, store: Store) -> None:
        one, other = a_job(), a_job()
        add(store, one)
        add(store, other)
        with store.begin() as work:
            work.jobs.save(one)

            with pytest.raises(StaleRow):
                work.jobs.save(other, one)

    def test_saving_a_document_raises_its_version(self, store: Store) -> None:
        job = a_job()
        document = a_document(job)
        add(store, job, document)
        with store.begin() as work:
            work.documents.save([document.dispatched(NOW)])
            work.commit()

        assert document_of(store, document.id) == replace(document.dispatched(NOW), version=1)

    def test_what_was_deleted_meanwhile_is_stale(self, store: Store) -> None:
        """A purge changes a row as much as anybody does."""
        job = a_job()
        with store.begin() as work:
            with pytest.raises(StaleRow):
                work.jobs.save(job)
            with pytest.raises(StaleRow):
                work.documents.save([a_document(job)])

    def test_one_stale_document_among_many_is_noticed(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=3))
        documents = [a_document(job) for _ in range(3)]
        add(store, job, *documents)
        with store.begin() as work:
            work.documents.save([documents[1]])

            with pytest.raises(StaleRow):
                work.documents.save(documents)

    def test_saving_nothing_is_nothing(self, store: Store) -> None:
        with store.begin() as work:
            work.documents.save([])
            work.commit()

    def test_thousands_of_documents_are_saved_at_once(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=3000))
        documents = [a_document(job) for _ in range(3000)]
        add(store, job, *documents)
        with store.begin() as work:
            work.documents.save([document.cancel(NOW) for document in documents])
            work.commit()

        with store.snapshot() as work:
            assert work.documents.counts(job.id) == Counts(cancelled=3000)
