"""Submit: make a job of a folder."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from contractsai.application.ports import Clock, Source, SourceFile, Store
from contractsai.application.read import read_job
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import JobNotFound, NothingToAnalyse
from contractsai.domain.files import is_system_file
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.labels import labels_of
from contractsai.domain.upload import upload_of


@dataclass(frozen=True, slots=True)
class Submission:
    """A job that was stored.

    Attributes:
        job: as it was stored.
        told: documents whose rows say that the broker was told of them; that is still to be done.
    """

    job: Job
    told: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class NewJob(Submission):
    """A job that is still to be stored, with its documents, which can be gone through once."""

    documents: Iterator[Document]


def submit_job(
    folder: str,
    *,
    source: Source,
    store: Store,
    clock: Clock,
    new_id: Callable[[], str],
    job_id: JobId | None = None,
    tell: int = 0,
    resend_after: timedelta = RESEND_AFTER,
    labels: Iterable[str] = (),
    request_id: str | None = None,
) -> Submission:
    """Store a pending job with a document per file of *folder*: one transaction.

    Args:
        folder: what to analyse.
        source: lists it.
        store: the rows.
        clock: the time.
        new_id: makes ids.
        job_id: of a request that may be carried out twice: the job of this id, if it is there, was
            stored by whoever did not live to say so.
        tell: of how many documents the caller is about to tell the broker; none are left to
            `dispatch_job`. A caller that dies before it does costs *resend_after*, no more.
        resend_after: when a message that nobody answered with a claim counts as lost.
        labels: to find the job by.
        request_id: the name of the request for it; lines about the job's documents say it.

    Raises:
        FolderNotAllowed: the folder lies under no allowed root.
        FolderNotFound: there is no such folder; an upload may have been purged.
        NothingToAnalyse: it holds no file, or only hidden and system files.
        ValueError: a label is none.
    """
    kept = labels_of(labels)
    if job_id is not None:
        with suppress(JobNotFound):
            return Submission(read_job(job_id, store=store), ())
    files = files_of(folder, source=source)
    made = new_job(
        folder,
        files,
        now=clock.now(),
        new_id=new_id,
        job_id=job_id,
        tell=tell,
        resend_after=resend_after,
        labels=kept,
        request_id=request_id,
    )
    upload = upload_of(folder)
    with store.begin() as work:
        if upload is not None:
            work.uploads.lock(upload)  # or a purge could find no job of it, and take it away
        work.jobs.add(made.job, made.documents)
        work.commit()
    return Submission(made.job, made.told)


def files_of(folder: str, *, source: Source) -> Sequence[SourceFile]:
    """Return every name that a job of *folder* is made of.

    Raises:
        FolderNotAllowed: the folder lies under no allowed root.
        FolderNotFound: there is no such folder; an upload may have been purged.
        NothingToAnalyse: it holds no file, or only hidden and system files.
    """
    files = source.list(folder)
    if all(is_system_file(file.path) for file in files):
        raise NothingToAnalyse(f"no document in {folder}")
    return files


def new_job(
    folder: str,
    files: Sequence[SourceFile],
    *,
    now: datetime,
    new_id: Callable[[], str],
    job_id: JobId | None = None,
    tell: int = 0,
    resend_after: timedelta = RESEND_AFTER,
    labels: tuple[str, ...] = (),
    request_id: str | None = None,
) -> NewJob:
    """Return a job of *files*, which lie in *folder*, for the caller to store at once."""
    job = Job(
        id=job_id or JobId(new_id()),
        folder=folder,
        created_at=now,
        counts=Counts(pending=len(files)),
        labels=labels,
        request_id=request_id,
    )
    documents = (
        Document(
            id=DocumentId(new_id()),
            job_id=job.id,
            path=file.path,
            size_bytes=file.size_bytes,
            run_at=now,
            send_at=now,
        )
        for file in files
    )  # made as they are stored: a job of many does not have to fit into memory
    first = itertools.islice(documents, tell)
    told = tuple(document.dispatched(now, resend_after=resend_after) for document in first)
    return NewJob(job, told, itertools.chain(told, documents))
