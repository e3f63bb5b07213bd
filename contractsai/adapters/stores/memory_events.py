"""`EventLog` on rows in this process' memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.document import Document
from contractsai.domain.events import Event, Mark
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job


class Committed(Protocol):
    """What was committed before."""

    jobs: dict[JobId, Job]
    documents: dict[DocumentId, Document]
    commits: int
    last_event: int


class MemoryEvents:
    """`EventLog` in memory."""

    def __init__(self, commits: Callable[[], int], rows: Callable[[], Table[int, Event]]) -> None:
        self._commits = commits
        self._rows = rows  # asked each time: a transaction that ended has other tables

    def mark(self) -> Mark:
        """Return how many commits there were: they end in the order of their numbers."""
        following = self._commits() + 1
        return Mark(following, following)

    def since(
        self,
        mark: Mark,
        *,
        jobs: Collection[JobId] | None = None,
        limit: int,
        after: Event | None = None,
    ) -> Sequence[Event]:
        """Return events that the mark does not see, by commit, then number."""
        found = [
            event
            for event in self._rows().values()
            if (after is None or event.number > after.number)
            and not mark.sees(event.commit)
            and (jobs is None or event.job_id in jobs)
        ]
        return sorted(found, key=lambda event: event.number)[:limit]

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete old events, the oldest first."""
        rows = self._rows()
        old = sorted(event.number for event in rows.values() if event.at < before)[:limit]
        for number in old:
            rows.put(number, None)
        return len(old)


def events_of(
    before: Committed, jobs: Table[JobId, Job], documents: Table[DocumentId, Document]
) -> dict[int, Event]:
    """Return the events of a commit, as a database's triggers write them."""
    changed: list[tuple[JobId, DocumentId | None]] = [
        (job_id, None)
        for job_id, job in jobs.changes.items()
        if _told(before.jobs.get(job_id)) != _told(job)
    ]
    changed += [
        (document.job_id, document.id)
        for document in documents.changes.values()
        if document is not None and _has_moved(before.documents, document)
    ]
    now = datetime.now(UTC)
    return {
        number: Event(number, before.commits + 1, job_id, document_id, now)
        for number, (job_id, document_id) in enumerate(changed, before.last_event + 1)
    }


def _told(job: Job | None) -> object:
    return None if job is None else (job.state, job.cancel_requested_at, job.reason)


def _has_moved(before: Mapping[DocumentId, Document], document: Document) -> bool:
    known = before.get(document.id)
    return known is not None and known.state is not document.state
