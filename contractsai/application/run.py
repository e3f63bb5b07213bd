"""Run: carry one document through one attempt, under a lease, and record how it ended."""

import logging
from collections.abc import Callable

from contractsai.application.attempt import Attempt, Ended, Skipped
from contractsai.application.claim import AttemptSettings, Held, claim_document
from contractsai.application.follow import Follow
from contractsai.application.ports import AnalysisHost, Clock, Source, Store
from contractsai.application.spans import SPANS
from contractsai.application.under_way import attempting
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AdapterError,
    AnalysisError,
    AnalysisFailed,
    LeaseLost,
    RunInterrupted,
)
from contractsai.domain.files import is_system_file
from contractsai.domain.ids import DocumentId
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id

logger = logging.getLogger(__name__)


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
        it, it has ended, or it is not due yet.

    Raises:
        StoreUnavailable: the claim or the outcome could not be stored; the lease will run out.
    """
    held = claim_document(document_id, store=store, clock=clock, settings=settings)
    if held is None:
        return None
    return run_held(
        held, store=store, source=source, host=host, clock=clock, settings=settings
    ).document


def run_held(
    held: Held,
    *,
    store: Store,
    source: Source,
    host: AnalysisHost,
    clock: Clock,
    settings: AttemptSettings,
    follow: Follow | None = None,
) -> Ended:
    """Analyse a claimed document and record the outcome under the claim's fence.

    Args:
        held: the claim.
        store: the rows.
        source: where the document lies.
        host: analyses it.
        clock: the time.
        settings: the conditions of the claim.
        follow: chooses what comes next in the job; nobody does if None.

    Raises:
        StoreUnavailable: the outcome could not be stored; the lease will run out.
    """
    attempt = Attempt(held.document, store=store, clock=clock, settings=settings, follow=follow)
    with attempting(held.job, held.document), SPANS.span("attempt"):
        return _carried_through(held, attempt, store=store, source=source, host=host)


def _carried_through(
    held: Held, attempt: Attempt, *, store: Store, source: Source, host: AnalysisHost
) -> Ended:
    logger.info("attempt began", extra={"event": "document.began", **attempt.fields})
    try:
        outcome = _analyse(held, attempt.heartbeat, store=store, source=source, host=host)
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


def _analyse(
    held: Held,
    heartbeat: Callable[[], None],
    *,
    store: Store,
    source: Source,
    host: AnalysisHost,
) -> StoredAnalysis | Skipped:
    """Return the stored or new analysis; a system file has none, and may be closed to us."""
    path = held.document.path
    is_skipped = is_system_file(path)
    try:
        with (
            source.open(held.job.folder, path) as opened,
            host.read(opened, heartbeat=heartbeat) as content,
        ):
            if is_skipped:
                return Skipped(content.sha256)
            wanted = analysis_id(content.sha256, pipeline=host.pipeline)
            stored = store.ask(lambda work: work.analyses.get(wanted))
            if stored is not None:
                logger.info(
                    "analysis is known",
                    extra={"event": "document.reused", "document_id": held.document.id},
                )
                return stored
            return content.analyse()
    except AnalysisError as error:
        if is_skipped and not error.retryable:
            return Skipped(None)
        raise
