"""A document: one file of a job, the unit of work, and all that can happen to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contractsai.domain.errors import AnalysisError, InvalidTransition
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.lifecycle import DocumentEvent, State, next_state
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy

RESEND_AFTER = timedelta(seconds=15)
RESEND_AT_MOST_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Document:
    """One file and where its analysis stands.

    Attributes:
        path: relative to the job's folder, ``/`` between the parts.
        attempt: runs so far; never reset, so that it names a run for good.
        failures: attempts that ended badly since the last (re)opening.
        crashes: attempts whose process died since then.
        fence: raised by each claim; only its holder may write.
        send_at: from when the broker may be told (again) of a waiting document.
        dispatches: how often it was told since the document began to wait.
        version: raised by the store with every save; a save of an older one is refused.
    """

    id: DocumentId
    job_id: JobId
    path: str
    size_bytes: int
    run_at: datetime
    send_at: datetime
    state: State = State.PENDING
    attempt: int = 0
    failures: int = 0
    crashes: int = 0
    fence: int = 0
    dispatches: int = 0
    worker: str | None = None
    lease_expires_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    sha256: str | None = None
    analysis_id: AnalysisId | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    version: int = 0

    def is_due(self, now: datetime) -> bool:
        """Return whether a worker may claim the document at *now*."""
        return self.state in (State.PENDING, State.RETRYING) and self.run_at <= now

    def is_held(self, fence: int) -> bool:
        """Return whether the holder of *fence* still has the right to write."""
        return self.state is State.RUNNING and self.fence == fence

    def is_abandoned(self, now: datetime) -> bool:
        """Return whether the lease has run out under a running document."""
        expires_at = self.lease_expires_at
        return self.state is State.RUNNING and expires_at is not None and expires_at <= now

    def dispatched(self, now: datetime, *, resend_after: timedelta = RESEND_AFTER) -> "Document":
        """Return the waiting document as handed to the broker; each repeat waits twice as long.

        The growing wait keeps a long queue from filling with repeats, and still finds a message
        that the broker lost.
        """
        doublings = min(self.dispatches, 30)
        wait = min(RESEND_AT_MOST_EVERY, resend_after * 2**doublings)
        return replace(self, send_at=now + wait, dispatches=self.dispatches + 1)

    def undispatched(self, now: datetime) -> "Document":
        """Return the document as not told to anybody: refused, or declined by a leaving worker."""
        return replace(self, send_at=now, dispatches=max(0, self.dispatches - 1))

    def claim(self, now: datetime, *, worker: str, lease: timedelta) -> "Document":
        """Return the document as held by *worker* for the length of *lease*.

        Raises:
            InvalidTransition: it does not wait, or not to be run yet.
        """
        state = next_state(self.state, DocumentEvent.CLAIM)
        if self.run_at > now:
            raise InvalidTransition("the document waits for its next attempt")
        return replace(
            self,
            state=state,
            attempt=self.attempt + 1,
            fence=self.fence + 1,
            worker=worker,
            lease_expires_at=now + lease,
            started_at=now,
            reason=None,
        )

    def complete(
        self,
        now: datetime,
        *,
        outcome: Outcome,
        sha256: str | None,
        analysis_id: AnalysisId | None,
    ) -> "Document":
        """Return the document as analysed."""
        return replace(
            _ended(self, DocumentEvent.COMPLETE, now),
            outcome=outcome,
            sha256=sha256,
            analysis_id=analysis_id,
        )

    def reject(
        self, now: datetime, *, reason: Reason, sha256: str, analysis_id: AnalysisId
    ) -> "Document":
        """Return the document as FAILED through its own content: trying again cannot help."""
        return replace(
            _ended(self, DocumentEvent.FAIL, now),
            failures=self.failures + 1,
            outcome=Outcome.FAILED,
            reason=reason,
            sha256=sha256,
            analysis_id=analysis_id,
        )

    def fail(
        self, now: datetime, error: AnalysisError, *, policy: RetryPolicy, jitter: float
    ) -> "Document":
        """Return the document after an attempt that ended in *error*: RETRYING, or FAILED.

        Args:
            now: the instant of the failure.
            error: its class tells whether it counts as a crash and whether to try again.
            policy: the budgets and the backoff.
            jitter: uniform in [0, 1).
        """
        failures = self.failures + (not error.is_crash)
        crashes = self.crashes + error.is_crash
        counted = replace(self, failures=failures, crashes=crashes, reason=error.reason)
        if not error.retryable or policy.is_spent(failures=failures, crashes=crashes):
            return replace(_ended(counted, DocumentEvent.FAIL, now), outcome=Outcome.FAILED)
        wait = policy.backoff(failures + crashes, jitter=jitter)
        return _waiting(counted, DocumentEvent.RETRY, now + wait)

    def release(self, now: datetime) -> "Document":
        """Return the document unharmed to those who wait; nothing is counted."""
        return _waiting(self, DocumentEvent.RELEASE, now)

    def cancel(self, now: datetime) -> "Document":
        """Return the document as CANCELLED."""
        return replace(_ended(self, DocumentEvent.CANCEL, now), reason=Reason.CANCELLED)

    def reopen(self, now: datetime) -> "Document":
        """Return the document as PENDING with fresh budgets; attempts and fence go on counting."""
        fresh = replace(
            self,
            failures=0,
            crashes=0,
            started_at=None,
            ended_at=None,
            analysis_id=None,
            outcome=None,
            reason=None,
        )
        return _waiting(fresh, DocumentEvent.REOPEN, now)


def _waiting(document: Document, event: DocumentEvent, run_at: datetime) -> Document:
    return replace(
        document,
        state=next_state(document.state, event),
        run_at=run_at,
        send_at=run_at,
        dispatches=0,
        worker=None,
        lease_expires_at=None,
    )


def _ended(document: Document, event: DocumentEvent, now: datetime) -> Document:
    return replace(
        document,
        state=next_state(document.state, event),
        worker=None,
        lease_expires_at=None,
        ended_at=now,
    )
