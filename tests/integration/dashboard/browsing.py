"""A server in a thread, and windows of a browser that note what no page may do."""

import hashlib
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from support.api_world import ApiServices

from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.api.app import create_app
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.testing.eventually import eventually
from contractsai.testing.fakes import ScriptedHost

DESK = {"width": 1280, "height": 740}
PHONE = {"width": 360, "height": 740}


class Site:
    """One service: an API in a thread, rows in memory, a worker that runs when a test says so."""

    def __init__(self, services: ApiServices, browser: Browser, root: Path) -> None:
        self.services = services
        self.root = root
        self.complaints: list[str] = []
        """Errors on the console, requests to elsewhere, and dialogs that a page opened."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(create_app(services=services), log_config=None, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))
        self._thread.start()
        eventually(lambda: self._server.started, what="the server's start")

    def window(self, **options: Any) -> Page:
        """Return a new window; what it must not do is noted in `complaints`."""
        context = self._browser.new_context(
            **{"viewport": DESK, "base_url": self.address} | options
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._see)
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        return page

    def write(self, folder: str, **contents: bytes) -> str:
        """Return a folder with files; two underscores in a name stand for a dot."""
        base = self.root / folder
        base.mkdir(exist_ok=True)
        for name, content in contents.items():
            (base / name.replace("__", ".")).write_bytes(content)
        return str(base)

    def submit(self, folder: str) -> JobId:
        """Submit a folder of `write`."""
        return self.services.submit_job(str(self.root / folder)).job.id

    def work(self, job_id: JobId, contents: Mapping[str, bytes] | None = None) -> list[DocumentId]:
        """Do a worker's part for all that is left of a job, with the real pipeline.

        Args:
            job_id: the job.
            contents: of its files, by path; what lies in its folder if None.
        """
        job = self.services.read_job(job_id)
        documents = self.services.read_documents(job_id, limit=1000)
        for document in documents:
            if not document.state.has_ended:
                content = (
                    (Path(job.folder) / document.path).read_bytes()
                    if contents is None
                    else contents[document.path]
                )
                self.services.scripted.endings[document.path].append(analysed(content))
        for document in documents:
            self.services.deliver_document(document.id)
        return [document.id for document in documents]

    def close(self) -> None:
        """Close the windows, and end the server."""
        for context in self._contexts:
            context.close()
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.complaints.append(f"request: {request.url}")


def analysed(content: bytes) -> StoredAnalysis:
    """Return what the real pipeline makes of a document."""
    found = ContractPipeline().analyse(content, checkpoint=lambda _stage: None)
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of(found, sha256=digest, pipeline=ScriptedHost.pipeline)
