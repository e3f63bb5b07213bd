"""What every `Store` must do: subclass `StoreConformance` and give it a fixture `store`.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self) -> Store:
        return MyStore(...)   # empty
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from contractsai.application.ports import Store
from contractsai.application.settle import settle
from contractsai.domain.analysis import StoredAnalysis
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    DocumentNotFound,
    InvalidTransition,
    JobNotFound,
    LeaseLost,
    StaleRow,
)
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis

SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
LEASE = timedelta(seconds=15)
THREADS = 8

ODD_NAMES = [
    "plain.pdf",
    "Vertrag über Löschung.pdf",
    "契約書 — final (2).docx",
    "emoji \N{PAGE FACING UP}.txt",
    "quote'\";--.pdf",
    "percent %s %(x)s.pdf",
    "back\\slash.pdf",
    "new\nline.pdf",
    "lone surrogate \udcff.pdf",
    "substitute \x1a0041.pdf",
]


class StoreConformance:
    """The suite; every test starts with an empty `store`."""

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
        _add(store, job)

        assert _job(store, job.id) == job

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
            worker="host:1",
            run_at=NOW + TICK,
            send_at=NOW + SECOND,
            started_at=NOW,
            ended_at=NOW + SECOND,
            sha256="ab" * 32,
            outcome=Outcome.FAILED,
            reason=Reason.ENCRYPTED,
        )
        _add(store, job, document)
        with store.begin() as work:
            work.analyses.add(analysis)
            work.documents.save([replace(document, analysis_id=analysis.id)])
            work.commit()

        assert _document(store, document.id) == replace(
            document, analysis_id=analysis.id, version=1
        )

    def test_a_running_document_keeps_its_lease_to_the_microsecond(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = _running(job, lease_expires_at=NOW + LEASE + TICK)
        _add(store, job, document)

        assert _document(store, document.id).lease_expires_at == NOW + LEASE + TICK

    def test_an_instant_of_another_zone_is_the_same_instant(self, store: Store) -> None:
        there = NOW.astimezone(timezone(timedelta(hours=-7)))
        job = a_job(created_at=there)
        _add(store, job)

        assert _job(store, job.id).created_at == NOW

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_any_file_name_comes_back_as_it_was(self, store: Store, name: str) -> None:
        job = a_job(folder=f"/contracts/{name}")
        document = a_document(job, path=name)
        _add(store, job, document)

        assert _job(store, job.id).folder == f"/contracts/{name}"
        assert _document(store, document.id).path == name

    @pytest.mark.parametrize("payload", [b"[]", b"\x00\xff", b"x" * 3_000_000])
    def test_an_analysis_comes_back_byte_for_byte(self, store: Store, payload: bytes) -> None:
        analysis = an_analysis(payload=payload, outcome=Outcome.FAILED, reason=Reason.CORRUPT)
        _add_analysis(store, analysis)

        assert _analysis(store, analysis.id) == analysis

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
        assert _analysis(store, AnalysisId("nobody")) is None

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
            _job(store, job.id)

    def test_a_unit_of_work_sees_its_own_changes(self, store: Store) -> None:
        job = a_job()
        document = a_document(job)
        with store.begin() as work:
            work.jobs.add(job, [document])
            work.documents.save([document.cancel(NOW)])

            assert work.documents.get(document.id).state is State.CANCELLED
            assert work.documents.counts(job.id) == Counts(cancelled=1)

    def test_a_snapshot_sees_one_instant(self, store: Store) -> None:
        """I5: a reader never sees half of a commit, however long it reads."""
        job = a_job()
        document = a_document(job)
        _add(store, job, document)

        with store.snapshot() as work:
            before = work.jobs.get(job.id)
            _end(store, job.id, document.id)

            assert work.jobs.get(job.id) == before
            assert work.documents.counts(job.id) == before.counts

    # Guarded writes

    def test_saving_a_job_raises_its_version(self, store: Store) -> None:
        job = a_job()
        _add(store, job)
        with store.begin() as work:
            work.jobs.save(job.request_cancel(NOW))
            work.commit()

        assert _job(store, job.id) == replace(job.request_cancel(NOW), version=1)

    def test_a_job_saved_by_somebody_else_is_stale(self, store: Store) -> None:
        job = a_job()
        _add(store, job)
        with store.begin() as work:
            work.jobs.save(job)

            with pytest.raises(StaleRow):
                work.jobs.save(job)

    def test_saving_a_document_raises_its_version(self, store: Store) -> None:
        job = a_job()
        document = a_document(job)
        _add(store, job, document)
        with store.begin() as work:
            work.documents.save([document.dispatched(NOW)])
            work.commit()

        assert _document(store, document.id) == replace(document.dispatched(NOW), version=1)

    def test_one_stale_document_among_many_is_noticed(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=3))
        documents = [a_document(job) for _ in range(3)]
        _add(store, job, *documents)
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
        _add(store, job, *documents)
        with store.begin() as work:
            work.documents.save([document.cancel(NOW) for document in documents])
            work.commit()

        with store.snapshot() as work:
            assert work.documents.counts(job.id) == Counts(cancelled=3000)

    # Leases

    def test_a_heartbeat_moves_the_lease_and_nothing_else(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = _running(job)
        _add(store, job, document)

        assert _renew(store, document, NOW + 2 * LEASE) is False
        assert _document(store, document.id) == replace(
            document, lease_expires_at=NOW + 2 * LEASE, version=1
        )

    def test_a_heartbeat_tells_of_the_cancel(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = _running(job)
        _add(store, replace(job, cancel_requested_at=NOW), document)

        assert _renew(store, document, NOW + LEASE) is True

    @pytest.mark.parametrize("step", [-1, 1])
    def test_only_the_present_fence_renews(self, store: Store, step: int) -> None:
        """I2: not the worker before, and nobody by guessing."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = _running(job)
        _add(store, job, document)

        with pytest.raises(LeaseLost):
            _renew(store, replace(document, fence=document.fence + step), NOW + LEASE)

    def test_what_does_not_run_has_no_lease_to_renew(self, store: Store) -> None:
        job = a_job()
        document = a_document(job, fence=1)
        _add(store, job, document)

        with pytest.raises(LeaseLost):
            _renew(store, document, NOW + LEASE)

    def test_a_purged_document_has_no_lease_to_renew(self, store: Store) -> None:
        with pytest.raises(LeaseLost):
            _renew(store, _running(a_job()), NOW + LEASE)

    def test_a_heartbeat_makes_an_older_copy_stale(self, store: Store) -> None:
        """So that a rescue that looked earlier does not take a document from the living."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = _running(job)
        _add(store, job, document)
        _renew(store, document, NOW + LEASE)

        with store.begin() as work, pytest.raises(StaleRow):
            work.documents.save([document.release(NOW)])

    # Pages

    def test_jobs_come_newest_first(self, store: Store) -> None:
        old, new = a_job(created_at=NOW), a_job(created_at=NOW + TICK)
        _add(store, new)
        _add(store, old)

        with store.snapshot() as work:
            assert [job.id for job in work.jobs.page(limit=10)] == [new.id, old.id]

    def test_pages_of_jobs_are_complete_and_without_repeats(self, store: Store) -> None:
        """Also where many jobs were created in the same instant."""
        jobs = [a_job(created_at=NOW + (number // 3) * TICK) for number in range(10)]
        for job in jobs:
            _add(store, job)

        seen: list[JobId] = []
        with store.snapshot() as work:
            while page := work.jobs.page(limit=3, after=seen[-1] if seen else None):
                seen.extend(job.id for job in page)

        expected = sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True)
        assert seen == [job.id for job in expected]

    def test_behind_an_unknown_job_there_is_nothing(self, store: Store) -> None:
        _add(store, a_job())

        with store.snapshot() as work:
            assert list(work.jobs.page(limit=10, after=JobId("purged"))) == []

    def test_documents_come_by_path_in_code_point_order(self, store: Store) -> None:
        """Not by a locale, so that two machines never disagree about a report."""
        job = a_job(counts=Counts(pending=6))
        names = ["a/b.pdf", "Z.pdf", "a.pdf", "a-b.pdf", "é.pdf", "\N{PAGE FACING UP}.pdf"]
        _add(store, job, *(a_document(job, path=name) for name in names))

        with store.snapshot() as work:
            assert [row.path for row in work.documents.page(job.id)] == sorted(names)

    def test_pages_of_documents_are_complete_and_without_repeats(self, store: Store) -> None:
        job, other = a_job(counts=Counts(pending=7)), a_job()
        documents = [a_document(job) for _ in range(7)]
        _add(store, job, *documents)
        _add(store, other, a_document(other))

        seen: list[str] = []
        with store.snapshot() as work:
            while page := work.documents.page(job.id, limit=3, after=seen[-1] if seen else None):
                seen.extend(document.path for document in page)

        assert seen == [document.path for document in documents]

    # Counts

    def test_documents_are_counted_by_state(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(pending=2, running=1))
        _add(store, job, a_document(job), a_document(job), _running(job))

        with store.snapshot() as work:
            assert work.documents.counts(job.id) == Counts(pending=2, running=1)
            assert work.documents.counts(JobId("nobody")) == Counts()

    # Analyses

    def test_the_first_analysis_stays(self, store: Store) -> None:
        """I4: running again changes no byte of it."""
        first = an_analysis(payload=b"first")
        _add_analysis(store, first)
        _add_analysis(store, replace(first, payload=b"second"))

        assert _analysis(store, first.id) == first

    def test_analyses_without_any_document_go_up_to_the_limit(self, store: Store) -> None:
        used, *loose = [an_analysis(bytes([number])) for number in range(4)]
        job = a_job()
        document = a_document(job)
        _add(store, job, document)
        with store.begin() as work:
            for analysis in (used, *loose):
                work.analyses.add(analysis)
            work.documents.save([replace(document, analysis_id=used.id)])
            work.commit()

        deleted = [_delete_unreferenced(store, limit=2) for _ in range(3)]

        assert deleted == [2, 1, 0]
        assert _analysis(store, used.id) == used

    # Deleting

    def test_a_deleted_job_takes_its_documents_along(self, store: Store) -> None:
        job, other = a_job(), a_job()
        document, stays = a_document(job), a_document(other)
        _add(store, job, document)
        _add(store, other, stays)
        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        with pytest.raises(JobNotFound):
            _job(store, job.id)
        with pytest.raises(DocumentNotFound):
            _document(store, document.id)
        assert _document(store, stays.id) == stays

    def test_deleting_what_is_not_there_is_nothing(self, store: Store) -> None:
        with store.begin() as work:
            work.jobs.delete(JobId("nobody"))
            work.commit()

    # The agenda

    @pytest.mark.parametrize(
        ("wait", "due"), [(timedelta(0), True), (-SECOND, True), (TICK, False)]
    )
    def test_a_job_is_due_from_the_instant_its_first_document_is(
        self,
        store: Store,
        wait: timedelta,
        due: bool,  # noqa: FBT001 - a table's column
    ) -> None:
        job = a_job()
        _add(store, job, a_document(job, send_at=NOW + wait))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == ([job.id] if due else [])

    def test_the_longest_waiting_job_comes_first(self, store: Store) -> None:
        young, old = a_job(), a_job()
        _add(store, young, a_document(young, send_at=NOW - SECOND))
        _add(store, old, a_document(old), a_document(old, send_at=NOW - 2 * SECOND))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == [old.id, young.id]
            assert list(work.agenda.jobs_due(NOW, limit=1)) == [old.id]

    def test_what_runs_or_has_ended_is_not_due(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1, cancelled=1))
        _add(store, job, _running(job), a_document(job).cancel(NOW))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == []
            assert list(_due(work.agenda.documents_due, job)) == []

    def test_documents_told_of_before_are_kept_apart_from_the_new(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=2, retrying=1), state=State.RUNNING, started_at=NOW)
        new, told = a_document(job), a_document(job, dispatches=2)
        again = a_document(job, state=State.RETRYING)
        _add(store, job, new, told, again)

        with store.snapshot() as work:
            agenda = work.agenda
            fresh = agenda.documents_due(job.id, NOW, sent_before=False, limit=10)
            repeated = agenda.documents_due(job.id, NOW, sent_before=True, limit=10)

        assert list(fresh) == [new, again]
        assert list(repeated) == [told]

    def test_due_documents_come_by_instant_then_path_up_to_the_limit(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=4))
        late = a_document(job, path="0")
        b, a = (
            a_document(job, path="b", send_at=NOW - SECOND),
            a_document(job, path="a", send_at=NOW - SECOND),
        )
        _add(store, job, late, b, a, a_document(job, send_at=NOW + TICK))

        with store.snapshot() as work:
            due = work.agenda.documents_due(job.id, NOW, sent_before=False, limit=10)
            one = work.agenda.documents_due(job.id, NOW, sent_before=False, limit=1)

        assert list(due) == [a, b, late]
        assert list(one) == [a]

    def test_what_runs_and_what_was_told_of_is_out(self, store: Store) -> None:
        job = a_job(
            state=State.RUNNING, started_at=NOW, counts=Counts(pending=2, running=1, cancelled=1)
        )
        told = a_document(job, dispatches=1, send_at=NOW + SECOND)
        ended = a_document(job, dispatches=1).cancel(NOW)
        _add(store, job, a_document(job), told, _running(job), ended)

        with store.snapshot() as work:
            assert work.agenda.documents_out(job.id) == 2

    def test_leases_expire_at_their_instant_the_longest_expired_first(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=3))
        now, long, alive = (
            _running(job, lease_expires_at=NOW + after) for after in (timedelta(0), -SECOND, TICK)
        )
        _add(store, job, now, long, alive)

        with store.snapshot() as work:
            assert list(work.agenda.leases_expired(NOW, limit=10)) == [long.id, now.id]
            assert list(work.agenda.leases_expired(NOW, limit=1)) == [long.id]

    def test_jobs_that_ended_before_an_instant_come_oldest_first(self, store: Store) -> None:
        ends = [NOW - SECOND, NOW - 2 * SECOND, NOW]
        first, older, at = (
            a_job(state=State.FAILED, ended_at=end, counts=Counts(failed=1)) for end in ends
        )
        for job in (first, older, at, a_job()):
            _add(store, job)

        with store.snapshot() as work:
            assert list(work.agenda.jobs_ended_before(NOW, limit=10)) == [older.id, first.id]
            assert list(work.agenda.jobs_ended_before(NOW, limit=1)) == [older.id]

    # Several at once

    def test_of_eight_claimers_one_wins(self, store: Store) -> None:
        """I2, on real connections."""
        job = a_job()
        document = a_document(job)
        _add(store, job, document)

        def claim(number: int) -> bool:
            with store.begin() as work:
                locked = work.jobs.lock(job.id)
                waiting = work.documents.get(document.id)
                try:
                    claimed = waiting.claim(NOW, worker=f"w{number}", lease=LEASE)
                except InvalidTransition:
                    return False
                work.documents.save([claimed])
                settle(work, locked, NOW)
                work.commit()
                return True

        assert sorted(_at_once(claim)) == [False] * (THREADS - 1) + [True]
        assert _document(store, document.id).fence == 1

    def test_documents_that_end_at_once_leave_the_right_counts(self, store: Store) -> None:
        """Without the job's lock two would each see the other running, and the job never end."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=THREADS))
        documents = [_running(job) for _ in range(THREADS)]
        _add(store, job, *documents)

        _at_once(lambda number: _end(store, job.id, documents[number].id))

        ended = _job(store, job.id)
        assert (ended.state, ended.counts) == (State.COMPLETED, Counts(completed=THREADS))

    def test_of_eight_adders_of_one_analysis_the_first_stays(self, store: Store) -> None:
        analyses = [an_analysis(payload=bytes([number])) for number in range(THREADS)]

        _at_once(lambda number: _add_analysis(store, analyses[number]))

        assert _analysis(store, analyses[0].id) in analyses

    def test_a_reader_does_not_wait_for_a_writer(self, store: Store) -> None:
        job = a_job()
        _add(store, job)
        with store.begin() as work:
            work.jobs.save(work.jobs.lock(job.id).request_cancel(NOW))

            with ThreadPoolExecutor(1) as pool:
                seen = pool.submit(_job, store, job.id).result(timeout=5)

        assert not seen.is_cancel_requested


