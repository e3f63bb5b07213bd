"""The API over the real use cases, with a store in memory and a queue that is looked into."""

import hashlib
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from fastapi.testclient import TestClient

from contractsai.adapters.stores.audited import AuditedStore
from contractsai.adapters.stores.memory import MemoryStore
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import QueueUnavailable, StoreUnavailable
from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.page_tokens import PageTokens
from contractsai.settings import Settings
from contractsai.testing.fakes import ScriptedHost


class WaitableQueue:
    """`DocumentQueue` whose messages a test can wait for; `is_down` makes it refuse."""

    def __init__(self) -> None:
        self.is_down = False
        self._messages: SimpleQueue[DocumentId] = SimpleQueue()

    def enqueue(self, document_id: DocumentId) -> None:
        if self.is_down:
            raise QueueUnavailable("amqp://user:secret@broker")
        self._messages.put(document_id)

    def wait(self) -> DocumentId:
        """Return the next message, which must come within seconds."""
        return self._messages.get(timeout=60)

    def wait_for_ever(self) -> DocumentId:
        """Return the next message, whenever it comes."""
        return self._messages.get()


class BrokenStore:
    """`Store` that does not answer; its message holds what nobody outside may read."""

    def begin(self, *, lasting: bool = True) -> Any:
        raise StoreUnavailable("postgresql://user:secret@db")

    snapshot = now = begin

    def ask(self, _question: object) -> Any:
        return self.begin()


class ApiServices(Services):
    """The real use cases; `schema_error` and `file_error` are what looking finds."""

    def __init__(self, settings: Settings) -> None:
        self.messages = WaitableQueue()
        super().__init__(settings, queue=self.messages)
        self.store = AuditedStore(MemoryStore())
        self.host = self.scripted = ScriptedHost()
        self.schema_error: Exception | None = None

        self.file_error: Exception | None = None

    def prepare_database(self) -> None:
        if self.schema_error is not None:
            raise self.schema_error

    def check_database(self) -> None:
        if self.file_error is not None:
            raise self.file_error
        self.read_jobs(limit=1)


class Api:
    """A running API with what surrounds it."""

    def __init__(self, services: ApiServices, client: TestClient, folder: Path) -> None:
        self.services = services
        self.client = client
        self.folder = folder

    @property
    def tokens(self) -> PageTokens:
        """What makes page tokens here."""
        app = self.client.app
        tokens: PageTokens = app.state.tokens  # type: ignore[attr-defined]  # it is FastAPI's
        return tokens

    def break_store(self) -> None:
        self.services.store = BrokenStore()

    def write(self, *names: str, folder: str = "contracts") -> str:
        """Return a folder with a file per name, each with a text of its own."""
        base = self.folder / folder
        base.mkdir(exist_ok=True)
        for name in names:
            (base / name).write_text(f"The text of {name}.")
        return str(base)

    def submit(self, *names: str, folder: str = "contracts") -> str:
        """Submit such a folder, and return the job's id."""
        path = self.write(*(names or ("nda.txt",)), folder=folder)
        response = self.client.post("/analyze", json={"folder_path": path})
        assert response.status_code == 202, response.text
        return str(response.json()["id"])

    def complete(self, job_id: str) -> None:
        """Have a worker analyse what is left of the job."""
        documents = self.services.read_documents(JobId(job_id), limit=1000)
        left = [document for document in documents if not document.state.has_ended]
        for document in left:
            content = (self.folder / "contracts" / document.path).read_bytes()
            self.services.scripted.endings[document.path].append(read(content))
        for document in left:  # one message may be followed by other documents
            self.services.deliver_document(document.id)


def read(content: bytes) -> StoredAnalysis:
    """Return the analysis of a document that holds nothing but its text."""
    analysis = Analysis(
        member=None,
        sha256=None,
        media_type="text/plain",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions(pipeline="scripted 1", model="none", playbook="none"),
        text=content.decode(),
    )
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of([analysis], sha256=digest, pipeline=ScriptedHost.pipeline)
