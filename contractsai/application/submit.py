"""Submit: make a job of a folder."""

from collections.abc import Callable

from contractsai.application.ports import Clock, Source, Store
from contractsai.domain.document import Document
from contractsai.domain.errors import NothingToAnalyse
from contractsai.domain.files import is_system_file
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job


def submit_job(
    folder: str, *, source: Source, store: Store, clock: Clock, new_id: Callable[[], str]
) -> Job:
    """Store a pending job with a document per file of *folder*; dispatching comes after.

    Raises:
        FolderNotAllowed: the folder lies under no allowed root.
        FolderNotFound: there is no such folder.
        NothingToAnalyse: it holds no file, or only hidden and system files.
    """
    files = source.list(folder)
    if all(is_system_file(file.path) for file in files):
        raise NothingToAnalyse(f"no document in {folder}")
    now = clock.now()
    job = Job(id=JobId(new_id()), folder=folder, created_at=now, counts=Counts(pending=len(files)))
    documents = [
        Document(
            id=DocumentId(new_id()),
            job_id=job.id,
            path=file.path,
            size_bytes=file.size_bytes,
            run_at=now,
            send_at=now,
        )
        for file in files
    ]
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()
    return job
