"""What a store tells of the jobs that ended in a stretch of time."""

from typing import Any

from contractsai.application.ports import Ended, Store
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_job
from contractsai.testing.conformance.steps import SECOND, add


def _ended(**values: Any) -> Job:  # noqa: ANN401 - the fields of a job
    return a_job(**{"state": State.COMPLETED, "started_at": NOW - SECOND, **values})


class EndedConformance:
    """Every test starts with an empty `store`."""

    def test_what_ended_is_counted_from_one_instant_to_another(self, store: Store) -> None:
        """The end of one span begins the next, so that nothing is counted twice."""
        add(store, _ended(ended_at=NOW, counts=Counts(completed=2, failed=1)))
        add(store, _ended(ended_at=NOW + SECOND, counts=Counts(completed=10, cancelled=5)))
        add(store, _ended(ended_at=NOW + 2 * SECOND, counts=Counts(completed=100)))
        add(store, a_job())

        with store.snapshot() as work:
            both = work.jobs.ended_between(NOW, NOW + 2 * SECOND)
            nothing = work.jobs.ended_between(NOW - SECOND, NOW)
        assert both.counts == Counts(completed=12, failed=1, cancelled=5)
        assert nothing == Ended()

    def test_how_long_jobs_ran_is_told_of_those_that_had_started(self, store: Store) -> None:
        """In parts of a second, too: many jobs take less than one."""
        for tenths in (2, 9):
            began = NOW - tenths * SECOND / 10
            add(store, _ended(started_at=began, ended_at=NOW, counts=Counts(completed=1)))
        never = {"started_at": None, "cancel_requested_at": NOW, "counts": Counts(cancelled=1)}
        add(store, _ended(state=State.CANCELLED, ended_at=NOW, **never))

        with store.snapshot() as work:
            ended = work.jobs.ended_between(NOW, NOW + SECOND)
        seconds = [round(span / SECOND, 3) for span in (ended.ran, ended.longest, ended.mean)]
        assert (ended.jobs, seconds) == (2, [1.1, 0.9, 0.55])
