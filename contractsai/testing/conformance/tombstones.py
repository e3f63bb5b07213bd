"""A `Store` remembers which jobs are gone, for as long as it is asked to."""

from datetime import datetime, timedelta

from contractsai.application.ports import Store
from contractsai.domain.ids import JobId
from contractsai.testing.builders import NOW

HOUR = timedelta(hours=1)


class TombstoneConformance:
    """Every test starts with an empty `store`."""

    def test_a_job_that_is_gone_is_remembered(self, store: Store) -> None:
        bury(store, "job-1", NOW)
        bury(store, "job-1", NOW + HOUR)

        assert is_buried(store, "job-1")
        assert not is_buried(store, "job-2")

    def test_the_oldest_are_forgotten_up_to_the_limit(self, store: Store) -> None:
        for number in range(4):
            bury(store, f"job-{number}", NOW + number * HOUR)

        gone = []
        for _ in range(3):
            with store.begin() as work:
                gone.append(work.tombstones.forget(NOW + 3 * HOUR, limit=2))
                work.commit()

        assert gone == [2, 1, 0]
        assert is_buried(store, "job-3")
        assert not is_buried(store, "job-2")


def bury(store: Store, job_id: str, at: datetime) -> None:
    """Remember that a job is gone, and commit."""
    with store.begin() as work:
        work.tombstones.add(JobId(job_id), at)
        work.commit()


def is_buried(store: Store, job_id: str) -> bool:
    """Return whether the job is known to be gone."""
    return store.ask(lambda work: work.tombstones.has(JobId(job_id)))
