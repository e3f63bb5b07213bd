"""Jobs in every state, with something to cancel, to retry and to review."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from contractsai.bootstrap.services import Services
from contractsai.domain.errors import FileUnreadable
from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.settings import Settings
from contractsai.testing.fakes import FakeQueue, ScriptedHost

TEXT = "The law of New York governs this Agreement."
FINDING = "f1"


@dataclass(frozen=True)
class Filled:
    """What is in the store: ids that a client could know, and a job whose documents are read."""

    jobs: list[str]
    documents: list[str]
    completed: str
    read: list[str]
    folder: str


def fill(data_dir: Path, base: Path) -> Filled:
    """Fill the database of *data_dir* with jobs of folders below *base*."""
    services = Services(Settings(data_dir=data_dir, allowed_roots=(base,)), queue=FakeQueue())
    host = ScriptedHost()
    services.host = host
    services.upgrade_database()
    try:
        return _filled(services, host, base)
    finally:
        services.close()


def _filled(services: Services, host: ScriptedHost, base: Path) -> Filled:
    waiting = _submitted(services, base, "waiting", "a.txt", "b.txt")
    completed = _submitted(services, base, "completed", "nda.txt", "lease.txt")
    partial = _submitted(services, base, "partial", "nda.txt", "locked.txt")
    failed = _submitted(services, base, "failed", "locked.txt")
    cancelled = _submitted(services, base, "cancelled", "a.txt")
    services.cancel_job(cancelled)
    documents = []
    for job in (completed, partial, failed):
        for document in services.read_documents(job, limit=10):
            content = (base / _name(services, job) / document.path).read_bytes()
            is_locked = document.path == "locked.txt"
            host.endings[document.path].append(FileUnreadable() if is_locked else read(content))
            services.deliver_document(DocumentId(document.id))
            documents.append(str(document.id))
    jobs = [str(job) for job in (waiting, completed, partial, failed, cancelled)]
    read_whole = [str(document.id) for document in services.read_documents(completed, limit=10)]
    return Filled(jobs, documents, str(completed), read_whole, str(base / "completed"))


def _submitted(services: Services, base: Path, folder: str, *names: str) -> JobId:
    path = base / folder
    path.mkdir()
    for name in names:
        (path / name).write_text(f"{TEXT} {folder}")
    return services.submit_job(str(path)).job.id


def _name(services: Services, job: JobId) -> str:
    return Path(services.read_job(job).folder).name


def read(content: bytes) -> StoredAnalysis:
    """Return an analysis that has one finding, in the file and in a document inside it."""
    law = Finding(
        *(FINDING, Kind.FACT, "governing_law", "New York", {"code": "US-NY", "name": "New York"}),
        *(0.6, Band.LOOK_HERE, "rule:x"),
        evidence=(Evidence(None, 11, 19, "New York"),),
    )
    analyses = [
        Analysis(
            *(member, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
            text=TEXT,
            findings=(law,),
        )
        for member in (None, "inside.pdf")
    ]
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of(analyses, sha256=digest, pipeline=ScriptedHost.pipeline)
