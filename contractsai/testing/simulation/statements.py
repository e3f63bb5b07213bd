"""What each statement of the simulated database takes: its time, and the locks of its rows."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime

from contractsai.adapters.stores.memory import MemoryJobs, MemoryUnitOfWork
from contractsai.adapters.stores.memory_agenda import MemoryAgenda
from contractsai.adapters.stores.memory_analyses import MemoryAnalyses
from contractsai.adapters.stores.memory_attempts import MemoryAttempts
from contractsai.adapters.stores.memory_documents import MemoryDocuments
from contractsai.domain.attempts import Attempt
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.stored_analysis import StoredAnalysis


class Session(MemoryUnitOfWork):
    """What a statement asks of its transaction."""

    @abstractmethod
    def statement(self, what: str) -> None:
        """Begin a statement."""

    @abstractmethod
    def lock(self, table: str, key: str) -> None:
        """Hold a row until the transaction ends; wait for whoever holds it."""

    @abstractmethod
    def is_locked_by_others(self, table: str, key: str) -> bool:
        """Return whether SKIP LOCKED would skip the row."""


class Jobs(MemoryJobs):
    """`JobStore` of a transaction."""

    _work: Session

    def add(self, job: Job, documents: Iterable[Document]) -> None:
        self._work.statement("jobs.add")
        super().add(job, documents)

    def get(self, job_id: JobId) -> Job:
        self._work.statement("jobs.get")
        return super().get(job_id)

    def lock(self, job_id: JobId) -> Job:
        self._work.statement("jobs.lock")
        self._work.lock("jobs", job_id)
        return super().get(job_id)

    def save(self, *jobs: Job) -> None:
        self._work.statement("jobs.save")
        for job in jobs:
            self._work.lock("jobs", job.id)
            super().save(job)

    def delete(self, job_id: JobId) -> None:
        self._work.statement("jobs.delete")
        self._work.lock("jobs", job_id)
        for document in self._work.documents.page(job_id):
            self._work.lock("documents", document.id)
        super().delete(job_id)


class Documents(MemoryDocuments):
    """`DocumentStore` of a transaction."""

    _work: Session

    def get(self, document_id: DocumentId) -> Document:
        self._work.statement("documents.get")
        return super().get(document_id)

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        """Return both as they are once both locks are held, as PostgreSQL reads them again."""
        self._work.statement("documents.lock")
        job_id = super().get(document_id).job_id
        self._work.lock("jobs", job_id)
        self._work.lock("documents", document_id)
        return MemoryJobs.get(self._work.jobs, job_id), super().get(document_id)

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        self._work.statement("documents.page")
        return super().page(job_id, limit=limit, after=after)

    def save(self, documents: Sequence[Document]) -> None:
        self._work.statement("documents.save")
        for document in documents:
            self._work.lock("documents", document.id)
            super().save([document])

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        self._work.statement("documents.renew")
        self._work.lock("documents", document_id)
        return super().renew(document_id, fence=fence, lease_expires_at=lease_expires_at)


class Attempts(MemoryAttempts):
    """`AttemptStore` of a transaction."""

    def __init__(self, work: Session) -> None:
        super().__init__(lambda: work.attempt_rows)
        self._work = work

    def add(self, attempts: Sequence[Attempt]) -> None:
        self._work.statement("attempts.add")
        super().add(attempts)


class Analyses(MemoryAnalyses):
    """`AnalysisStore` of a transaction."""

    _work: Session

    def add(self, analysis: StoredAnalysis) -> None:
        self._work.statement("analyses.add")
        self._work.lock("analyses", analysis.id)
        super().add(analysis)

    def delete_unreferenced(self, *, limit: int) -> int:
        self._work.statement("analyses.delete")
        used = {document.analysis_id for document in self._work.document_rows.values()}
        unused = sorted(row.id for row in self._work.analysis_rows.values() if row.id not in used)
        free = [key for key in unused if not self._work.is_locked_by_others("analyses", key)]
        for key in free[:limit]:
            self._work.lock("analyses", key)
            self._work.analysis_rows.put(key, None)
            self._work.number_rows.put(key, None)
        return len(free[:limit])


class Agenda(MemoryAgenda):
    """`Agenda` of a transaction."""

    def __init__(self, work: Session) -> None:
        super().__init__(lambda: work.job_rows, lambda: work.document_rows)
        self._work = work

    def documents_due(
        self, job_id: JobId, now: datetime, *, sent_before: bool, limit: int
    ) -> Sequence[Document]:
        self._work.statement("agenda.documents_due")
        return super().documents_due(job_id, now, sent_before=sent_before, limit=limit)

    def next_document(self, job_id: JobId, now: datetime) -> Document | None:
        self._work.statement("agenda.next_document")
        return super().next_document(job_id, now)

    def lock_told(self, now: datetime, *, but: JobId) -> tuple[Job, Document] | None:
        """Return what nobody has locked, and lock it: nothing happens between the two."""
        self._work.statement("agenda.lock_told")
        for document in self.told(now, but=but):
            rows = (("jobs", document.job_id), ("documents", document.id))
            if not any(self._work.is_locked_by_others(*row) for row in rows):
                for row in rows:
                    self._work.lock(*row)
                return self.with_job(document)
        return None
