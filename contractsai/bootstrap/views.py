"""What people look at before they decide, with its ports filled in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from contractsai.adapters.analysis.limits import MAX_BYTES
from contractsai.adapters.reports.overview import finding_label, for_people
from contractsai.adapters.sources.digest import digest_of
from contractsai.application import browse, look, read, stall, to_review, trend
from contractsai.application.dry_run import DryRun, dry_run
from contractsai.application.ports import Clock, Load, Source, Store
from contractsai.application.report import report_lines
from contractsai.domain.document import Document
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.names import readable, shown
from contractsai.settings import Settings


class Views:
    """The service at a glance, folders to choose from, one document with its findings."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        source: Source,
        settings: Settings,
        depths: Callable[[], Mapping[str, int]],
    ) -> None:
        """Take the rows, the clock, the folders, and who asks the broker for its queues."""
        self._store = store
        self._clock = clock
        self._source = source
        self._settings = settings
        self._depths = depths
        self._trends = trend.Trends(store, clock)

    def look(self) -> look.Look:
        """Return how the service is doing."""
        return look.look(store=self._store, now=self._clock.now())

    def trend(self, span: trend.Span) -> trend.Trend:
        """Return what has ended lately."""
        return self._trends.read(span)

    def load(self) -> Load:
        """Return what is under way."""
        return self._store.ask(lambda work: work.jobs.load())

    def oldest(self) -> datetime | None:
        """Return when the oldest job was made of which nothing has run."""
        return self._store.ask(lambda work: work.agenda.oldest_unstarted())

    def queue_depths(self) -> Mapping[str, int]:
        """Return how many messages wait in each queue; the broker is asked now.

        Raises:
            QueueUnavailable: it does not answer.
        """
        return self._depths()

    def stall(self) -> stall.Stall | None:
        """Return why documents do not run, or None if nothing is in their way."""
        return stall.find_stall(
            store=self._store,
            clock=self._clock,
            queue=self._settings.queue,
            has_broker=self._has_broker,
        )

    def _has_broker(self) -> bool:
        try:
            self.queue_depths()
        except QueueUnavailable:
            return False
        return True

    def jobs(self, job_ids: Collection[JobId]) -> Sequence[Job]:
        """Return those of some jobs that there are."""
        return self._store.ask(lambda work: work.jobs.some(job_ids))

    def folders(self, folder: str | None) -> Sequence[str]:
        """Return the folders in a folder, or those to begin with."""
        return browse.folders(folder, source=self._source)

    def measure(self, folder: str) -> browse.Size:
        """Return what a job of the folder would hold."""
        return browse.measure(folder, source=self._source)

    def dry_run(self, folder: str) -> DryRun:
        """Return what a job of the folder would hold, and find known already."""
        return dry_run(
            folder,
            source=self._source,
            store=self._store,
            digest=partial(digest_of, max_bytes=MAX_BYTES),
            max_bytes=MAX_BYTES,
        )

    def document(self, job_id: JobId, document_id: DocumentId) -> Document:
        """Return one document of a job."""
        return read.read_document(job_id, document_id, store=self._store)

    def ids(self, job_id: JobId) -> dict[str, DocumentId]:
        """Return a job's documents by the names that its report gives them."""
        rows = read.read_rows(job_id, store=self._store)
        return {shown(readable(row.path)): row.id for row in rows}

    def to_review(self, job_id: JobId, *, limit: int) -> to_review.ToReview:
        """Return what waits for a verdict in a job, the gravest and least certain first."""
        return to_review.to_review(job_id, store=self._store, limit=limit)

    def lines(self, document: Document) -> list[dict[str, Any]]:
        """Return the document's lines of the report with their text, and what was rejected."""
        entry = read.read_entry(document, store=self._store)
        lines = report_lines([entry], with_text=True, with_candidates=True)
        return [dict(line) for line in for_people(lines)]


def label_of(name: str) -> str:
    """Return what a person calls a finding."""
    return finding_label(name)
