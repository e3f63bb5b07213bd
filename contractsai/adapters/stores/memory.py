"""`Store` in this process' memory: for tests and simulation, and the yardstick of the others."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from contractsai.adapters.stores.memory_access import AccessRows, AccessTables
from contractsai.adapters.stores.memory_agenda import MemoryAgenda
from contractsai.adapters.stores.memory_analyses import MemoryAnalyses
from contractsai.adapters.stores.memory_annotations import MemoryAnnotations
from contractsai.adapters.stores.memory_attempts import Attempts, MemoryAttempts
from contractsai.adapters.stores.memory_audit import MemoryAudit
from contractsai.adapters.stores.memory_bookmarks import MemoryBookmarks
from contractsai.adapters.stores.memory_documents import MemoryDocuments
from contractsai.adapters.stores.memory_events import MemoryEvents, events_of
from contractsai.adapters.stores.memory_keys import MemoryKeys
from contractsai.adapters.stores.memory_pages import age, is_wanted
from contractsai.adapters.stores.memory_replies import MemoryReplies
from contractsai.adapters.stores.memory_reviews import MemoryReviews, ReviewKey
from contractsai.adapters.stores.memory_search import MemorySearch
from contractsai.adapters.stores.memory_table import Table, merged
from contractsai.adapters.stores.memory_uploads import MemoryTombstones, MemoryUploads
from contractsai.adapters.stores.memory_webhooks import MemoryWebhooks
from contractsai.adapters.stores.memory_workers import MemoryWorkers
from contractsai.application.ports import ALL_JOBS, Ended, JobFilter, Load, UnitOfWork
from contractsai.domain.annotation import Annotation
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.document import Document
from contractsai.domain.errors import JobNotFound, StaleRow, StoreUnavailable
from contractsai.domain.events import Event
from contractsai.domain.ids import (
    AnalysisId,
    AnnotationId,
    DocumentId,
    JobId,
    ReplyId,
    UploadId,
    WebhookId,
    WorkerId,
)
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reply import Reply
from contractsai.domain.review import Review
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.domain.upload import Upload
from contractsai.domain.webhook import Webhook
from contractsai.domain.worker import Worker

T = TypeVar("T")


@dataclass
class Rows:
    """All that was committed. A commit replaces the dictionaries, so that a snapshot keeps its."""

    jobs: dict[JobId, Job] = field(default_factory=dict)
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    analyses: dict[AnalysisId, StoredAnalysis] = field(default_factory=dict)
    reviews: dict[ReviewKey, Review] = field(default_factory=dict)
    annotations: dict[AnnotationId, Annotation] = field(default_factory=dict)
    numbers: dict[AnalysisId, int] = field(default_factory=dict)
    """Which analysis was stored when: the latest has the highest."""
    workers: dict[WorkerId, Worker] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)
    commits: int = 0
    last_event: int = 0
    replies: dict[ReplyId, Reply] = field(default_factory=dict)
    webhooks: dict[WebhookId, Webhook] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    access: AccessRows = field(default_factory=AccessRows)
    uploads: dict[UploadId, Upload] = field(default_factory=dict)
    tombstones: dict[JobId, tuple[JobId, datetime]] = field(default_factory=dict)
    attempts: dict[DocumentId, Attempts] = field(default_factory=dict)

    def with_changes_of(self, work: "MemoryUnitOfWork") -> "Rows":
        """Return the rows after a commit of *work*."""
        told = events_of(self, work.job_rows, work.document_rows)
        return Rows(
            merged(self.jobs, work.job_rows),
            merged(self.documents, work.document_rows),
            merged(self.analyses, work.analysis_rows),
            merged(self.reviews, work.review_rows),
            merged(self.annotations, work.annotation_rows),
            merged(self.numbers, work.number_rows),
            merged(self.workers, work.worker_rows),
            merged(self.events, work.event_rows) | told,
            self.commits + 1,
            self.last_event + len(told),
            merged(self.replies, work.reply_rows),
            merged(self.webhooks, work.webhook_rows),
            merged(self.bookmarks, work.bookmark_rows),
            work.access_rows.above(self.access),
            merged(self.uploads, work.upload_rows),
            merged(self.tombstones, work.tombstone_rows),
            merged(self.attempts, work.attempt_rows),
        )


class MemoryStore:
    """`Store` with one writer at a time."""

    def __init__(self, *, wait_seconds: float = 10) -> None:
        """Make an empty store, where a writer waits for the one before it."""
        self._rows = Rows()
        self._writing = threading.Lock()
        self._wait_seconds = wait_seconds

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator["MemoryUnitOfWork"]:  # noqa: ARG002 - nothing here does
        """Return a unit of work that rolls back unless it is committed."""
        if not self._writing.acquire(timeout=self._wait_seconds):
            raise StoreUnavailable("another unit of work does not end")
        try:
            yield MemoryUnitOfWork(self._rows, self._apply)
        finally:
            self._writing.release()

    @contextmanager
    def snapshot(self) -> Iterator["MemoryUnitOfWork"]:
        """Return a unit of work for reading."""
        yield MemoryUnitOfWork(self._rows, None)

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        """Return the answer to one question."""
        with self.snapshot() as work:
            return question(work)

    def now(self) -> datetime:
        """Return this machine's time: there is no other."""
        return datetime.now(UTC)

    def _apply(self, work: "MemoryUnitOfWork") -> None:
        self._rows = self._rows.with_changes_of(work)


