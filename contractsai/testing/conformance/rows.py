"""What a `Store` is given comes back as it was, until it is deleted."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from contractsai.application.ports import JobFilter, Store
from contractsai.domain.errors import DocumentNotFound, JobNotFound
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis
from contractsai.testing.conformance.steps import (
    LEASE,
    ODD_NAMES,
    SECOND,
    TICK,
    a_running_document,
    add,
    add_analysis,
    analysis_of,
    delete_unreferenced,
    document_of,
    job_of,
)


class RowConformance:
    """Every test starts with an empty `store`."""

    # Rows come back as they went in

    def test_a_job_comes_back_as_it_was_added(self, store: Store) -> None:
        job = a_job(
            state=State.CANCELLED,
            counts=Counts(completed=1, failed=2, cancelled=3),
            started_at=NOW + SECOND,
            ended_at=NOW + 2 * SECOND,
            cancel_requested_at=NOW + TICK,
            reason=Reason.CANCELLED,
        )
        add(store, job)

        assert job_of(store, job.id) == job

    def test_a_job_keeps_its_labels_and_whence_it_came(self, store: Store) -> None:
        """Whatever else of it changes, and until it is deleted."""
        job = a_job(labels=("client:oak", "q3"), request_id="r" * 128)
        add(store, job)

        with store.begin() as work:
            work.jobs.save(work.jobs.lock(job.id).request_cancel(NOW))
            work.commit()
        assert job_of(store, job.id).labels == ("client:oak", "q3")
        assert job_of(store, job.id).request_id == "r" * 128
        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()
        with store.snapshot() as work:
            assert list(work.jobs.page(limit=9, wanted=JobFilter(label="q3"))) == []

    def test_a_document_and_its_job_come_back_together(self, store: Store) -> None:
        """Columns of one name are not taken for each other."""
        job = a_job(state=State.RUNNING, started_at=NOW + SECOND, counts=Counts(retrying=1))
        document = a_document(job, state=State.RETRYING, reason=Reason.TIMEOUT, attempt=2)
        add(store, job, document)

        with store.begin() as work:
            assert work.documents.lock(document.id) == (job, document)

    def test_a_question_of_one_read_is_answered(self, store: Store) -> None:
        job = a_job()
        add(store, job)

        assert store.ask(lambda work: work.jobs.get(job.id)) == job
        with pytest.raises(JobNotFound):
            store.ask(lambda work: work.jobs.get(JobId("nobody")))

    def test_a_change_of_one_field_leaves_the_others(self, store: Store) -> None:
        """Whether the row was read in the same unit of work, or long before."""
        job, analysis = a_job(), an_analysis()
        add_analysis(store, analysis)
        document = a_document(job, attempt=3, sha256="cd" * 32, analysis_id=analysis.id)
        add(store, job, document)

        with store.begin() as work:
            _, read = work.documents.lock(document.id)
            work.documents.save([read.dispatched(NOW)])
            work.jobs.save(work.jobs.lock(job.id).request_cancel(NOW))
            work.commit()
        told = replace(document.dispatched(NOW), version=1)
        assert document_of(store, document.id) == told
        assert job_of(store, job.id) == replace(job.request_cancel(NOW), version=1)

        with store.begin() as work:
            work.documents.save([told.undispatched(NOW)])
            work.commit()
        assert document_of(store, document.id) == replace(told.undispatched(NOW), version=2)

    def test_every_field_of_a_document_comes_back(self, store: Store) -> None:
        job, analysis = a_job(), an_analysis()
        document = a_document(
            job,
            state=State.FAILED,
            size_bytes=5_000_000_000,
            attempt=4,
            failures=2,
            crashes=1,
            fence=4,
            dispatches=3,
            run_at=NOW + TICK,
            send_at=NOW + SECOND,
            started_at=NOW,
            ended_at=NOW + SECOND,
            sha256="ab" * 32,
            outcome=Outcome.FAILED,
            reason=Reason.ENCRYPTED,
        )
        add(store, job, document)
        with store.begin() as work:
            work.analyses.add(analysis)
            work.documents.save([replace(document, analysis_id=analysis.id)])
            work.commit()

        assert document_of(store, document.id) == replace(
            document, analysis_id=analysis.id, version=1
        )

    def test_a_running_document_keeps_its_holder_and_its_lease(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job, lease_expires_at=NOW + LEASE + TICK, worker="host:1")
        add(store, job, document)

        assert document_of(store, document.id) == document

    def test_an_instant_of_another_zone_is_the_same_instant(self, store: Store) -> None:
        there = NOW.astimezone(timezone(timedelta(hours=-7)))
        job = a_job(created_at=there)
        add(store, job)

        assert job_of(store, job.id).created_at == NOW

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_any_file_name_comes_back_as_it_was(self, store: Store, name: str) -> None:
        job = a_job(folder=f"/contracts/{name}")
        document = a_document(job, path=name)
        add(store, job, document)

        assert job_of(store, job.id).folder == f"/contracts/{name}"
        assert document_of(store, document.id).path == name

    @pytest.mark.parametrize("payload", [b"[]", b"\x00\xff", b"x" * 3_000_000])
    def test_an_analysis_comes_back_byte_for_byte(self, store: Store, payload: bytes) -> None:
        analysis = an_analysis(payload=payload, outcome=Outcome.FAILED, reason=Reason.CORRUPT)
        add_analysis(store, analysis)

        assert analysis_of(store, analysis.id) == analysis

    # What is not there

    def test_an_unknown_job_is_not_found(self, store: Store) -> None:
        with store.begin() as work:
            for ask in (work.jobs.get, work.jobs.lock):
                with pytest.raises(JobNotFound):
                    ask(JobId("nobody"))

    def test_an_unknown_document_is_not_found(self, store: Store) -> None:
        with store.snapshot() as work, pytest.raises(DocumentNotFound):
            work.documents.get(DocumentId("nobody"))

    def test_an_unknown_analysis_is_none(self, store: Store) -> None:
        assert analysis_of(store, AnalysisId("nobody")) is None

    # Analyses

    def test_the_first_analysis_stays(self, store: Store) -> None:
        """I4: running again changes no byte of it."""
        first = an_analysis(payload=b"first")
        add_analysis(store, first)
        add_analysis(store, replace(first, payload=b"second"))

        assert analysis_of(store, first.id) == first

    def test_analyses_without_any_document_go_up_to_the_limit(self, store: Store) -> None:
        used, *loose = [an_analysis(bytes([number])) for number in range(4)]
        job = a_job()
        document = a_document(job)
        add(store, job, document)
        with store.begin() as work:
            for analysis in (used, *loose):
                work.analyses.add(analysis)
            work.documents.save([replace(document, analysis_id=used.id)])
            work.commit()

        deleted = [delete_unreferenced(store, limit=2) for _ in range(3)]

        assert deleted == [2, 1, 0]
        assert analysis_of(store, used.id) == used

    def test_the_analyses_of_a_deleted_job_stay_until_they_are_asked_for(
        self, store: Store
    ) -> None:
        """Another job may have come to use one by then."""
        job, analysis = a_job(), an_analysis()
        document = a_document(job)
        add(store, job, document)
        with store.begin() as work:
            work.analyses.add(analysis)
            work.documents.save([replace(document, analysis_id=analysis.id)])
            work.commit()
        assert delete_unreferenced(store, limit=10) == 0

        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        assert analysis_of(store, analysis.id) == analysis
        assert delete_unreferenced(store, limit=10) == 1

    # Deleting

    def test_a_deleted_job_takes_its_documents_along(self, store: Store) -> None:
        job, other = a_job(), a_job()
        document, stays = a_document(job), a_document(other)
        add(store, job, document)
        add(store, other, stays)
        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        with pytest.raises(JobNotFound):
            job_of(store, job.id)
        with pytest.raises(DocumentNotFound):
            document_of(store, document.id)
        assert document_of(store, stays.id) == stays

    def test_deleting_what_is_not_there_is_nothing(self, store: Store) -> None:
        with store.begin() as work:
            work.jobs.delete(JobId("nobody"))
            work.commit()
