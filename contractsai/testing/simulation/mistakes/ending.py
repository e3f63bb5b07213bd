"""Mistakes about how attempts, documents and jobs end, and about what is counted."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from contractsai.adapters.stores.memory import MemoryJobs
from contractsai.adapters.stores.memory_analyses import MemoryAnalyses
from contractsai.application.attempt import Attempt
from contractsai.application.change import JobChange, Step
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisError,
    JobNotFound,
    StoreUnavailable,
)
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.simulation import store as stores
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter

PAIR: Final = 2
"""Steps of a change that ends one document and claims the next."""


def _no_job_lock(planter: Planter) -> None:
    right = stores.Transaction.lock

    def lock(self: stores.Transaction, table: str, key: str) -> None:
        if table != "jobs":
            right(self, table, key)

    def save(self: MemoryJobs, job: Job) -> None:
        self._work.job_rows.put(job.id, replace(job, version=job.version + 1))

    planter.put(stores.Transaction, lock=lock)
    planter.put(MemoryJobs, save=save)


def _counted_later(planter: Planter) -> None:
    """End the document in one transaction, and move the job's counts in the next."""
    right = JobChange.save

    def save(self: JobChange, steps: Sequence[Step], **how: Any) -> None:  # noqa: ANN401 - handed on
        ends = any(after.state.has_ended for _, after in steps)
        if not ends or any(how.values()):
            right(self, steps, **how)
            return
        self.mark([after for _, after in steps])
        self.commit()
        job = self.work.jobs.lock(self.job.id)
        moved = job.counts.moved((before.state, after.state) for before, after in steps)
        self.work.jobs.save(job.recounted(moved, self.now))

    planter.put(JobChange, save=save)


def _counted_twice(planter: Planter) -> None:
    """Where nobody knows whether a commit went through, its counts are moved once more."""
    right = Attempt._write  # noqa: SLF001 - the mistake is made inside

    def write(self: Any, end: Any, analysis: Any) -> Any:  # noqa: ANN401 - as it is there
        try:
            return right(self, end, analysis)
        except StoreUnavailable:
            with suppress(StoreUnavailable, JobNotFound), self._store.begin() as work:
                job = work.jobs.lock(self._document.job_id)
                moved = job.counts.moved([(State.RUNNING, State.COMPLETED)])
                work.jobs.save(job.recounted(moved, self._clock.now()))
                work.commit()
            raise

    planter.put(Attempt, _write=write)


def _follower_not_counted(planter: Planter) -> None:
    """A document that is claimed with the end of another one moves no count."""
    right = JobChange.save

    def save(self: JobChange, steps: Sequence[Step], **how: Any) -> None:  # noqa: ANN401 - handed on
        if len(steps) < PAIR or steps[-1][1].state is not State.RUNNING:
            right(self, steps, **how)
            return
        right(self, steps[:-1], **how)
        self.mark([steps[-1][1]])

    planter.put(JobChange, save=save)


def _end_before_analysis(planter: Planter) -> None:
    right = Attempt._end  # noqa: SLF001 - the mistake is made inside

    def end(self: Any, change: Any, analysis: Any = None) -> Any:  # noqa: ANN401 - as it is there
        ended = right(self, change)
        if analysis is not None:
            with self._store.begin() as work:
                work.analyses.add(analysis)
                work.commit()
        return ended

    planter.put(Attempt, _end=end)


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
    "counted-later": Mistake("counts are moved in a transaction of their own", _counted_later),
    "counted-twice": Mistake(
        "counts are moved again where a commit's outcome is unknown", _counted_twice
    ),
    "follower-not-counted": Mistake(
        "a document that follows another one moves no count", _follower_not_counted
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