class MemoryUnitOfWork:
    """`UnitOfWork` on tables in memory."""

    def __init__(self, rows: Rows, apply: Callable[["MemoryUnitOfWork"], None] | None) -> None:
        self.job_rows = Table(lambda: rows.jobs)
        self.document_rows = Table(lambda: rows.documents)
        self.analysis_rows = Table(lambda: rows.analyses)
        self.review_rows = Table(lambda: rows.reviews)
        self.annotation_rows = Table(lambda: rows.annotations)
        self.number_rows = Table(lambda: rows.numbers)
        self.worker_rows = Table(lambda: rows.workers)
        self.event_rows = Table(lambda: rows.events)
        self.reply_rows = Table(lambda: rows.replies)
        self.webhook_rows = Table(lambda: rows.webhooks)
        self.bookmark_rows = Table(lambda: rows.bookmarks)
        self.access_rows = AccessTables(lambda: rows.access)
        self.upload_rows = Table(lambda: rows.uploads)
        self.tombstone_rows = Table(lambda: rows.tombstones)
        self.attempt_rows = Table(lambda: rows.attempts)
        self._apply = apply
        self.jobs = MemoryJobs(self)
        self.documents = MemoryDocuments(self)
        self.analyses = MemoryAnalyses(self)
        self.reviews = MemoryReviews(lambda: self.review_rows)
        self.annotations = MemoryAnnotations(lambda: self.annotation_rows)
        self.workers = MemoryWorkers(lambda: self.worker_rows)
        self.search = MemorySearch(self)
        self.replies = MemoryReplies(lambda: self.reply_rows)
        self.webhooks = MemoryWebhooks(lambda: self.webhook_rows)
        self.bookmarks = MemoryBookmarks(lambda: self.bookmark_rows)
        self.keys = MemoryKeys(lambda: self.access_rows)
        self.audit = MemoryAudit(lambda: self.access_rows.audit)
        self.uploads = MemoryUploads(lambda: self.upload_rows)
        self.tombstones = MemoryTombstones(lambda: self.tombstone_rows)
        self.attempts = MemoryAttempts(lambda: self.attempt_rows)
        self.events = MemoryEvents(lambda: rows.commits, lambda: self.event_rows)
        self.agenda = MemoryAgenda(lambda: self.job_rows, lambda: self.document_rows)

    def commit(self) -> None:
        """Make the changes last; what is changed afterwards is a new unit of work's."""
        if self._apply is None:
            raise AssertionError("a snapshot is for reading")
        self._apply(self)


class MemoryJobs:
    """`JobStore` in memory."""

    def __init__(self, work: MemoryUnitOfWork) -> None:
        self._work = work

    def add(self, job: Job, documents: Iterable[Document]) -> None:
        """Insert a new job with its documents."""
        self._work.job_rows.put(job.id, job)
        for document in documents:
            self._work.document_rows.put(document.id, document)

    def get(self, job_id: JobId) -> Job:
        """Return the job."""
        job = self._work.job_rows.get(job_id)
        if job is None:
            raise JobNotFound(job_id)
        return job

    def lock(self, job_id: JobId) -> Job:
        """Return the job: there is one writer at a time."""
        return self.get(job_id)

    def save(self, *jobs: Job) -> None:
        """Write each job, raising its version."""
        for job in jobs:
            stored = self._work.job_rows.get(job.id)
            if stored is None or stored.version != job.version:
                raise StaleRow(job.id)
            self._work.job_rows.put(job.id, replace(job, version=job.version + 1))

    def page(
        self, *, limit: int, after: JobId | None = None, wanted: JobFilter = ALL_JOBS
    ) -> Sequence[Job]:
        """Return a page of jobs."""
        rows = (job for job in self._work.job_rows.values() if is_wanted(job, wanted))
        ordered = sorted(rows, key=age, reverse=not wanted.oldest_first)
        if after is not None:
            last = self._work.job_rows.get(after)
            if last is None:
                return []
            place = age(last)
            ordered = [
                job
                for job in ordered
                if (age(job) > place if wanted.oldest_first else age(job) < place)
            ]
        return ordered[:limit]

    def load(self) -> Load:
        """Return what is under way."""
        active = [it.counts for it in self._work.job_rows.values() if not it.state.has_ended]
        return Load(len(active), sum(active, Counts()))

    def ended_between(self, since: datetime, until: datetime) -> Ended:
        """Return the sums over the jobs that ended then."""
        rows = self._work.job_rows.values()
        ended = [job for job in rows if job.ended_at and since <= job.ended_at < until]
        ran = [job.ended_at - job.started_at for job in ended if job.ended_at and job.started_at]
        zero = timedelta()
        counts = sum((job.counts for job in ended), Counts())
        return Ended(counts, len(ran), sum(ran, zero), max(ran, default=zero))

    def some(self, job_ids: Collection[JobId]) -> Sequence[Job]:
        """Return those of the jobs that there are."""
        return [job for job in self._work.job_rows.values() if job.id in job_ids]

    def previous(self, job: Job) -> Job | None:
        """Return the newest COMPLETED job of the same folder that was created before."""
        earlier = [
            row
            for row in self._work.job_rows.values()
            if row.folder == job.folder and row.state is State.COMPLETED and age(row) < age(job)
        ]
        return max(earlier, key=age, default=None)

    def delete(self, job_id: JobId) -> None:
        """Delete the job and its documents."""
        self._work.job_rows.put(job_id, None)
        for document in self._work.documents.page(job_id):
            self._work.document_rows.put(document.id, None)
            self._work.attempt_rows.put(document.id, None)
