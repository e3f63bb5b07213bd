"""Pages, counts and the agenda: what a `Store` is asked for, in which order."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from contractsai.application.ports import JobFilter, Load, Store
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.conformance.steps import ODD_NAMES, SECOND, TICK, a_running_document, add


def _ended(**values: Any) -> Job:  # noqa: ANN401 - the fields of a job
    """Return a COMPLETED job of one document, but for *values*."""
    defaults = {"ended_at": NOW + SECOND, "counts": Counts(completed=1)}
    return a_job(**{"state": State.COMPLETED, "started_at": NOW, **defaults, **values})


class QueryConformance:
    """Every test starts with an empty `store`."""

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

    def test_a_list_of_one_state_has_no_other(self, store: Store) -> None:
        """Pages of it go on where the one before ended, whatever lies between."""
        for number in range(6):
            if number % 2:
                add(store, a_job(created_at=NOW + number * TICK))
            else:
                add(store, _ended(created_at=NOW + number * TICK))

        with store.snapshot() as work:
            wanted = JobFilter(state=State.COMPLETED)
            first = work.jobs.page(limit=2, wanted=wanted)
            rest = work.jobs.page(limit=9, after=first[-1].id, wanted=wanted)
        found = [*first, *rest]
        assert [job.created_at for job in found] == [NOW + number * TICK for number in (4, 2, 0)]
        assert {job.state for job in found} == {State.COMPLETED}

    def test_a_page_may_hold_the_jobs_of_a_time_alone(self, store: Store) -> None:
        jobs = [a_job(created_at=NOW + number * SECOND) for number in range(4)]
        for job in jobs:
            add(store, job)

        with store.snapshot() as work:
            after = work.jobs.page(limit=9, wanted=JobFilter(created_after=NOW + SECOND))
            wanted = JobFilter(created_after=NOW, created_before=NOW + 3 * SECOND)
            between = work.jobs.page(limit=9, wanted=wanted)

        assert list(after) == [jobs[3], jobs[2]]
        assert list(between) == [jobs[2], jobs[1]]

    def test_a_list_of_failures_has_jobs_of_every_state(self, store: Store) -> None:
        """A job that COMPLETED may have lost a document on the way."""
        partly = _ended(counts=Counts(completed=1, failed=1))
        running = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(pending=1, failed=2))
        for job in (partly, running, _ended(), a_job()):
            add(store, job)

        with store.snapshot() as work:
            found = work.jobs.page(limit=9, wanted=JobFilter(has_failures=True))
            ended = work.jobs.page(limit=9, wanted=JobFilter(State.COMPLETED, has_failures=True))
        assert {job.id for job in found} == {partly.id, running.id}
        assert [job.id for job in ended] == [partly.id]

    def test_the_load_is_what_has_not_ended(self, store: Store) -> None:
        with store.snapshot() as work:
            assert work.jobs.load() == Load(jobs=0, counts=Counts())
        counts = Counts(pending=4, retrying=2, running=3, completed=5)
        add(store, a_job(state=State.RUNNING, started_at=NOW, counts=counts))
        add(store, a_job(counts=Counts(pending=7)))
        add(store, _ended())

        with store.snapshot() as work:
            assert work.jobs.load() == Load(
                jobs=2, counts=Counts(pending=11, retrying=2, running=3, completed=5)
            )

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
            assert work.agenda.documents_in_flight(job.id) == 2

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
                state=State.FAILED, ended_at=end, reason=Reason.ALL_FAILED, counts=Counts(failed=1)
            )
            for end in ends
        )
        for job in (first, older, at, a_job()):
            add(store, job)

        with store.snapshot() as work:
            assert list(work.agenda.jobs_ended_before(NOW, limit=10)) == [older.id, first.id]
            assert list(work.agenda.jobs_ended_before(NOW, limit=1)) == [older.id]

    def test_jobs_that_ended_before_an_instant_are_found_by_state(self, store: Store) -> None:
        failed = a_job(
            state=State.FAILED,
            ended_at=NOW - 2 * SECOND,
            reason=Reason.ALL_FAILED,
            counts=Counts(failed=1),
        )
        cancelled = a_job(
            state=State.CANCELLED,
            ended_at=NOW - SECOND,
            cancel_requested_at=NOW - SECOND,
            counts=Counts(cancelled=1),
        )
        for job in (failed, cancelled):
            add(store, job)

        with store.snapshot() as work:
            ended = work.agenda.jobs_ended_before
            assert list(ended(NOW, limit=1, state=State.CANCELLED)) == [cancelled.id]
            assert list(ended(NOW, limit=9, state=State.FAILED)) == [failed.id]
            assert list(ended(NOW, limit=9, state=State.COMPLETED)) == []


def a_name_of_4095_bytes(seed: bytes) -> str:
    """Return a name that no database can make shorter."""
    noise = hashlib.shake_128(seed).digest(2 * 1365)
    pairs = zip(noise[::2], noise[1::2], strict=True)
    return "".join(chr(0x4E00 + (256 * high + low) % 0x5000) for high, low in pairs)
