"""I1 to I7 after every step of every story that hypothesis can tell about jobs and documents.

What happens while a document is analysed is drawn too, so that a frozen worker can wake to find
its document rescued, run again by another, completed, cancelled or purged.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contractsai.domain.document import Document
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisFailed,
    FileMissing,
    JobError,
    QueueUnavailable,
)
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.reasons import Reason
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.fakes import Ending, analysis_of
from contractsai.testing.invariants import Reading, broken_at_rest, broken_between, broken_now
from contractsai.testing.world import LEASE, WorkerKilled, World

POLICY = RetryPolicy(max_failures=2, max_crashes=2)
MONTH = timedelta(days=30)

ENDINGS: dict[str, Callable[[], Ending | None]] = {
    "found": lambda: None,
    "rejected": lambda: analysis_of(b"x", outcome=Outcome.FAILED, reason=Reason.CORRUPT),
    "failed": lambda: AnalysisFailed("x"),
    "crashed": lambda: AnalysisCrashed("x"),
    "missing": lambda: FileMissing("x"),
    "defect": ZeroDivisionError,
    "killed": WorkerKilled,
}
MEANWHILE = (
    "lease_over",
    "rescue",
    "rescue",
    "replaced",
    "cancel",
    "reopen",
    "relay",
    "deliver",
    "purge",
    "shutdown",
)

picks = st.integers(0, 1_000_000)


class Service(RuleBasedStateMachine):
    """The use cases over the memory store, driven in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(policy=POLICY)
        self.seen = Reading({}, {}, {})
        self.submitted = 0
        self.reopened: set[JobId] = set()
        self.last_seen: Document | None = None

    # What people do

    @initialize(files=st.integers(1, 3))
    def first_submit(self, files: int) -> None:
        self.submit(files)
        self._check()

    @rule(files=st.integers(1, 3))
    def submit(self, files: int) -> None:
        number = self.submitted = self.submitted + 1
        names = [f"{number}-{index}.pdf" for index in range(files)]
        self.world.submit(*names, folder=f"/job-{number}")

    @precondition(lambda self: self.seen.jobs)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        self._try(self.world.cancel, self._job(pick))

    @precondition(lambda self: self.seen.jobs)
    @rule(pick=picks)
    def reopen(self, pick: int) -> None:
        job_id = self._job(pick)
        self.reopened.add(job_id)
        self._try(self.world.reopen, job_id)

    # What the ticks do

    @rule()
    def relay(self) -> None:
        self._try(self.world.relay)

    @rule()
    def rescue(self) -> None:
        self.world.rescue()

    @rule()
    def purge(self) -> None:
        self.world.purge(MONTH)

    @rule(seconds=st.sampled_from([1, 5, 20, 700]))
    def time_passes(self, seconds: int) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    @rule()
    def a_month_passes(self) -> None:
        self.world.clock.advance(MONTH + timedelta(seconds=1))

    # What the broker does

    @rule(down=st.booleans())
    def broker_goes_or_returns(self, down: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        self.world.queue.is_down = down

    @precondition(lambda self: self.world.queue.messages)
    @rule(pick=picks)
    def broker_loses_a_message(self, pick: int) -> None:
        messages = self.world.queue.messages
        messages.pop(pick % len(messages))

    @rule()
    def broker_is_wiped(self) -> None:
        self.world.queue.take()

    @precondition(lambda self: self.world.queue.messages)
    @rule(pick=picks)
    def broker_repeats_a_message(self, pick: int) -> None:
        messages = self.world.queue.messages
        messages.append(messages[pick % len(messages)])

    # What workers do

    @precondition(lambda self: self.seen.documents)
    @rule(
        pick=picks,
        ending=st.sampled_from(sorted(ENDINGS)),
        meanwhile=st.lists(st.sampled_from(MEANWHILE), max_size=3),
        late=st.lists(st.sampled_from(MEANWHILE), max_size=3),
    )
    def deliver(self, pick: int, ending: str, meanwhile: list[str], late: list[str]) -> None:
        """Any document's message may arrive at any time: the broker repeats and delays."""
        document_id = sorted(self.seen.documents)[pick % len(self.seen.documents)]
        if document_id not in self._present():
            assert self.world.run(document_id) is None
            return
        self._script(document_id, ending, meanwhile, late)
        with suppress(WorkerKilled):
            claimed = self.world.run(document_id)
            if claimed is not None and self.last_seen is not None:
                self._check_zombie(claimed, self.last_seen)
        self.last_seen = None
        self.world.shutdown.requested = self.world.shutdown.due = False
        self.world.host.steps.clear()
        self.world.host.late_steps.clear()
        self.world.host.endings.clear()

    def _check_zombie(self, claimed: Document, last_seen: Document) -> None:
        """I2: who no longer held the document when it came to writing has written nothing."""
        if not last_seen.is_held(claimed.fence) and claimed.id in self._present():
            assert self.world.document(claimed.id) == last_seen, "I2: a zombie wrote"

    def _script(
        self, document_id: DocumentId, ending: str, meanwhile: list[str], late: list[str]
    ) -> None:
        happenings: dict[str, Callable[[], object]] = {
            "lease_over": lambda: self.world.clock.advance(2 * LEASE),
            "rescue": self.rescue,
            "replaced": lambda: self._replaced(document_id),
            "cancel": lambda: self._on_job_of(document_id, self.world.cancel),
            "reopen": lambda: self._on_job_of(document_id, self._reopen),
            "relay": self.relay,
            "deliver": lambda: self._deliver_inside(document_id),
            "purge": lambda: (self.a_month_passes(), self.purge()),
            "shutdown": self._shut_down,
        }
        before, after = ([happenings[name] for name in names] for names in (meanwhile, late))
        self.world.during_analysis(document_id, *before, self._check)
        self.world.after_the_last_heartbeat(
            document_id, *after, self._check, lambda: self._look(document_id)
        )
        ends = ENDINGS[ending]()
        if ends is not None:
            self.world.analysis_ends(document_id, ends)

    def _look(self, document_id: DocumentId) -> None:
        self.last_seen = self._present().get(document_id)

    def _replaced(self, document_id: DocumentId) -> None:
        """Another worker holds the document by the time the first one wakes."""
        self.world.clock.advance(2 * LEASE)
        self.rescue()
        self.world.clock.advance(POLICY.max_delay)
        self._run_inside(document_id, WorkerKilled())

    def _deliver_inside(self, document_id: DocumentId) -> None:
        """Another worker gets the same message, and if it may, runs the document to its end."""
        self._run_inside(document_id)

    def _run_inside(self, document_id: DocumentId, *endings: Ending) -> None:
        """Run what is being run, with a script of its own."""
        host = self.world.host
        outer = host.late_steps, host.endings
        host.late_steps, host.endings = defaultdict(deque), defaultdict(deque)
        if document_id in self._present():
            self.world.analysis_ends(document_id, *endings)
            with suppress(WorkerKilled):
                self.world.run(document_id)
        host.late_steps, host.endings = outer

    def _shut_down(self) -> None:
        self.world.shutdown.requested = self.world.shutdown.due = True

    def _reopen(self, job_id: JobId) -> None:
        self.reopened.add(job_id)
        self.world.reopen(job_id)

    def _on_job_of(self, document_id: DocumentId, act: Callable[[JobId], object]) -> None:
        document = self._present().get(document_id)
        if document is not None:
            self._try(act, document.job_id)

    # What must hold

    @invariant()
    def _check(self) -> None:
        reading = Reading.of(self.world.store)
        broken = broken_now(reading, policy=POLICY)
        broken += broken_between(self.seen, reading, reopened=self.reopened)
        assert broken == []
        self.seen = reading
        self.reopened.clear()

    def teardown(self) -> None:
        """I1: once faults stop, every job reaches an end state in bounded time."""
        self.world.queue.is_down = False
        for _ in range(20):
            self.world.relay()
            for document_id in self.world.queue.take():
                self.world.run(document_id)
            self.world.clock.advance(timedelta(minutes=11))
            self.world.rescue()
        self._check()
        assert broken_at_rest(self.seen) == []

    def _present(self) -> Mapping[DocumentId, Document]:
        return Reading.of(self.world.store).documents

    def _job(self, pick: int) -> JobId:
        return sorted(self.seen.jobs)[pick % len(self.seen.jobs)]

    def _try(self, act: Callable[..., Any], *args: Any) -> None:
        """Do what may be refused, and only so."""
        with suppress(JobError, QueueUnavailable):
            act(*args)


TestService = Service.TestCase
TestService.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
