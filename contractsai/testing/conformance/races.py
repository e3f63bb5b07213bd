"""Several at once: what eight threads may not do to each other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from contractsai.application.ports import Store
from contractsai.domain.errors import InvalidTransition
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis
from contractsai.testing.conformance.steps import (
    LEASE,
    THREADS,
    a_running_document,
    add,
    add_analysis,
    analysis_of,
    at_once,
    document_of,
    end_document,
    job_of,
    recount,
    renew,
)


class RaceConformance:
    """Every test starts with an empty `store`."""

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
                recount(work, locked, NOW)
                work.commit()
                return True

        assert sorted(at_once(claim)) == [False] * (THREADS - 1) + [True]
        assert document_of(store, document.id).fence == 1

    def test_of_eight_who_turn_to_another_job_each_takes_another_document(
        self, store: Store
    ) -> None:
        """What one has locked, the others pass over: nobody waits, and nothing is taken twice."""
        jobs = [a_job() for _ in range(THREADS)]
        for job in jobs:
            add(store, job, a_document(job, dispatches=1))

        def take(number: int) -> str:
            with store.begin() as work:
                found = work.agenda.lock_told(NOW, but=JobId("own"))
                assert found is not None
                job, waiting = found
                claimed = waiting.claim(NOW, worker=f"w{number}", lease=LEASE)
                work.documents.save([claimed])
                recount(work, job, NOW)
                work.commit()
            return job.id

        assert sorted(at_once(take)) == sorted(job.id for job in jobs)
        assert {job_of(store, job.id).counts for job in jobs} == {Counts(running=1)}

    def test_documents_that_end_at_once_leave_the_right_counts(self, store: Store) -> None:
        """Without the job's lock two would each see the other running, and the job never end."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=THREADS))
        documents = [a_running_document(job) for _ in range(THREADS)]
        add(store, job, *documents)

        at_once(lambda number: end_document(store, job.id, documents[number].id))

        ended = job_of(store, job.id)
        assert (ended.state, ended.counts) == (State.COMPLETED, Counts(completed=THREADS))

    def test_whoever_waited_for_a_document_sees_what_was_done_to_it(self, store: Store) -> None:
        """A row that was read before its lock was there would be written over."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)

        def wait() -> tuple[int, int]:
            with store.begin() as work:
                waited, found = work.documents.lock(document.id)
                work.documents.save([replace(found, attempt=found.attempt + 1)])
                work.jobs.save(waited)
                work.commit()
            return waited.version, found.attempt

        seen = at_once(lambda _: wait())

        assert sorted(seen) == [(number, 3 + number) for number in range(THREADS)]

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
