"""A service whose store believes whoever writes: there is no fence. The suite has to catch it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from chaos_app import app

from contractsai.application.change import JobChange, Step
from contractsai.application.ports import DocumentStore, Store, UnitOfWork
from contractsai.bootstrap.services import Services
from contractsai.domain.document import Document
from contractsai.domain.errors import LeaseLost
from contractsai.domain.ids import DocumentId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.entrypoints import worker_process

__all__ = ["app"]


class UnfencedDocuments:
    """`DocumentStore` that tells a worker that it still holds what it once claimed."""

    def __init__(self, documents: DocumentStore, held: dict[DocumentId, Document]) -> None:
        self._documents = documents
        self._held = held

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)

    def get(self, document_id: DocumentId) -> Document:
        document = self._documents.get(document_id)
        claim = self._held.get(document_id)
        return replace(claim, version=document.version) if claim else document

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        job, document = self._documents.lock(document_id)
        claim = self._held.get(document_id)
        return job, replace(claim, version=document.version) if claim else document

    def save(self, documents: Sequence[Document]) -> None:
        self._documents.save(documents)
        for document in documents:
            if document.state is State.RUNNING:
                self._held[document.id] = document
            else:
                self._held.pop(document.id, None)

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        try:
            return self._documents.renew(
                document_id, fence=fence, lease_expires_at=lease_expires_at
            )
        except LeaseLost:
            return False


class UnfencedWork:
    """`UnitOfWork` with these documents."""

    def __init__(self, work: UnitOfWork, held: dict[DocumentId, Document]) -> None:
        self._work = work
        self.documents = UnfencedDocuments(work.documents, held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)


class UnfencedStore:
    """`Store` that remembers what this process claimed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[DocumentId, Document] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[UnfencedWork]:
        with self._store.begin(lasting=lasting) as work:
            yield UnfencedWork(work, self._held)


class UnfencedProcess(worker_process.WorkerProcess):
    """The worker process with that store."""

    def services(self) -> Services:
        services = super().services()
        if not isinstance(services.store, UnfencedStore):
            services.__dict__["store"] = UnfencedStore(services.store)
        return services


_right = JobChange.save


def _counting(change: JobChange, steps: Sequence[Step], **how: Any) -> None:
    """Count anew: a step from a state that the row has left would break the table's own rule."""
    _right(change, steps, **{**how, "by_counting": True})


JobChange.save = _counting  # type: ignore[method-assign]  # of this process alone
worker_process._process = UnfencedProcess(worker_process._process.settings)
