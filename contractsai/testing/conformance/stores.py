"""What every `Store` must do: subclass `StoreConformance` and give it a fixture `store`.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self) -> Store:
        return MyStore(...)   # empty
"""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Final, TypeVar

import pytest

from contractsai.application.ports import Store
from contractsai.application.settle import settle
from contractsai.domain.analysis import StoredAnalysis
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AnalysisFailed,
    DocumentNotFound,
    FileMissing,
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
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis
from contractsai.testing.conformance.reviews import ReviewConformance
from contractsai.testing.world import World

T = TypeVar("T")
SECOND: Final = timedelta(seconds=1)
TICK: Final = timedelta(microseconds=1)
LEASE: Final = timedelta(seconds=15)
THREADS: Final = 8

ODD_NAMES: Final = [
    "plain.pdf",
    "Vertrag über Löschung.pdf",
    "契約書 — final (2).docx",
    "emoji \N{PAGE FACING UP}.txt",
    "nul \x00.pdf",
    "quote'\";--.pdf",
    "percent %s %(x)s.pdf",
    "back\\slash.pdf",
    "new\nline.pdf",
    "lone surrogate \udcff.pdf",
    "substitute \x1a0041.pdf",
    "escape \x010041.pdf",
    "last before the surrogates \ud7ffd800.pdf",
    "first behind them \ue000.pdf",
    "end of the line \uffff\U0010ffff.pdf",
]


