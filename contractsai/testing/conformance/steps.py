"""The steps that the suites of a `Store` are written in."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final, TypeVar

from contractsai.application.ports import Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import NOW, a_document

T = TypeVar("T")
SECOND: Final = timedelta(seconds=1)
TICK: Final = timedelta(microseconds=1)
LEASE: Final = timedelta(seconds=15)
THREADS: Final = 8

ODD_NAMES: Final = [
    "plain.pdf",
    "Vertrag über Löschung.pdf",
    "契約書 — final (2).docx",
    "emoji \N{PAGE FACING UP}.txt",
    "nul \x00.pdf",
    "quote'\";--.pdf",
    "percent %s %(x)s.pdf",
    "back\\slash.pdf",
    "new\nline.pdf",
    "lone surrogate \udcff.pdf",
    "substitute \x1a0041.pdf",
    "escape \x010041.pdf",
    "last before the surrogates \ud7ffd800.pdf",
    "first behind them \ue000.pdf",
    "end of the line \uffff\U0010ffff.pdf",
]


def store_is_empty(store: Store) -> bool:
    """Return whether neither a job nor an analysis is left."""
    with store.snapshot() as work:
        jobs = work.jobs.page(limit=1)
    return not jobs and delete_unreferenced(store, limit=1) == 0


def at_once(act: Callable[[int], T]) -> list[T]:
    """Run *act* in eight threads that start together."""
    gate = threading.Barrier(THREADS)

    def run(number: int) -> T:
        gate.wait(10)
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def a_running_document(job: Job, **values: object) -> Document:
    """Return a document of *job* that a worker holds under fence 3, but for *values*."""
    defaults: dict[str, object] = {
        "state": State.RUNNING,
        "fence": 3,
        "attempt": 3,
        "worker": "w",
        "lease_expires_at": NOW + LEASE,
    }
    return a_document(job, **{**defaults, **values})


def add(store: Store, job: Job, *documents: Document) -> None:
    """Commit a new job with its documents."""
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()


def add_analysis(store: Store, analysis: StoredAnalysis) -> None:
    """Commit an analysis."""
    with store.begin() as work:
        work.analyses.add(analysis)
        work.commit()


def delete_unreferenced(store: Store, *, limit: int) -> int:
    """Purge up to *limit* analyses, commit, and return how many went."""
    with store.begin() as work:
        deleted = work.analyses.delete_unreferenced(limit=limit)
        work.commit()
    return deleted


def end_document(store: Store, job_id: JobId, document_id: DocumentId) -> None:
    """End a document as a worker does, claiming it first where it waits."""
    with store.begin() as work:
        job = work.jobs.lock(job_id)
        document = work.documents.get(document_id)
        if document.state is State.PENDING:
            document = document.claim(NOW, worker="w", lease=LEASE)
        ended = document.complete(NOW, outcome=Outcome.SKIPPED, sha256=None, analysis_id=None)
        work.documents.save([ended])
        started = job.recounted(Counts(running=job.counts.total), NOW)
        recount(work, started, NOW)
        work.commit()


def recount(work: UnitOfWork, job: Job, now: datetime) -> None:
    """Save the locked *job* with its documents counted again."""
    work.jobs.save(job.recounted(work.documents.counts(job.id), now))


def renew(store: Store, document: Document, lease_expires_at: datetime) -> bool:
    """Send a heartbeat of the document's holder, and return whether the job is to be cancelled."""
    with store.begin() as work:
        cancel = work.documents.renew(
            document.id, fence=document.fence, lease_expires_at=lease_expires_at
        )
        work.commit()
    return cancel


def job_of(store: Store, job_id: JobId) -> Job:
    """Return the job as committed."""
    with store.snapshot() as work:
        return work.jobs.get(job_id)


def document_of(store: Store, document_id: DocumentId) -> Document:
    """Return the document as committed."""
    with store.snapshot() as work:
        return work.documents.get(document_id)


def analysis_of(store: Store, analysis_id: AnalysisId) -> StoredAnalysis | None:
    """Return the analysis as committed, if there is one."""
    with store.snapshot() as work:
        return work.analyses.get(analysis_id)
