"""Attempt: one claim of one document; it keeps its lease, and is ended once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contractsai.application.change import changing_document
from contractsai.application.claim import AttemptSettings, Held
from contractsai.application.follow import Follow, Following
from contractsai.application.ports import Clock, Store
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AnalysisError,
    CancelRequested,
    DocumentNotFound,
    JobNotFound,
    LeaseLost,
    RunInterrupted,
    ShutdownRequested,
    StoreUnavailable,
)
from contractsai.domain.findings import Outcome
from contractsai.domain.stored_analysis import StoredAnalysis

logger = logging.getLogger(__name__)

Change = Callable[[Document, datetime], Document]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no document, whatever it holds; its SHA-256 where it could be read."""

    sha256: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt left its document.

    Attributes:
        document: still RUNNING where nothing was written, since somebody else has it by now.
        next: the document, of this job or of another one, that was claimed with the end.
        told: documents whose rows say that the broker was told of them; that is still to be done.
    """

    document: Document
    next: Held | None = None
    told: tuple[Document, ...] = ()


class Attempt:
    """The holder of one document."""

    def __init__(
        self,
        document: Document,
        *,
        store: Store,
        clock: Clock,
        settings: AttemptSettings,
        follow: Follow | None,
    ) -> None:
        """Take a document that was just claimed.

        Args:
            document: as it was claimed.
            store: the rows.
            clock: the time.
            settings: the conditions of the claim.
            follow: chooses what comes next in the job; nobody does if None.
        """
        self._document = document
        self._follow = follow
        self._store = store
        self._clock = clock
        self._settings = settings
        self._expires_at = clock.now() + settings.lease  # by this machine's clock

    @property
    def fields(self) -> dict[str, object]:
        """What a log line says of it."""
        document = self._document
        return {
            "job_id": document.job_id,
            "document_id": document.id,
            "attempt": document.attempt,
            "worker": self._settings.worker,
        }

    def lost(self, message: str = "lease lost") -> Ended:
        """Write nothing: somebody else has the document by now."""
        logger.warning(message, extra={"event": "document.lease_lost", **self.fields})
        return Ended(self._document)

    def heartbeat(self) -> None:
        """Renew the lease; raise where the run must stop.

        A database that does not answer is borne until the lease has run out.
        """
        if self._settings.shutdown.is_due():
            raise ShutdownRequested(self._document.id)
        expires_at = self._clock.now() + self._settings.lease
        try:
            with self._store.begin(lasting=False) as work:
                cancel = work.documents.renew(
                    self._document.id, fence=self._document.fence, lease_expires_at=expires_at
                )
                work.commit()
        except StoreUnavailable:
            if self._clock.now() >= self._expires_at:
                raise LeaseLost(self._document.id) from None
            return
        self._expires_at = expires_at
        if cancel:
            raise CancelRequested(self._document.id)

    def ended(self, outcome: StoredAnalysis | Skipped) -> Ended:
        """Store the analysis and the end of the document in one transaction."""
        if isinstance(outcome, Skipped):
            return self._end(
                lambda document, now: document.complete(
                    now, outcome=Outcome.SKIPPED, sha256=outcome.sha256, analysis_id=None
                )
            )
        return self._end(lambda document, now: _with_analysis(document, now, outcome), outcome)

    def failed(self, error: AnalysisError) -> Ended:
        """Count the attempt and let the budgets decide."""
        logger.warning(
            "attempt failed",
            extra={
                "event": "document.failed",
                "reason": error.reason.value,
                "detail": str(error),  # classes, lines and signals; no adapter quotes a document
                **self.fields,
            },
        )
        policy, jitter = self._settings.policy, self._settings.jitter()
        return self._end(
            lambda document, now: document.fail(now, error, policy=policy, jitter=jitter)
        )

    def interrupted(self, interruption: RunInterrupted) -> Ended:
        """Confirm a cancel, or give the document back unharmed."""
        cancelled = isinstance(interruption, CancelRequested)
        return self._end(Document.cancel if cancelled else Document.release)

    def _end(self, change: Change, analysis: StoredAnalysis | None = None) -> Ended:
        """Write the end; while the lease lasts, a database that is away is waited for.

        A commit whose outcome is unknown is safe to repeat: if it went through, the document is
        no longer held, and the repeat writes nothing.
        """
        while True:
            try:
                ended = self._write(change, analysis)
            except (LeaseLost, DocumentNotFound, JobNotFound):
                return self.lost("result dropped")
            except StoreUnavailable:
                if self._clock.now() >= self._expires_at:
                    raise
                self._settings.pause()
                continue
            state = ended.document.state.value
            logger.info(
                "attempt ended",
                extra={"event": "document.ended", "state": state, **self.fields},
            )
            return ended

    def _write(self, end: Change, analysis: StoredAnalysis | None) -> Ended:
        own = self._document
        with changing_document(own.id, store=self._store, clock=self._clock) as (change, document):
            if not document.is_held(own.fence):
                raise LeaseLost(own.id)
            if analysis is not None:
                change.work.analyses.add(analysis)
            ended = end(document, change.now)
            if change.job.is_cancel_requested and not ended.state.has_ended:
                ended = document.cancel(change.now)
            step = (document, ended)
            following = self._follow.choose(change, step) if self._follow else Following()
            change.save([step, *following.steps], other=following.other)
            change.commit()
        told = tuple(after for _, after in following.told)
        return Ended(ended, following.next(change.job), told)


def _with_analysis(document: Document, now: datetime, stored: StoredAnalysis) -> Document:
    analysis = stored.named(document.path)
    if analysis.outcome is Outcome.FAILED and analysis.reason is not None:
        return document.reject(
            now, reason=analysis.reason, sha256=analysis.sha256, analysis_id=analysis.id
        )
    return document.complete(
        now, outcome=analysis.outcome, sha256=analysis.sha256, analysis_id=analysis.id
    )