class StoreConformance(ReviewConformance):
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
        add(store, job)

        assert job_of(store, job.id) == job

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

    # Leases

    def test_a_heartbeat_moves_the_lease_and_nothing_else(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)

        assert renew(store, document, NOW + 2 * LEASE) is False
        assert document_of(store, document.id) == replace(
            document, lease_expires_at=NOW + 2 * LEASE, version=1
        )

    def test_a_heartbeat_tells_of_the_cancel(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, replace(job, cancel_requested_at=NOW), document)

        assert renew(store, document, NOW + LEASE) is True

    @pytest.mark.parametrize("step", [-1, 1])
    def test_only_the_present_fence_renews(self, store: Store, step: int) -> None:
        """I2: not the worker before, and nobody by guessing."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)

        with pytest.raises(LeaseLost):
            renew(store, replace(document, fence=document.fence + step), NOW + LEASE)

    def test_what_does_not_run_has_no_lease_to_renew(self, store: Store) -> None:
        job = a_job()
        document = a_document(job, fence=1)
        add(store, job, document)

        with pytest.raises(LeaseLost):
            renew(store, document, NOW + LEASE)

    def test_a_purged_document_has_no_lease_to_renew(self, store: Store) -> None:
        with pytest.raises(LeaseLost):
            renew(store, a_running_document(a_job()), NOW + LEASE)

    def test_a_heartbeat_makes_an_older_copy_stale(self, store: Store) -> None:
        """So that a rescue that looked earlier does not take a document from the living."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)
        renew(store, document, NOW + LEASE)

        with store.begin() as work, pytest.raises(StaleRow):
            work.documents.save([document.release(NOW)])

    # Pages

    def test_jobs_come_newest_first(self, store: Store) -> None:
        old, new = a_job(created_at=NOW), a_job(created_at=NOW + TICK)
        add(store, new)
        add(store, old)

        with store.snapshot() as work:
            assert [job.id for job in work.jobs.page(limit=10)] == [new.id, old.id]

    def test_pages_of_jobs_are_complete_and_without_repeats(self, store: Store) -> None:
        """Also where many jobs were created in the same instant."""
        jobs = [a_job(created_at=NOW + (number // 3) * TICK) for number in range(10)]
        for job in jobs:
            add(store, job)

        seen: list[JobId] = []
        with store.snapshot() as work:
            while page := work.jobs.page(limit=3, after=seen[-1] if seen else None):
                seen.extend(job.id for job in page)

        expected = sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True)
        assert seen == [job.id for job in expected]

    def test_behind_an_unknown_job_there_is_nothing(self, store: Store) -> None:
        add(store, a_job())

        with store.snapshot() as work:
            assert list(work.jobs.page(limit=10, after=JobId("purged"))) == []

    def test_documents_come_by_path_in_code_point_order(self, store: Store) -> None:
        """Not by a locale, so that two machines never disagree about a report."""
        job = a_job(counts=Counts(pending=6))
        names = ["a/b.pdf", "Z.pdf", "a.pdf", "a-b.pdf", "é.pdf", "\N{PAGE FACING UP}.pdf"]
        add(store, job, *(a_document(job, path=name) for name in names))

        with store.snapshot() as work:
            assert [row.path for row in work.documents.page(job.id)] == sorted(names)

    def test_pages_of_documents_are_complete_and_without_repeats(self, store: Store) -> None:
        job, other = a_job(counts=Counts(pending=7)), a_job()
        documents = [a_document(job) for _ in range(7)]
        add(store, job, *documents)
        add(store, other, a_document(other))

        seen: list[str] = []
        with store.snapshot() as work:
            while page := work.documents.page(job.id, limit=3, after=seen[-1] if seen else None):
                seen.extend(document.path for document in page)

        assert seen == [document.path for document in documents]

    def test_odd_names_sort_and_page_by_code_point_too(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=len(ODD_NAMES)))
        add(store, job, *(a_document(job, path=name) for name in ODD_NAMES))

        seen: list[str] = []
        with store.snapshot() as work:
            while page := work.documents.page(job.id, limit=1, after=seen[-1] if seen else None):
                seen.extend(document.path for document in page)

        assert seen == sorted(ODD_NAMES)

    def test_the_longest_paths_are_kept_and_sorted(self, store: Store) -> None:
        """Linux allows 4096 bytes, more than some databases put into an index."""
        names = [a_name_of_4095_bytes(seed) for seed in (b"1", b"2", b"3")]
        names += [f"{names[0][:-1]}{last}" for last in "ab"]
        job = a_job(counts=Counts(pending=len(names)))
        add(store, job, *(a_document(job, path=name) for name in names))

        with store.snapshot() as work:
            assert [row.path for row in work.documents.page(job.id)] == sorted(names)
            behind = work.documents.page(job.id, after=sorted(names)[2])

        assert [row.path for row in behind] == sorted(names)[3:]

    # Counts

    def test_documents_are_counted_by_state(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(pending=2, running=1))
        add(store, job, a_document(job), a_document(job), a_running_document(job))

        with store.snapshot() as work:
            assert work.documents.counts(job.id) == Counts(pending=2, running=1)
            assert work.documents.counts(JobId("nobody")) == Counts()

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
        add(store, job, a_document(job, send_at=NOW + wait))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == ([job.id] if due else [])

    def test_the_longest_waiting_job_comes_first(self, store: Store) -> None:
        young, old = a_job(), a_job()
        add(store, young, a_document(young, send_at=NOW - SECOND))
        add(store, old, a_document(old), a_document(old, send_at=NOW - 2 * SECOND))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == [old.id, young.id]
            assert list(work.agenda.jobs_due(NOW, limit=1)) == [old.id]

    def test_what_runs_or_has_ended_is_not_due(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1, cancelled=1))
        add(store, job, a_running_document(job), a_document(job).cancel(NOW))

        with store.snapshot() as work:
            assert list(work.agenda.jobs_due(NOW, limit=10)) == []
            due = work.agenda.documents_due(job.id, NOW, sent_before=False, limit=10)
            assert list(due) == []

    def test_documents_told_of_before_are_kept_apart_from_the_new(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=2, retrying=1), state=State.RUNNING, started_at=NOW)
        new, told = a_document(job), a_document(job, dispatches=2)
        again = a_document(job, state=State.RETRYING)
        add(store, job, new, told, again)

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
        add(store, job, late, b, a, a_document(job, send_at=NOW + TICK))

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
        add(store, job, a_document(job), told, a_running_document(job), ended)

        with store.snapshot() as work:
            assert work.agenda.documents_out(job.id) == 2

    def test_leases_expire_at_their_instant_the_longest_expired_first(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=3))
        now, long, alive = (
            a_running_document(job, lease_expires_at=NOW + after)
            for after in (timedelta(0), -SECOND, TICK)
        )
        add(store, job, now, long, alive)

        with store.snapshot() as work:
            assert list(work.agenda.leases_expired(NOW, limit=10)) == [long.id, now.id]
            assert list(work.agenda.leases_expired(NOW, limit=1)) == [long.id]

    def test_jobs_that_ended_before_an_instant_come_oldest_first(self, store: Store) -> None:
        ends = [NOW - SECOND, NOW - 2 * SECOND, NOW]
        first, older, at = (
            a_job(
                state=State.FAILED,
                ended_at=end,
                reason=Reason.ALL_FAILED,
                counts=Counts(failed=1),
            )
            for end in ends
        )
        for job in (first, older, at, a_job()):
            add(store, job)

        with store.snapshot() as work:
            assert list(work.agenda.jobs_ended_before(NOW, limit=10)) == [older.id, first.id]
            assert list(work.agenda.jobs_ended_before(NOW, limit=1)) == [older.id]

    # All of it, as the service uses it

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

    # Several at once

    def test_of_eight_claimers_one_wins(self, store: Store) -> None:
        """I2, on real connections."""
        job = a_job()
        document = a_document(job)
        add(store, job, document)

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

        assert sorted(at_once(claim)) == [False] * (THREADS - 1) + [True]
        assert document_of(store, document.id).fence == 1

    def test_documents_that_end_at_once_leave_the_right_counts(self, store: Store) -> None:
        """Without the job's lock two would each see the other running, and the job never end."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=THREADS))
        documents = [a_running_document(job) for _ in range(THREADS)]
        add(store, job, *documents)

        at_once(lambda number: end_document(store, job.id, documents[number].id))

        ended = job_of(store, job.id)
        assert (ended.state, ended.counts) == (State.COMPLETED, Counts(completed=THREADS))

    def test_of_eight_adders_of_one_analysis_the_first_stays(self, store: Store) -> None:
        analyses = [an_analysis(payload=bytes([number])) for number in range(THREADS)]

        at_once(lambda number: add_analysis(store, analyses[number]))

        assert analysis_of(store, analyses[0].id) in analyses

    def test_readers_see_counts_that_add_up_while_documents_end(self, store: Store) -> None:
        """I5, at every instant."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=THREADS))
        documents = [a_running_document(job) for _ in range(THREADS)]
        add(store, job, *documents)

        def watch() -> Counts:
            while True:
                with store.snapshot() as work:
                    told = work.jobs.get(job.id).counts
                    assert told == work.documents.counts(job.id)
                if told.ended == THREADS:
                    return told

        with ThreadPoolExecutor(1) as pool:
            watching = pool.submit(watch)
            at_once(lambda number: end_document(store, job.id, documents[number].id))

            assert watching.result(30) == Counts(completed=THREADS)

    def test_jobs_that_are_added_at_once_are_all_there(self, store: Store) -> None:
        jobs = [a_job() for _ in range(THREADS)]

        at_once(lambda number: add(store, jobs[number], a_document(jobs[number])))

        with store.snapshot() as work:
            assert {job.id for job in work.jobs.page(limit=100)} == {job.id for job in jobs}

    def test_heartbeats_and_ends_at_once_lose_nothing(self, store: Store) -> None:
        """A heartbeat goes without the job's lock, and must not fail whoever holds that."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=THREADS))
        documents = [a_running_document(job) for _ in range(THREADS)]
        add(store, job, *documents)

        def act(number: int) -> None:
            if number % 2:
                end_document(store, job.id, documents[number].id)
            for _ in range(5 * (1 - number % 2)):
                renew(store, documents[number], NOW + 2 * LEASE)

        at_once(act)

        half = THREADS // 2
        assert job_of(store, job.id).counts == Counts(running=half, completed=half)
        assert document_of(store, documents[0].id).version == 5

    def test_a_reader_does_not_wait_for_a_writer(self, store: Store) -> None:
        job = a_job()
        add(store, job)
        with store.begin() as work:
            work.jobs.save(work.jobs.lock(job.id).request_cancel(NOW))

            with ThreadPoolExecutor(1) as pool:
                seen = pool.submit(job_of, store, job.id).result(timeout=5)

        assert not seen.is_cancel_requested


def store_is_empty(store: Store) -> bool:
    """Return whether neither a job nor an analysis is left."""
    with store.snapshot() as work:
        jobs = work.jobs.page(limit=1)
    return not jobs and delete_unreferenced(store, limit=1) == 0


def at_once(act: Callable[[int], T]) -> list[T]:
    """Run *act* in eight threads that start together."""
    gate = threading.Barrier(THREADS)

    def run(number: int) -> T:
        gate.wait(10)
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def a_running_document(job: Job, **values: object) -> Document:
    """Return a document of *job* that a worker holds under fence 3, but for *values*."""
    defaults: dict[str, object] = {
        "state": State.RUNNING,
        "fence": 3,
        "attempt": 3,
        "worker": "w",
        "lease_expires_at": NOW + LEASE,
    }
    return a_document(job, **{**defaults, **values})


def add(store: Store, job: Job, *documents: Document) -> None:
    """Commit a new job with its documents."""
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()


def add_analysis(store: Store, analysis: StoredAnalysis) -> None:
    """Commit an analysis."""
    with store.begin() as work:
        work.analyses.add(analysis)
        work.commit()


def delete_unreferenced(store: Store, *, limit: int) -> int:
    """Purge up to *limit* analyses, commit, and return how many went."""
    with store.begin() as work:
        deleted = work.analyses.delete_unreferenced(limit=limit)
        work.commit()
    return deleted


def end_document(store: Store, job_id: JobId, document_id: DocumentId) -> None:
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


def renew(store: Store, document: Document, lease_expires_at: datetime) -> bool:
    """Send a heartbeat of the document's holder, and return whether the job is to be cancelled."""
    with store.begin() as work:
        cancel = work.documents.renew(
            document.id,
            fence=document.fence,
            lease_expires_at=lease_expires_at,
        )
        work.commit()
    return cancel


def job_of(store: Store, job_id: JobId) -> Job:
    """Return the job as committed."""
    with store.snapshot() as work:
        return work.jobs.get(job_id)


def document_of(store: Store, document_id: DocumentId) -> Document:
    """Return the document as committed."""
    with store.snapshot() as work:
        return work.documents.get(document_id)


def analysis_of(store: Store, analysis_id: AnalysisId) -> StoredAnalysis | None:
    """Return the analysis as committed, if there is one."""
    with store.snapshot() as work:
        return work.analyses.get(analysis_id)


def a_name_of_4095_bytes(seed: bytes) -> str:
    """Return a name that no database can make shorter."""
    noise = hashlib.shake_128(seed).digest(2 * 1365)
    pairs = zip(noise[::2], noise[1::2], strict=True)
    return "".join(chr(0x4E00 + (256 * high + low) % 0x5000) for high, low in pairs)
