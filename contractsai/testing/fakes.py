"""Doubles for the ports that reach outside: told what to do, and telling what was done."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractsai.application.ports import OpenDocument, SourceFile
from contractsai.domain.errors import FileMissing, FolderNotFound, QueueUnavailable
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import DocumentId
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id

Step = Callable[[], None]
Ending = StoredAnalysis | BaseException
NO_DESCRIPTOR: Final = -1


class FakeQueue:
    """`DocumentQueue` that keeps its messages; `is_down` makes it refuse."""

    def __init__(self) -> None:
        self.messages: list[DocumentId] = []
        self.is_down = False

    def enqueue(self, document_id: DocumentId) -> None:
        if self.is_down:
            raise QueueUnavailable("down")
        self.messages.append(document_id)

    def take(self) -> list[DocumentId]:
        """Return the messages that lie there, and forget them."""
        taken, self.messages = self.messages, []
        return taken


@dataclass(frozen=True, slots=True)
class HeldDocument(OpenDocument):
    """A document in memory: there is nothing to open."""

    content: bytes


class FakeSource:
    """`Source` over folders in memory: ``{folder: {path: content}}``."""

    def __init__(self, folders: Mapping[str, Mapping[str, bytes]] | None = None) -> None:
        self.folders = {name: dict(files) for name, files in (folders or {}).items()}

    def list(self, folder: str) -> Sequence[SourceFile]:
        if folder not in self.folders:
            raise FolderNotFound(folder)
        files = sorted(self.folders[folder].items())
        return [SourceFile(path, len(content), str(content)) for path, content in files]

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        yield HeldDocument(f"{folder}/{path}", NO_DESCRIPTOR, self.content(folder, path))

    def content(self, folder: str, path: str) -> bytes:
        """Return a file's bytes."""
        try:
            return self.folders[folder][path]
        except KeyError:
            raise FileMissing(path) from None


class ScriptedHost:
    """`AnalysisHost` that does, per file name, what its script says, else succeeds.

    Each call takes the next of the file's steps (run before the one heartbeat), late steps (run
    after it, when nothing tells the run any more) and endings.
    """

    pipeline = "scripted 1"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.steps: dict[str, deque[Step]] = defaultdict(deque)
        self.late_steps: dict[str, deque[Step]] = defaultdict(deque)
        self.endings: dict[str, deque[Ending]] = defaultdict(deque)

    @contextmanager
    def read(self, document: OpenDocument, *, heartbeat: Step) -> Iterator["ScriptedContent"]:
        sha256 = hashlib.sha256(_content(document)).hexdigest()
        name = document.location.rpartition("/")[2]
        yield ScriptedContent(sha256, lambda: self._analyse(name, heartbeat))

    def _analyse(self, name: str, heartbeat: Step) -> StoredAnalysis:
        self.calls.append(name)
        endings = self.endings[name]
        _next(self.steps[name])()
        heartbeat()
        _next(self.late_steps[name])()
        ending = endings.popleft() if endings else analysis_of(name.encode())
        if isinstance(ending, BaseException):
            raise ending
        return ending


@dataclass(frozen=True, slots=True)
class ScriptedContent:
    """`Content` whose analysis is a call."""

    sha256: str
    analyse: Callable[[], StoredAnalysis]


def _content(document: OpenDocument) -> bytes:
    if isinstance(document, HeldDocument):
        return document.content
    return Path(document.location).read_bytes()


def _next(steps: deque[Step]) -> Step:
    return steps.popleft() if steps else lambda: None


def analysis_of(
    content: bytes, *, outcome: Outcome = Outcome.ANALYSED, reason: Reason | None = None
) -> StoredAnalysis:
    """Return what `ScriptedHost`'s pipeline would store for *content*."""
    sha256 = hashlib.sha256(content).hexdigest()
    return StoredAnalysis(
        id=analysis_id(sha256, pipeline=ScriptedHost.pipeline),
        sha256=sha256,
        pipeline=ScriptedHost.pipeline,
        outcome=outcome,
        reason=reason,
        payload=b"[]",
    )