def _at_once(act: Callable[[int], object]) -> list[object]:
    """Run *act* in eight threads that start together."""
    gate = threading.Barrier(THREADS)

    def run(number: int) -> object:
        gate.wait(10)
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def _running(job: Job, **values: object) -> Document:
    defaults: dict[str, object] = {
        "state": State.RUNNING,
        "fence": 3,
        "attempt": 3,
        "worker": "w",
        "lease_expires_at": NOW + LEASE,
    }
    return a_document(job, **{**defaults, **values})


def _due(documents_due: Callable[..., Sequence[Document]], job: Job) -> Sequence[Document]:
    return documents_due(job.id, NOW, sent_before=False, limit=10)


def _add(store: Store, job: Job, *documents: Document) -> None:
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()


def _add_analysis(store: Store, analysis: StoredAnalysis) -> None:
    with store.begin() as work:
        work.analyses.add(analysis)
        work.commit()


def _delete_unreferenced(store: Store, *, limit: int) -> int:
    with store.begin() as work:
        deleted = work.analyses.delete_unreferenced(limit=limit)
        work.commit()
    return deleted


def _end(store: Store, job_id: JobId, document_id: DocumentId) -> None:
    """End a document as a worker does, claiming it first where it waits."""
    with store.begin() as work:
        job = work.jobs.lock(job_id)
        document = work.documents.get(document_id)
        if document.state is State.PENDING:
            document = document.claim(NOW, worker="w", lease=LEASE)
        ended = document.complete(NOW, outcome=Outcome.SKIPPED, sha256=None, analysis_id=None)
        work.documents.save([ended])
        started = job.recounted(Counts(running=job.counts.total), NOW)
        settle(work, started, NOW)
        work.commit()


def _renew(store: Store, document: Document, lease_expires_at: datetime) -> bool:
    with store.begin() as work:
        cancel = work.documents.renew(
            document.id,
            fence=document.fence,
            lease_expires_at=lease_expires_at,
        )
        work.commit()
    return cancel


def _job(store: Store, job_id: JobId) -> Job:
    with store.snapshot() as work:
        return work.jobs.get(job_id)


def _document(store: Store, document_id: DocumentId) -> Document:
    with store.snapshot() as work:
        return work.documents.get(document_id)


def _analysis(store: Store, analysis_id: AnalysisId) -> StoredAnalysis | None:
    with store.snapshot() as work:
        return work.analyses.get(analysis_id)
