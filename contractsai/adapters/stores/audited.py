"""`Store` around another one, whose commits say at whose wish they were made.

What a person's call changes and the entry that tells of it are one transaction: neither is there
without the other. Whoever works for no call (a worker, a tick) is not concerned.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from contractsai.application.audit import CURRENT, Call
from contractsai.application.ports import Closeable, Store, UnitOfWork
from contractsai.domain.annotation import Annotation
from contractsai.domain.audit import Outcome
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId, SubjectId, WorkerId
from contractsai.domain.job import Job
from contractsai.domain.review import Review
from contractsai.domain.upload import Upload

T = TypeVar("T")


class AuditedStore:
    """`Store` whose units of work tell the audit what they commit."""

    def __init__(self, store: Store) -> None:
        """Wrap *store*."""
        self._store = store

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[UnitOfWork]:
        """Return a unit of work; within a call its commit writes the entry, too."""
        call = CURRENT.get()
        with self._store.begin(lasting=lasting) as work:
            if call is None or call.is_over:
                yield work
                return
            call.forget()
            yield cast("UnitOfWork", _AuditedWork(work, call))  # it passes on what it lacks

    def snapshot(self) -> Any:  # noqa: ANN401 - what the other store gives
        """Return a unit of work for reading."""
        return self._store.snapshot()

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        """Return the answer to a question of one read."""
        return self._store.ask(question)

    def now(self) -> datetime:
        """Return the database's time."""
        return self._store.now()

    def close(self) -> None:
        """Let go of the connections."""
        if isinstance(self._store, Closeable):
            self._store.close()


class _Beside:
    """What stands before a part of a unit of work, and has all that it has."""

    def __init__(self, inner: object, call: Call) -> None:
        self._inner: Any = inner
        self._call = call

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is behind
        return getattr(self._inner, name)


class _AuditedWork(_Beside):
    """A unit of work that knows its call."""

    def __init__(self, inner: UnitOfWork, call: Call) -> None:
        super().__init__(inner, call)
        self.jobs = _AuditedJobs(inner.jobs, call)
        self.documents = _AuditedDocuments(inner.documents, call, self.jobs)
        self.reviews = _AuditedReviews(inner.reviews, call)
        self.annotations = _AuditedAnnotations(inner.annotations, call)
        self.workers = _AuditedWorkers(inner.workers, call)
        self.uploads = _AuditedUploads(inner.uploads, call)

    def commit(self) -> None:
        """Write the entry, then make all of it last."""
        self._inner.audit.add(self._call.entry(Outcome.DONE))
        self._inner.commit()


class _AuditedJobs(_Beside):
    """`JobStore` that remembers how a job was."""

    def __init__(self, inner: object, call: Call) -> None:
        super().__init__(inner, call)
        self.known: dict[JobId, str] = {}

    def add(self, job: Job, documents: Iterable[Document]) -> None:
        self._inner.add(job, documents)
        self._call.note("job", job.id, None, told(job))

    def lock(self, job_id: JobId) -> Job:
        job: Job = self._inner.lock(job_id)
        self.known[job_id] = told(job)
        return job

    def save(self, *jobs: Job) -> None:
        self._inner.save(*jobs)
        for job in jobs:
            self._call.note("job", job.id, self.known.get(job.id), told(job))
            self.known[job.id] = told(job)

    def delete(self, job_id: JobId) -> None:
        self._inner.delete(job_id)
        self._call.note("job", job_id, self.known.get(job_id), None)


class _AuditedDocuments(_Beside):
    """`DocumentStore` that remembers how the job of a document was, and tells of each change."""

    def __init__(self, inner: object, call: Call, jobs: _AuditedJobs) -> None:
        super().__init__(inner, call)
        self._jobs = jobs

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        job, document = self._inner.lock(document_id)
        self._jobs.known[job.id] = told(job)
        return job, document


class _AuditedReviews(_Beside):
    """`ReviewStore` that tells of each verdict, and of the one that held before."""

    def __init__(self, inner: object, call: Call) -> None:
        super().__init__(inner, call)
        self._known: dict[SubjectId, str] = {}

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        found: Sequence[Review] = self._inner.of_subject(subject_id)
        if found:
            self._known[subject_id] = str(found[-1].verdict)
        return found

    def add(self, review: Review) -> None:
        self._inner.add(review)
        subject_id = review.subject.id
        self._call.note("finding", subject_id, self._known.get(subject_id), str(review.verdict))


class _AuditedAnnotations(_Beside):
    """`AnnotationStore` that tells of each row; what it holds is nobody else's business."""

    def save(self, annotation: Annotation) -> None:
        self._inner.save(annotation)
        before = f"version {annotation.version}" if annotation.version else None
        self._call.note("annotation", annotation.id, before, f"version {annotation.version + 1}")


class _AuditedWorkers(_Beside):
    """`WorkerStore` that tells of who is asked to claim no more."""

    def ask_to_drain(self, worker_id: WorkerId, at: datetime) -> None:
        self._inner.ask_to_drain(worker_id, at)
        self._call.note("worker", worker_id, None, "asked to claim no more")


class _AuditedUploads(_Beside):
    """`UploadStore` that tells what was kept."""

    def add(self, upload: Upload) -> None:
        self._inner.add(upload)
        self._call.note("upload", upload.id, None, f"{upload.files} files")


def told(job: Job) -> str:
    """Return how a job is, in a word or two."""
    is_on_its_way = job.is_cancel_requested and not job.state.has_ended
    return f"{job.state}, to be cancelled" if is_on_its_way else str(job.state)
