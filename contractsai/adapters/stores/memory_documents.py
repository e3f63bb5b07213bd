"""`DocumentStore` in memory."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from contractsai.adapters.stores.memory_table import Table
from contractsai.application.ports import JobStore
from contractsai.domain.document import Document
from contractsai.domain.errors import DocumentNotFound, LeaseLost, StaleRow
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job


class Tables(Protocol):
    """What a unit of work has of documents and their jobs; a commit may put others there."""

    document_rows: Table[DocumentId, Document]

    @property
    def jobs(self) -> JobStore:
        """The jobs."""
        ...


class MemoryDocuments:
    """`DocumentStore` on the tables of a unit of work."""

    def __init__(self, work: Tables) -> None:
        self._work = work

    def get(self, document_id: DocumentId) -> Document:
        """Return the document."""
        document = self._work.document_rows.get(document_id)
        if document is None:
            raise DocumentNotFound(document_id)
        return document

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        """Return the document's job and the document: there is one writer at a time."""
        document = MemoryDocuments.get(self, document_id)
        return self._work.jobs.get(document.job_id), document

    def some(self, document_ids: Collection[DocumentId]) -> Sequence[Document]:
        """Return those of the documents that there are."""
        return [row for row in self._work.document_rows.values() if row.id in document_ids]

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        """Return the documents of a job by path."""
        found = (row for row in self._work.document_rows.values() if row.job_id == job_id)
        behind = [row for row in found if after is None or row.path > after]
        return sorted(behind, key=lambda row: row.path)[:limit]

    def save(self, documents: Sequence[Document]) -> None:
        """Write each document, raising its version."""
        for document in documents:
            stored = self._work.document_rows.get(document.id)
            if stored is None or stored.version != document.version:
                raise StaleRow(document.id)
            changed = replace(document, version=document.version + 1)
            self._work.document_rows.put(document.id, changed)

    def counts(self, job_id: JobId) -> Counts:
        """Return the number of the job's documents in each state."""
        return Counts.of(Counter(document.state for document in self.page(job_id)))

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        """Move the lease, and return whether the job is to be cancelled."""
        document = self._work.document_rows.get(document_id)
        if document is None or not document.is_held(fence):
            raise LeaseLost(document_id)
        self.save([replace(document, lease_expires_at=lease_expires_at)])
        return self._work.jobs.get(document.job_id).is_cancel_requested
