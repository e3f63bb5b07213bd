"""Run: carry one document through one attempt, under a lease, and record how it ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contractsai.application.change import changing_document
from contractsai.application.ports import AnalysisHost, Clock, Shutdown, Source, Store
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AdapterError,
    AnalysisError,
    AnalysisFailed,
    CancelRequested,
    DocumentNotFound,
    JobNotFound,
    LeaseLost,
    RunInterrupted,
    ShutdownRequested,
    StoreUnavailable,
)
from contractsai.domain.files import is_system_file
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import DocumentId
from contractsai.domain.job import Job
from contractsai.domain.retry import RetryPolicy
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id

logger = logging.getLogger(__name__)

Change = Callable[[Document, datetime], Document]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no document, whatever it holds; its SHA-256 where it could be read."""

    sha256: str | None


@dataclass(frozen=True, slots=True)
class AttemptSettings:
    """The conditions under which a worker holds documents.

    Attributes:
        worker: the holder's name, for people.
        lease: how long a holder may be silent before the document is rescued.
        policy: the budgets and the backoff.
        jitter: draws uniformly from [0, 1).
        shutdown: whether the worker is going away.
        pause: waits a moment before the database is tried again.
    """

    worker: str
    lease: timedelta
    policy: RetryPolicy
    jitter: Callable[[], float]
    shutdown: Shutdown
    pause: Callable[[], None]


def run_document(
    document_id: DocumentId,
    *,
    store: Store,
    source: Source,
    host: AnalysisHost,
    clock: Clock,
    settings: AttemptSettings,
) -> Document | None:
    """Claim the document, analyse it and record the outcome under the claim's fence.

    Returns:
        The document as this attempt left it, still RUNNING where its outcome was not written since
        somebody else has the document by now; None if there was nothing to do: somebody else has
        it, it has ended, it is not due yet, or the worker takes no more work.

    Raises:
        StoreUnavailable: the claim or the outcome could not be stored; the lease will run out.
    """
    leaves = settings.shutdown.is_requested()
    claimed = None if leaves else _claim(document_id, store=store, clock=clock, settings=settings)
    if claimed is None:
        return None
    job, document = claimed
    attempt = _Attempt(document, store=store, clock=clock, settings=settings)
    logger.info("attempt began", extra={"event": "document.began", **attempt.fields})
    try:
        outcome = _analyse(job, document, attempt.heartbeat, store=store, source=source, host=host)
    except LeaseLost:
        return attempt.lost()
    except RunInterrupted as interruption:
        return attempt.interrupted(interruption)
    except AnalysisError as error:
        return attempt.failed(error)
    except AdapterError:
        raise
    except Exception as error:
        logger.exception("attempt broke", extra={"event": "document.broke", **attempt.fields})
        return attempt.failed(AnalysisFailed(type(error).__name__))
    return attempt.ended(outcome)


def _claim(
    document_id: DocumentId, *, store: Store, clock: Clock, settings: AttemptSettings
) -> tuple[Job, Document] | None:
    """Take the lease, unless somebody else has it or there is nothing to take."""
    try:
        with changing_document(document_id, store=store, clock=clock) as (change, waiting):
            if not waiting.is_due(change.now):
                return None
            lease = settings.lease
            change.save([waiting.claim(change.now, worker=settings.worker, lease=lease)])
            document = change.work.documents.get(document_id)
            change.commit()
    except (DocumentNotFound, JobNotFound):  # purged while its message was under way, or forged
        logger.info(
            "document not found", extra={"event": "document.unknown", "document_id": document_id}
        )
        return None
    return change.job, document


