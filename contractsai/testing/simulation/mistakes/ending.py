"""Mistakes about how attempts, documents and jobs end, and about what is counted."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from contractsai.adapters.stores.memory import MemoryAnalyses, MemoryJobs
from contractsai.application import change as changes
from contractsai.application import run
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed, AnalysisError
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.simulation import store as stores
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter


def _no_job_lock(planter: Planter) -> None:
    right = stores.Transaction.lock

    def lock(self: stores.Transaction, table: str, key: str) -> None:
        if table != "jobs":
            right(self, table, key)

    def save(self: MemoryJobs, job: Job) -> None:
        self._work.job_rows.put(job.id, replace(job, version=job.version + 1))

    planter.put(stores.Transaction, lock=lock)
    planter.put(MemoryJobs, save=save)


def _counters_incremented(planter: Planter) -> None:
    """End the document in one transaction, and add one to the job's count in the next."""
    right = run._Attempt._end  # noqa: SLF001 - the mistake is made inside

    def end(self: Any, change: Any, analysis: Any = None) -> None:  # noqa: ANN401 - as it is there
        planter.put(changes, recount=lambda _, job, __: job)
        right(self, change, analysis)
        with self._store.begin() as work:
            job = work.jobs.lock(self._document.job_id)
            one_more = replace(
                job.counts, running=job.counts.running - 1, completed=job.counts.completed + 1
            )
            work.jobs.save(job.recounted(one_more, self._clock.now()))
            work.commit()

    planter.put(run._Attempt, _end=end)  # noqa: SLF001 - likewise


def _end_before_analysis(planter: Planter) -> None:
    right = run._Attempt._end  # noqa: SLF001 - the mistake is made inside

    def end(self: Any, change: Any, analysis: Any = None) -> None:  # noqa: ANN401 - as it is there
        right(self, change)
        if analysis is not None:
            with self._store.begin() as work:
                work.analyses.add(analysis)
                work.commit()

    planter.put(run._Attempt, _end=end)  # noqa: SLF001 - likewise


def _analysis_overwritten(planter: Planter) -> None:
    planter.put(MemoryAnalyses, add=lambda self, new: self._work.analysis_rows.put(new.id, new))


def _crash_not_counted(planter: Planter) -> None:
    right = Document.fail

    def fail(
        self: Document, now: datetime, error: AnalysisError, *, policy: RetryPolicy, jitter: float
    ) -> Document:
        endless = replace(policy, max_crashes=10**6)
        failed = right(self, now, error, policy=endless, jitter=jitter)
        return replace(failed, crashes=self.crashes)

    planter.put(Document, fail=fail)


def _budget_exceeded(planter: Planter) -> None:
    planter.put(RetryPolicy, is_spent=lambda _, *, failures, crashes: failures + crashes > 99)


def _release_counted(planter: Planter) -> None:
    def release(self: Document, now: datetime) -> Document:
        return self.fail(now, AnalysisCrashed("gone"), policy=RetryPolicy(), jitter=0.0)

    planter.put(Document, release=release)


def _last_one_forgotten(planter: Planter) -> None:
    """The job ends while its last document still runs."""
    right = Job.recounted

    def recounted(self: Job, counts: Any, now: datetime) -> Job:  # noqa: ANN401 - as it is there
        settled = right(self, counts, now)
        is_nearly_done = counts.running == 1 and counts.ended == counts.total - 1
        if settled.state is State.RUNNING and is_nearly_done and counts.completed:
            return replace(settled, state=State.COMPLETED, ended_at=now)
        return settled

    planter.put(Job, recounted=recounted)


MISTAKES: Final = {
    "no-job-lock": Mistake("documents end without the job's lock", _no_job_lock),
    "counters-incremented": Mistake(
        "counts are incremented, not counted again", _counters_incremented
    ),
    "end-before-analysis": Mistake(
        "the end is committed before the result is", _end_before_analysis
    ),
    "analysis-overwritten": Mistake(
        "the second analysis of a content replaces the first", _analysis_overwritten
    ),
    "crash-not-counted": Mistake("a crash costs no budget", _crash_not_counted),
    "budget-exceeded": Mistake("the budgets are not looked at", _budget_exceeded),
    "release-counted": Mistake("a deploy costs the budget of what runs", _release_counted),
    "last-one-forgotten": Mistake("a job ends before its last document", _last_one_forgotten),
}
