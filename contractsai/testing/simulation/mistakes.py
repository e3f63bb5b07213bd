"""Mistakes that somebody could make, planted one at a time: each of them has to be found.

A simulation that finds nothing proves something only if it finds what is there. Each mistake here
is one that real job systems shipped, made of a few lines of this service.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from contractsai.adapters.stores.memory import MemoryAnalyses, MemoryDocuments, MemoryJobs
from contractsai.application import cancel, deliver, dispatch, purge, rescue, run
from contractsai.application.ports import UnitOfWork
from contractsai.domain import document as documents
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed, AnalysisError, CancelRequested, LeaseLost
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING, DocumentEvent, State
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.simulation import store as stores

Plant = Callable[["Garden"], None]
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Garden:
    """Puts other code in the place of ours, and takes it out again."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def put(self, owner: Any, **names: Any) -> None:  # noqa: ANN401 - any module or class
        """Replace attributes of a module or class until the garden is left."""
        for name, value in names.items():
            self._stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, value)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One planted mistake."""

    what: str
    plant: Plant


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Run with one mistake in the code.

    Raises:
        KeyError: there is no such mistake.
    """
    mistake = MISTAKES[name]
    with ExitStack() as stack:
        mistake.plant(Garden(stack))
        yield


def _no_fence_check(garden: Garden) -> None:
    garden.put(Document, is_held=lambda self, fence: self.state is State.RUNNING)  # noqa: ARG005


def _no_rescue(garden: Garden) -> None:
    garden.put(rescue, rescue_expired=lambda **_: [])


def _no_relay(garden: Garden) -> None:
    garden.put(dispatch, relay_due=lambda **_: 0)


def _message_trusted(garden: Garden) -> None:
    right = Document.dispatched
    garden.put(Document, dispatched=lambda self, now: replace(right(self, now), send_at=NEVER))


def _not_refilled(garden: Garden) -> None:
    garden.put(deliver, dispatch_job=lambda *_, **__: 0)


def _window_ignored(garden: Garden) -> None:
    right = dispatch._choose  # noqa: SLF001 - the mistake is made inside
    garden.put(dispatch, _choose=lambda job_id, **ports: right(job_id, **{**ports, "window": 99}))


def _no_job_lock(garden: Garden) -> None:
    """Whoever reads a job without its lock counts what others are about to change."""
    right = stores.Transaction.lock

    def lock(self: stores.Transaction, table: str, key: str) -> None:
        if table != "jobs":
            right(self, table, key)

    def save(self: MemoryJobs, job: Job) -> None:
        self._work.job_rows.put(job.id, replace(job, version=job.version + 1))

    garden.put(stores.Transaction, lock=lock)
    garden.put(MemoryJobs, save=save)


def _counters_incremented(garden: Garden) -> None:
    """Add to what was read at the claim, and write it in a transaction of its own."""

    def settle(work: UnitOfWork, job: Job, now: datetime) -> Job:
        left_out = work.documents.counts(job.id)
        counts = replace(
            job.counts,
            pending=job.counts.total - left_out.ended - left_out.running - left_out.retrying,
        )
        settled = job.recounted(counts, now)
        work.jobs.save(settled)
        return settled

    garden.put(run, settle=settle)


def _end_before_analysis(garden: Garden) -> None:
    """The acknowledgement comes first, the result afterwards, if nothing happens in between."""
    right = run._Attempt._end  # noqa: SLF001 - the mistake is made inside

    def end(self: Any, change: Any, analysis: Any = None) -> None:  # noqa: ANN401 - as it is there
        right(self, change)
        if analysis is not None:
            with self._store.begin() as work:  # noqa: SLF001 - likewise
                work.analyses.add(analysis)
                work.commit()

    garden.put(run._Attempt, _end=end)  # noqa: SLF001 - likewise


def _analysis_overwritten(garden: Garden) -> None:
    garden.put(
        MemoryAnalyses,
        add=lambda self, new: self._work.analysis_rows.put(new.id, new),  # noqa: SLF001
    )


def _heartbeat_without(error: type[Exception]) -> Plant:
    def plant(garden: Garden) -> None:
        right = run._Attempt.heartbeat  # noqa: SLF001 - the mistake is made inside

        def heartbeat(self: Any) -> None:  # noqa: ANN401 - as it is there
            with suppress(error):
                right(self)

        garden.put(run._Attempt, heartbeat=heartbeat)  # noqa: SLF001 - likewise

    return plant


def _lease_never_renewed(garden: Garden) -> None:
    def renew(self: MemoryDocuments, document_id: Any, **_: object) -> bool:  # noqa: ANN401
        return self._work.jobs.get(self.get(document_id).job_id).is_cancel_requested

    garden.put(stores._Documents, renew=renew)  # noqa: SLF001 - what the simulated store runs


def _crash_not_counted(garden: Garden) -> None:
    right = Document.fail

    def fail(
        self: Document, now: datetime, error: AnalysisError, *, policy: RetryPolicy, jitter: float
    ) -> Document:
        endless = replace(policy, max_crashes=10**6)
        failed = right(self, now, error, policy=endless, jitter=jitter)
        return replace(failed, crashes=self.crashes)

    garden.put(Document, fail=fail)


