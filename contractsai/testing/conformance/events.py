"""A `Store` tells of every change of state in the transaction that brings it, of nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event as Signal
from threading import Thread

from contractsai.application.ports import Store
from contractsai.domain.events import Event, Mark
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.conformance.steps import LEASE, add, end_document, renew

MANY = 100
PATIENCE_SECONDS = 30


class EventConformance:
    """Every test starts with an empty `store`."""

    has_many_writers = False
    """Whether a transaction may write while another one does."""

    def test_a_job_that_comes_changes_and_goes_is_told_of_each_time(self, store: Store) -> None:
        job = a_job()
        add(store, job, a_document(job))
        came = mark(store)
        with store.begin() as work:
            work.jobs.save(work.jobs.lock(job.id).request_cancel(NOW))
            work.commit()
        changed = mark(store)
        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        assert told(store, NOTHING) == [(job.id, None)] * 3
        assert told(store, came) == [(job.id, None)] * 2
        assert told(store, changed) == [(job.id, None)]
        assert told(store, mark(store)) == []

    def test_a_document_whose_state_changes_is_told_of(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=2))
        first, second = a_document(job), a_document(job)
        add(store, job, first, second)
        before = mark(store)

        end_document(store, job.id, first.id)

        assert (job.id, first.id) in told(store, before)
        assert (job.id, second.id) not in told(store, before)

    def test_a_change_that_nobody_sees_is_not_told_of(self, store: Store) -> None:
        """A heartbeat a second for each document would be all that there is to read."""
        job = a_job()
        document = a_document(job)
        add(store, job, document)
        with store.begin() as work:
            claimed = document.claim(NOW, worker="w", lease=LEASE)
            work.documents.save([claimed])
            work.jobs.save(job.recounted(Counts(running=1), NOW))
            work.commit()
        before = mark(store)

        renew(store, replace(claimed, version=1), NOW + LEASE)
        with store.begin() as work:
            work.documents.save([work.documents.get(document.id).dispatched(NOW)])
            work.commit()

        assert told(store, before) == []

    def test_what_was_not_committed_is_not_told_of(self, store: Store) -> None:
        job = a_job()
        with store.begin() as work:
            work.jobs.add(job, [a_document(job)])

        assert told(store, NOTHING) == []

    def test_a_snapshot_is_told_of_what_it_sees_and_its_mark_goes_on_from_there(
        self, store: Store
    ) -> None:
        """Between a snapshot and the news that follow it nothing is lost or told twice."""
        first, second = a_job(), a_job()
        add(store, first)
        with store.snapshot() as work:
            here = work.events.mark()
            add(store, second)

            assert pairs(work.events.since(NOTHING, limit=MANY)) == [(first.id, None)]
        assert told(store, here) == [(second.id, None)]

    def test_a_transaction_that_ends_late_is_told_of_all_the_same(self, store: Store) -> None:
        """Numbers are given when a transaction writes, and seen when it ends: others end before."""
        slow, quick = a_job(), a_job()
        has_written, may_end = Signal(), Signal()

        def write_slowly() -> None:
            with store.begin() as work:
                work.jobs.add(slow, [])
                has_written.set()
                may_end.wait(PATIENCE_SECONDS)
                work.commit()

        thread = Thread(target=write_slowly)
        thread.start()
        assert has_written.wait(PATIENCE_SECONDS)
        if self.has_many_writers:
            add(store, quick)
        between = mark(store)
        seen = told(store, NOTHING)
        may_end.set()
        thread.join(PATIENCE_SECONDS)
        if not self.has_many_writers:
            add(store, quick)

        assert sorted(seen + told(store, between)) == sorted([(slow.id, None), (quick.id, None)])
        assert told(store, mark(store)) == []

    def test_some_jobs_can_be_asked_about(self, store: Store) -> None:
        jobs = [a_job() for _ in range(3)]
        for job in jobs:
            add(store, job)

        with store.snapshot() as work:
            found = work.events.since(NOTHING, jobs={jobs[0].id, jobs[2].id}, limit=MANY)
            none = work.events.since(NOTHING, jobs=set(), limit=MANY)

        assert pairs(found) == [(jobs[0].id, None), (jobs[2].id, None)]
        assert pairs(none) == []

    def test_events_come_page_by_page(self, store: Store) -> None:
        jobs = [a_job() for _ in range(3)]
        for job in jobs:
            add(store, job)

        with store.snapshot() as work:
            page = work.events.since(NOTHING, limit=2)
            rest = work.events.since(NOTHING, limit=2, after=page[-1])

        assert pairs([*page, *rest]) == [(job.id, None) for job in jobs]

    def test_old_events_go_up_to_the_limit(self, store: Store) -> None:
        for job in (a_job() for _ in range(3)):
            add(store, job)
        later = datetime.now(UTC) + timedelta(hours=1)

        gone = [delete(store, later, limit=2) for _ in range(3)]
        add(store, last := a_job())

        assert gone == [2, 1, 0]
        assert delete(store, later - timedelta(hours=2), limit=MANY) == 0
        assert told(store, NOTHING) == [(last.id, None)]

    def test_a_mark_holds_after_events_were_deleted(self, store: Store) -> None:
        """Numbers go on where they were."""
        add(store, a_job())
        here = mark(store)
        delete(store, datetime.now(UTC) + timedelta(hours=1), limit=MANY)
        assert told(store, here) == []

        add(store, last := a_job())

        assert told(store, here) == [(last.id, None)]

    def test_some_rows_can_be_read_together(self, store: Store) -> None:
        job, other = a_job(counts=Counts(pending=2)), a_job()
        documents = [a_document(job), a_document(job)]
        add(store, job, *documents)
        add(store, other)

        with store.snapshot() as work:
            jobs = work.jobs.some([job.id, JobId("nobody")])
            found = work.documents.some([documents[1].id, DocumentId("nobody")])

        assert list(jobs) == [job]
        assert list(found) == [documents[1]]


NOTHING = Mark(0, 0)


def mark(store: Store) -> Mark:
    """Return what everybody sees now, as a client has it again."""
    with store.snapshot() as work:
        seen = Mark.read(str(work.events.mark()))
    assert seen is not None
    return seen


def told(store: Store, since: Mark) -> list[tuple[JobId, DocumentId | None]]:
    """Return what has happened since."""
    with store.snapshot() as work:
        return pairs(work.events.since(since, limit=MANY))


def pairs(events: Sequence[Event]) -> list[tuple[JobId, DocumentId | None]]:
    """Return what events are about."""
    return [(event.job_id, event.document_id) for event in events]


def delete(store: Store, before: datetime, *, limit: int) -> int:
    """Delete old events, commit, and return how many went."""
    with store.begin() as work:
        gone = work.events.delete(before, limit=limit)
        work.commit()
    return gone