def _analyse(
    job: Job,
    document: Document,
    heartbeat: Callable[[], None],
    *,
    store: Store,
    source: Source,
    host: AnalysisHost,
) -> StoredAnalysis | Skipped:
    """Return the stored or new analysis; a system file has none, and may be closed to us."""
    is_skipped = is_system_file(document.path)
    try:
        with (
            source.open(job.folder, document.path) as opened,
            host.read(opened, heartbeat=heartbeat) as content,
        ):
            if is_skipped:
                return Skipped(content.sha256)
            with store.snapshot() as work:
                stored = work.analyses.get(analysis_id(content.sha256, pipeline=host.pipeline))
            return stored or content.analyse()
    except AnalysisError as error:
        if is_skipped and not error.retryable:
            return Skipped(None)
        raise


class _Attempt:
    """One claim of one document: keeps its lease, and ends it once."""

    def __init__(
        self, document: Document, *, store: Store, clock: Clock, settings: AttemptSettings
    ) -> None:
        self._document = document
        self._store = store
        self._clock = clock
        self._settings = settings
        self._expires_at = clock.now() + settings.lease  # by this machine's clock

    @property
    def fields(self) -> dict[str, object]:
        document = self._document
        return {
            "job_id": document.job_id,
            "document_id": document.id,
            "attempt": document.attempt,
            "worker": self._settings.worker,
        }

    def lost(self, message: str = "lease lost") -> Document:
        """Write nothing: somebody else has the document by now."""
        logger.warning(message, extra={"event": "document.lease_lost", **self.fields})
        return self._document

    def heartbeat(self) -> None:
        """Renew the lease; raise where the run must stop.

        A database that does not answer is borne until the lease has run out.
        """
        if self._settings.shutdown.is_due():
            raise ShutdownRequested(self._document.id)
        expires_at = self._clock.now() + self._settings.lease
        try:
            with self._store.begin() as work:
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

    def ended(self, outcome: StoredAnalysis | Skipped) -> Document:
        """Store the analysis and the end of the document in one transaction."""
        if isinstance(outcome, Skipped):
            return self._end(
                lambda document, now: document.complete(
                    now, outcome=Outcome.SKIPPED, sha256=outcome.sha256, analysis_id=None
                )
            )
        return self._end(lambda document, now: _with_analysis(document, now, outcome), outcome)

    def failed(self, error: AnalysisError) -> Document:
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

    def interrupted(self, interruption: RunInterrupted) -> Document:
        """Confirm a cancel, or give the document back unharmed."""
        cancelled = isinstance(interruption, CancelRequested)
        return self._end(Document.cancel if cancelled else Document.release)

    def _end(self, change: Change, analysis: StoredAnalysis | None = None) -> Document:
        """Write the end; while the lease lasts, a database that is away is waited for.

        A commit whose outcome is unknown is safe to repeat: if it went through, the document is
        no longer held, and the repeat writes nothing.
        """
        while True:
            try:
                changed = self._write(change, analysis)
            except (LeaseLost, JobNotFound):
                return self.lost("result dropped")
            except StoreUnavailable:
                if self._clock.now() >= self._expires_at:
                    raise
                self._settings.pause()
                continue
            ended = {"event": "document.ended", "state": changed.state.value, **self.fields}
            logger.info("attempt ended", extra=ended)
            return changed

    def _write(self, end: Change, analysis: StoredAnalysis | None) -> Document:
        own = self._document
        with changing_document(own.id, store=self._store, clock=self._clock) as (change, document):
            if not document.is_held(own.fence):
                raise LeaseLost(own.id)
            if analysis is not None:
                change.work.analyses.add(analysis)
            ended = end(document, change.now)
            if change.job.is_cancel_requested and not ended.state.has_ended:
                ended = document.cancel(change.now)
            change.save([ended])
            change.commit()
        return ended


def _with_analysis(document: Document, now: datetime, stored: StoredAnalysis) -> Document:
    analysis = stored.named(document.path)
    if analysis.outcome is Outcome.FAILED and analysis.reason is not None:
        return document.reject(
            now, reason=analysis.reason, sha256=analysis.sha256, analysis_id=analysis.id
        )
    return document.complete(
        now, outcome=analysis.outcome, sha256=analysis.sha256, analysis_id=analysis.id
    )
