"""The whole service in a test: submit, run until idle, move the clock, crash here.

The use cases are those of production, over a store, a queue and a clock in memory; a pipeline runs
in the test's own process. The plug-in of pytest gives it as the fixture `contractsai_service`, with
the pipeline that the fixture `contractsai_pipeline` returns. What such a double cannot show, the
page on testing says.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final

from contractsai.adapters.stores.memory import MemoryStore
from contractsai.application import read
from contractsai.application.dispatch import announce
from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.application.ports import OpenDocument, Pipeline
from contractsai.application.report import report_lines
from contractsai.application.submit import submit_job
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisFailed, QueueUnavailable
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import ENDED, State
from contractsai.domain.retry import RetryPolicy
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import HeldDocument, ScriptedContent
from contractsai.testing.world import FOLDER, WorkerKilled, World

TICK: Final = timedelta(seconds=5)
LONGEST: Final = timedelta(days=2)
"""What `run_until_idle` lets pass before it says that a job does not end."""


class InlineHost:
    """`AnalysisHost` that runs a pipeline in this process, and breaks where it is told to."""

    def __init__(self, of_test: Pipeline) -> None:
        self._pipeline = of_test
        self.pipeline = of_test.version
        self.breaks: dict[str, list[tuple[str | None, BaseException]]] = {}

    @contextmanager
    def read(
        self, document: OpenDocument, *, heartbeat: Callable[[], None]
    ) -> Iterator[ScriptedContent]:
        assert isinstance(document, HeldDocument)
        sha256 = hashlib.sha256(document.content).hexdigest()
        yield ScriptedContent(sha256, lambda: self._analyse(document, sha256, heartbeat))

    def _analyse(
        self, document: HeldDocument, sha256: str, heartbeat: Callable[[], None]
    ) -> StoredAnalysis:
        path = document.location.removeprefix(f"{FOLDER}/")
        waiting = self.breaks.get(path)
        stage_of_break, break_with = waiting.pop(0) if waiting else (None, None)

        def checkpoint(stage: str) -> None:
            heartbeat()
            if break_with is not None and stage_of_break in {None, stage}:
                raise break_with

        try:
            found = self._pipeline.analyse(document.content, checkpoint=checkpoint)
        except Exception as error:
            if error is break_with:
                raise
            raise AnalysisFailed(type(error).__name__) from error
        assert break_with is None, f"{path} was analysed without passing {stage_of_break}"
        return StoredAnalysis.of(found, sha256=sha256, pipeline=self.pipeline)


class ServiceInMemory:
    """One worker, one queue, one database, and a clock that only the test moves."""

    def __init__(self, pipeline: Pipeline, *, policy: RetryPolicy | None = None) -> None:
        """Take what analyses documents, and how often they are tried."""
        self._world = World(MemoryStore(), policy=policy)
        self._host = InlineHost(pipeline)
        self._jobs: list[JobId] = []

    @property
    def now(self) -> datetime:
        """The time, as the service knows it."""
        return self._world.clock.now()

    # What people do

    def submit(self, files: Mapping[str, bytes | str]) -> JobId:
        """Submit a folder of these files, by path, and tell the broker, as the API does."""
        world = self._world
        contents = {
            path: text.encode() if isinstance(text, str) else text for path, text in files.items()
        }
        world.source.folders[FOLDER] = world.source.folders.get(FOLDER, {}) | contents
        for path in set(world.source.folders[FOLDER]) - set(contents):
            world.source.folders[FOLDER].pop(path)
        submission = submit_job(
            FOLDER,
            source=world.source,
            store=world.store,
            clock=world.clock,
            new_id=lambda: f"id-{next(world.ids):06}",
            tell=MAX_IN_FLIGHT,
        )
        with suppress(QueueUnavailable):  # the relay comes back to them
            announce(submission.told, store=world.store, queue=world.queue, clock=world.clock)
        self._jobs.append(submission.job.id)
        return submission.job.id

    def cancel(self, job_id: JobId) -> Job:
        """Cancel what waits, and flag what runs."""
        return self._world.cancel(job_id)

    def retry(self, job_id: JobId) -> Job:
        """Try again what did not complete."""
        return self._world.reopen(job_id)

    # What happens

    def advance(self, time: timedelta) -> None:
        """Move the clock; nothing runs by that."""
        self._world.clock.advance(time)

    def tick(self) -> None:
        """Do what beat has done every few seconds: rescue, and send what is due."""
        self._world.rescue()
        with suppress(QueueUnavailable):  # the next one comes
            self._world.relay()

    def run(self) -> int:
        """Have the worker take every message that lies there now; return how many."""
        world = self._world
        messages = world.queue.take()
        for document_id in messages:
            try:
                # What follows, follows by a message.
                world.deliver(document_id, host=self._host, quantum=timedelta(0))
            except WorkerKilled:
                continue  # nothing was written; another worker is there at once
        return len(messages)

    def run_until_idle(self) -> None:
        """Run and tick, and move the clock wherever only time helps, until every job has ended."""
        until = self.now + LONGEST
        while self.run() or any(self.job(each).state not in ENDED for each in self._jobs):
            assert self.now < until, f"no end after {LONGEST}: {self._told()}"
            if not self._world.queue.messages:
                self.advance(TICK)
                self.tick()

    # What goes wrong

    def crash_worker(self, path: str, *, at: str | None = None) -> None:
        """Have the worker die on the document's next attempt: at a stage, or at the first."""
        self._host.breaks.setdefault(path, []).append((at, WorkerKilled()))

    def fail(self, path: str, error: Exception, *, at: str | None = None) -> None:
        """Have the document's next attempt end with *error*, one of `contractsai.domain.errors`."""
        self._host.breaks.setdefault(path, []).append((at, error))

    def lose_messages(self) -> int:
        """Wipe the broker; return how many messages are gone."""
        return len(self._world.queue.take())

    @contextmanager
    def broker_down(self) -> Iterator[None]:
        """Have the broker refuse everything until the block ends."""
        self._world.queue.is_down = True
        try:
            yield
        finally:
            self._world.queue.is_down = False

    # What came of it

    def job(self, job_id: JobId) -> Job:
        """Return the job's row."""
        return self._world.job(job_id)

    def documents(self, job_id: JobId) -> dict[str, Document]:
        """Return the rows of the job's documents by path."""
        return {document.path: document for document in self._world.documents(job_id)}

    def report(self, job_id: JobId) -> list[dict[str, Any]]:
        """Return the lines of the job's report."""
        return list(report_lines(read.read_report(job_id, store=self._world.store)))

    def assert_enqueued(self, *paths: str) -> None:
        """Assert which documents the broker holds a message of, in whatever order."""
        held = Counter(self._world.document(each).path for each in self._world.queue.messages)
        assert held == Counter(paths), f"the broker holds {sorted(held.elements())}"

    def assert_states(self, job_id: JobId, expected: Mapping[str, State | str]) -> None:
        """Assert the state of every document of a job, by path."""
        states = {path: row.state for path, row in self.documents(job_id).items()}
        wanted = {path: State(state) for path, state in expected.items()}
        assert states == wanted, f"the documents are {_plain(states)}"

    def _told(self) -> list[dict[str, str]]:
        return [
            _plain({path: row.state for path, row in self.documents(each).items()})
            for each in self._jobs
        ]


def _plain(states: Mapping[str, State]) -> dict[str, str]:
    return {path: state.value for path, state in states.items()}