def _release_counted(garden: Garden) -> None:
    def release(self: Document, now: datetime) -> Document:
        return self.fail(now, AnalysisCrashed("gone"), policy=RetryPolicy(), jitter=0.0)

    garden.put(Document, release=release)


def _end_state_left(garden: Garden) -> None:
    right = documents.next_state

    def next_state(state: State, event: DocumentEvent) -> State:
        is_claim = event is DocumentEvent.CLAIM
        return State.RUNNING if is_claim else right(state, event)

    garden.put(documents, next_state=next_state)
    garden.put(
        Document,
        is_due=lambda self, now: self.state is not State.RUNNING and self.run_at <= now,
    )


def _claimed_while_held(garden: Garden) -> None:
    """A repeated message takes the document from the worker that runs it."""
    right = documents.next_state

    def next_state(state: State, event: DocumentEvent) -> State:
        is_claim = event is DocumentEvent.CLAIM and state is State.RUNNING
        return State.RUNNING if is_claim else right(state, event)

    garden.put(documents, next_state=next_state)
    garden.put(Document, is_due=lambda self, now: not self.state.has_ended and self.run_at <= now)


def _backoff_ignored(garden: Garden) -> None:
    right = Document.claim
    garden.put(
        Document,
        is_due=lambda self, now: self.state in WAITING,  # noqa: ARG005
        claim=lambda self, now, **terms: replace(right(replace(self, run_at=now), now, **terms)),
    )


def _version_not_checked(garden: Garden) -> None:
    """A rescue that looked before a late heartbeat takes the document from the living."""

    def save(self: MemoryDocuments, changed: Any) -> None:  # noqa: ANN401 - as it is there
        for document in changed:
            newer = replace(document, version=document.version + 1)
            self._work.document_rows.put(document.id, newer)

    garden.put(MemoryDocuments, save=save)


def _waiting_not_cancelled(garden: Garden) -> None:
    garden.put(cancel, WAITING=frozenset())


def _budget_kept_at_retry(garden: Garden) -> None:
    right = Document.reopen
    garden.put(
        Document,
        reopen=lambda self, now: replace(
            right(self, now), failures=self.failures, crashes=self.crashes
        ),
    )


def _fence_reset_at_retry(garden: Garden) -> None:
    right = Document.reopen
    garden.put(Document, reopen=lambda self, now: replace(right(self, now), fence=0))


def _purged_at_once(garden: Garden) -> None:
    right = purge.purge_jobs
    garden.put(
        purge, purge_jobs=lambda **ports: right(**{**ports, "retention": timedelta(seconds=1)})
    )


MISTAKES: Final[Mapping[str, Mistake]] = {
    "no-fence-check": Mistake(
        "any worker that believes it holds a document writes", _no_fence_check
    ),
    "no-rescue": Mistake("nobody takes documents from dead workers", _no_rescue),
    "no-relay": Mistake("nobody sends what the broker lost or refused", _no_relay),
    "message-trusted": Mistake("a message that was sent is never sent again", _message_trusted),
    "not-refilled": Mistake("the end of a document sends no other one", _not_refilled),
    "window-ignored": Mistake("a job fills the queue with all it has", _window_ignored),
    "no-job-lock": Mistake("documents end without the job's lock", _no_job_lock),
    "counters-incremented": Mistake(
        "counts are carried on from the row instead of counted", _counters_incremented
    ),
    "end-before-analysis": Mistake("the end is committed before the result", _end_before_analysis),
    "analysis-overwritten": Mistake(
        "the second analysis of a content replaces the first", _analysis_overwritten
    ),
    "cancel-swallowed": Mistake(
        "a running analysis does not hear of the cancel", _heartbeat_without(CancelRequested)
    ),
    "zombie-goes-on": Mistake(
        "who has lost the lease does not end its analysis process", _heartbeat_without(LeaseLost)
    ),
    "lease-never-renewed": Mistake("heartbeats move no lease", _lease_never_renewed),
    "crash-not-counted": Mistake("a crash costs no budget", _crash_not_counted),
    "release-counted": Mistake("a deploy costs the budget of what runs", _release_counted),
    "end-state-left": Mistake("a late message runs an ended document again", _end_state_left),
    "claimed-while-held": Mistake(
        "a repeated message claims what another worker runs", _claimed_while_held
    ),
    "backoff-ignored": Mistake("a repeated message cuts the backoff short", _backoff_ignored),
    "version-not-checked": Mistake(
        "a rescue overwrites the heartbeat that came between its look and its write",
        _version_not_checked,
    ),
    "waiting-not-cancelled": Mistake(
        "a cancel leaves what waits to the workers", _waiting_not_cancelled
    ),
    "budget-kept-at-retry": Mistake(
        "a person's retry does not give a new budget", _budget_kept_at_retry
    ),
    "fence-reset-at-retry": Mistake(
        "a person's retry gives out old fences again", _fence_reset_at_retry
    ),
    "purged-at-once": Mistake("ended jobs are deleted before their time", _purged_at_once),
}
