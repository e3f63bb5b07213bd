"""The whole service on doubles: a clock that is told, a queue that is looked into."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from contractsai.adapters.stores.memory import MemoryStore
from contractsai.application.cancel import cancel_job
from contractsai.application.claim import AttemptSettings
from contractsai.application.deliver import Delivery, deliver_document
from contractsai.application.dispatch import dispatch_job, relay_due
from contractsai.application.follow import MAX_IN_FLIGHT, QUANTUM
from contractsai.application.ports import AnalysisHost, Store
from contractsai.application.purge import NO_OTHERS, purge_jobs
from contractsai.application.rescue import rescue_expired
from contractsai.application.retry import retry_job
from contractsai.application.run import run_document
from contractsai.application.submit import submit_job
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.domain.retry import RetryPolicy
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.clock import FakeClock
from contractsai.testing.fakes import Ending, FakeQueue, FakeSource, ScriptedHost

LEASE = timedelta(seconds=15)
FOLDER = "/contracts"


class FakeShutdown:
    """`Shutdown` that a test switches."""

    def __init__(self) -> None:
        self.requested = False
        self.due = False

    def is_requested(self) -> bool:
        return self.requested

    def is_due(self) -> bool:
        return self.due


class World:
    """Every use case over a store and doubles of the rest."""

    def __init__(self, store: Store | None = None, *, policy: RetryPolicy | None = None) -> None:
        self.clock = FakeClock(datetime(2026, 3, 3, 12, tzinfo=UTC))
        self.store: Store = store or MemoryStore()
        self.queue = FakeQueue()
        self.source = FakeSource({FOLDER: {}})
        self.host = ScriptedHost()
        self.shutdown = FakeShutdown()
        self.policy = policy or RetryPolicy()
        self.pauses: list[datetime] = []
        self.settings = AttemptSettings(
            worker="worker-1",
            lease=LEASE,
            policy=self.policy,
            jitter=lambda: 0.5,
            shutdown=self.shutdown,
            pause=self._pause,
        )
        self.ids = itertools.count(1)

    def submit(self, *paths: str, folder: str = FOLDER) -> list[DocumentId]:
        """Submit a folder with a file per path, and return the documents' ids in path order."""
        self.source.folders.setdefault(folder, {}).clear()
        self.source.folders[folder].update(
            {path: path.encode(errors="surrogatepass") for path in paths}
        )
        job = submit_job(
            folder,
            source=self.source,
            store=self.store,
            clock=self.clock,
            new_id=lambda: f"id-{next(self.ids):06}",
        ).job
        return [document.id for document in self.documents(job.id)]

    def dispatch(self, job_id: JobId, *, max_in_flight: int = 32) -> int:
        return dispatch_job(
            job_id,
            store=self.store,
            queue=self.queue,
            clock=self.clock,
            max_in_flight=max_in_flight,
        )

    def relay(self, *, resend_after: timedelta = RESEND_AFTER) -> int:
        return relay_due(
            store=self.store, queue=self.queue, clock=self.clock, resend_after=resend_after
        )

    def run(self, document_id: DocumentId) -> Document | None:
        return run_document(
            document_id,
            store=self.store,
            source=self.source,
            host=self.host,
            clock=self.clock,
            settings=self.settings,
        )

    def deliver(
        self,
        document_id: DocumentId,
        *,
        host: AnalysisHost | None = None,
        quantum: timedelta = QUANTUM,
        max_in_flight: int = MAX_IN_FLIGHT,
    ) -> Delivery | None:
        """Have a worker take a message: the document, and what follows it."""
        return deliver_document(
            document_id,
            store=self.store,
            queue=self.queue,
            source=self.source,
            host=host or self.host,
            clock=self.clock,
            settings=self.settings,
            quantum=quantum,
            max_in_flight=max_in_flight,
        )

    def rescue(self) -> list[Document]:
        own = self.settings
        return rescue_expired(
            store=self.store, clock=self.clock, policy=own.policy, jitter=own.jitter
        )

    def cancel(self, job_id: JobId) -> Job:
        return cancel_job(job_id, store=self.store, clock=self.clock)

    def reopen(self, job_id: JobId) -> Job:
        return retry_job(job_id, store=self.store, clock=self.clock)

    def purge(
        self,
        retention: timedelta,
        *,
        by_state: Mapping[State, timedelta] = NO_OTHERS,
        batch: int = 100,
    ) -> int:
        return purge_jobs(
            store=self.store,
            clock=self.clock,
            retention=retention,
            by_state=by_state,
            batch=batch,
        )

    def during_analysis(self, document_id: DocumentId, *steps: Callable[[], object]) -> None:
        """Have *steps* happen while the document's next attempt runs, before a heartbeat."""
        self.host.steps[self._name(document_id)].append(_all(steps))

    def after_the_last_heartbeat(
        self, document_id: DocumentId, *steps: Callable[[], object]
    ) -> None:
        """Have *steps* happen when only the outcome is still to be written."""
        self.host.late_steps[self._name(document_id)].append(_all(steps))

    def analysis_ends(self, document_id: DocumentId, *endings: Ending) -> None:
        """Have the document's next attempts end so."""
        self.host.endings[self._name(document_id)].extend(endings)

    def crash_worker_during(self, document_id: DocumentId) -> None:
        """Run the document on a worker that is gone before it can write anything."""
        self.analysis_ends(document_id, WorkerKilled())
        try:
            self.run(document_id)
        except WorkerKilled:
            return
        raise AssertionError("the worker outlived its death")

    def advance_past_lease(self) -> None:
        self.clock.advance(2 * LEASE)

    def job(self, job_id: JobId) -> Job:
        with self.store.snapshot() as work:
            return work.jobs.get(job_id)

    def job_of(self, document_id: DocumentId) -> Job:
        return self.job(self.document(document_id).job_id)

    def document(self, document_id: DocumentId) -> Document:
        with self.store.snapshot() as work:
            return work.documents.get(document_id)

    def documents(self, job_id: JobId) -> list[Document]:
        with self.store.snapshot() as work:
            return list(work.documents.page(job_id))

    def state_of(self, document_id: DocumentId) -> State:
        return self.document(document_id).state

    def analysis_of(self, document_id: DocumentId) -> StoredAnalysis | None:
        stored = self.document(document_id).analysis_id
        if stored is None:
            return None
        with self.store.snapshot() as work:
            return work.analyses.get(stored)

    def _name(self, document_id: DocumentId) -> str:
        return self.document(document_id).path.rpartition("/")[2]

    def _pause(self) -> None:
        self.pauses.append(self.clock.now())
        self.clock.advance(timedelta(seconds=1))


class WorkerKilled(BaseException):
    """What a SIGKILL is to the code that runs: nothing catches it and nothing is written."""


def _all(steps: Sequence[Callable[[], object]]) -> Callable[[], None]:
    def happen() -> None:
        for step in steps:
            step()

    return happen
