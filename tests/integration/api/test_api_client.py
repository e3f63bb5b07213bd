"""The client against a server that listens: what its page shows, run as it stands."""

import contextlib
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from support.api_world import ApiServices
from support.dashboard import an_analysis

from contractsai.client import Client, Patience
from contractsai.domain.ids import DocumentId
from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

PAGE = Path(__file__).parents[3] / "docs" / "client.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
URL = "http://localhost:8000"
FOLDER = "/contracts/2026"
STOP = DocumentId("stop")


class LiveService:
    """An API that listens, and a worker beside it, in threads."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "contracts"
        self.folder.mkdir()
        for name in ("msa.txt", "nda.txt"):
            (self.folder / name).write_text(f"The text of {name}.")
        settings = Settings(data_dir=base / "data", allowed_roots=(base,))
        self.services = ApiServices(settings)
        config = uvicorn.Config(
            create_app(services=self.services), port=0, log_config=None, ws="none"
        )
        self._server = uvicorn.Server(config)
        self.may_work = threading.Event()
        self.may_work.set()
        self._threads = [
            threading.Thread(target=self._server.run, name="server"),
            threading.Thread(target=self._work, name="worker"),
        ]
        for thread in self._threads:
            thread.start()
        eventually(lambda: self._server.started, what="the server's start")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def _work(self) -> None:
        while (document_id := self.services.messages.wait_for_ever()) != STOP:
            self.may_work.wait()
            for file in self.folder.iterdir():
                self.services.scripted.endings[file.name].append(an_analysis(file.read_bytes()))
            self.services.deliver_document(document_id)

    def close(self) -> None:
        self._server.should_exit = True
        self.may_work.set()
        self.services.messages.enqueue(STOP)
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveService]:
    service = LiveService(tmp_path)
    yield service
    service.close()


def test_what_the_page_shows_works(
    live: LiveService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Examples go on from those above them, as a reader does."""
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    said = io.StringIO()

    with contextlib.redirect_stdout(said):
        for example in EXAMPLES:
            told = example.replace(URL, live.url).replace(FOLDER, str(live.folder))
            exec(compile(told, str(PAGE), "exec"), known)

    assert len(EXAMPLES) >= 8
    lines = said.getvalue().splitlines()
    assert lines[0] == "COMPLETED 2"
    assert "msa.txt COMPLETED" in lines
    assert "end None" in lines
    assert [it for it in lines if it.startswith("corrected {") and "'2026-03-03'" in it]
    assert lines[-1].startswith("404 job-not-found See GET /jobs")
    assert (tmp_path / "report.jsonl").read_bytes().count(b"\n") == 2
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")


def test_a_stream_is_told_as_it_happens(live: LiveService) -> None:
    """Its first message is there before anything is done."""
    live.may_work.clear()
    with Client(live.url, patience=Patience(attempts=1)) as client:
        events = client.events(client.submit(live.folder)["id"])

        first = next(events)
        live.may_work.set()
        names = [event.name for event in events]

    assert (first.name, first.data["job"]["state"]) == ("snapshot", "PENDING")
    assert names[-1] == "end"
