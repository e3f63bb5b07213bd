"""The one who knows everything: checks each commit, and asks for the cause of each count.

What a reader may see is asked in `contractsai.testing.invariants`. Only the simulation knows more:
who committed, who holds which claim, what hit whom. So it can ask in addition that nobody writes
without the right to, and that no attempt, failure or crash is counted without a cause.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from contractsai.adapters.stores.memory import Rows
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING, State
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.invariants import Reading, broken_between, broken_now
from contractsai.testing.simulation.scheduler import Actor, Process, Scheduler
from contractsai.testing.simulation.store import EPOCH

SHORT_LEASE: Final = timedelta(seconds=5)  # what is left of it when the claim is committed at last
CLOCKS_APART: Final = timedelta(seconds=1)  # half of the slowest question's way, twice
DISPATCH: Final = timedelta(seconds=2)  # what it takes at the most

Claim = tuple[DocumentId, int]
"""A document and the fence under which it is held."""


class Broken(BaseException):
    """A promise is broken; the message says which and how.

    No `Exception`: the code under test, in whose calls it is raised, must not take it for one.
    """


class PromiseWatch:
    """Sees every commit at the moment when everybody else can see it.

    Attributes:
        checks: how many invariants were asked, each commit being one reader's look.
        reopening: the job whose retry the current actor asks for.
        accepted: every job that was ever committed and not purged in due time.
    """

    def __init__(
        self, scheduler: Scheduler, *, policy: RetryPolicy, retention: timedelta, window: int
    ) -> None:
        self.checks = 0
        self.accepted: set[JobId] = set()
        self.reopening: dict[Actor, JobId] = {}
        self._scheduler = scheduler
        self._policy = policy
        self._retention = retention
        self._window = window
        self._rows: Callable[[], Rows] = Rows
        self._claims: dict[Claim, Actor] = {}
        self._holds: dict[Actor, Claim] = {}
        self._causes: dict[Claim, str] = {}
        self._hit: dict[Actor, int] = {}
        self._moved: dict[JobId, tuple[float, Actor]] = {}

    def look_at(self, rows: Callable[[], Rows]) -> None:
        """Tell where the committed rows are."""
        self._rows = rows

    # What has a cause

    def excuse(self, cause: str, actor: Actor | None = None) -> None:
        """Remember why the attempt that an actor carries may end badly."""
        actor = actor or self._scheduler.current
        self._hit[actor] = self.hits(actor) + 1
        if (claim := self._holds.get(actor)) is not None:
            self._causes[claim] = cause

    def excuse_process(self, process: Process, cause: str) -> None:
        """The same for all attempts of a process."""
        for actor in process.actors:
            self.excuse(cause, actor)

    def is_replaced(self, process: Process) -> bool:
        """Return whether somebody else runs what the process ran."""
        documents = self._rows().documents
        held = [self._holds[actor] for actor in process.actors if actor in self._holds]
        return any(
            key in documents
            and documents[key].fence > fence
            and documents[key].state is State.RUNNING
            for key, fence in held
        )

    # What is asked of each commit

    def committed(self, before: Rows, after: Rows) -> None:
        """Check what one commit changed."""
        actor = self._scheduler.current
        changed = [
            (before.documents.get(key), document)
            for key, document in after.documents.items()
            if before.documents.get(key) is not document
        ]
        for was, document in changed:
            if was is not None:
                self._step(actor, was, document)
        jobs = {document.job_id for _, document in changed}
        jobs |= {key for key, job in after.jobs.items() if before.jobs.get(key) is not job}
        for job_id in sorted(before.jobs.keys() - after.jobs.keys()):
            self._deleted(before.jobs[job_id])
        self._left_in_order([(was, now) for was, now in changed if was is not None], after)
        self.accepted |= jobs
        self._ask(before, after, jobs, reopened=self._reopened_by(actor))

    def _ask(self, before: Rows, after: Rows, jobs: set[JobId], *, reopened: set[JobId]) -> None:
        seen, now = _reading(before, jobs), _reading(after, jobs)
        broken = broken_now(now, policy=self._policy)
        broken += broken_between(seen, now, reopened=reopened)
        broken += self._too_many_told(now)
        self.checks += 1
        if broken:
            raise Broken("; ".join(broken))

    def _too_many_told(self, reading: Reading) -> list[str]:
        return [
            f"dispatch: {told} documents of {job_id} lie in the queue, the window is {self._window}"
            for job_id in reading.jobs
            if (told := sum(map(_is_told, reading.documents_of(job_id)))) > self._window
        ]

    def _reopened_by(self, actor: Actor) -> set[JobId]:
        return {self.reopening[actor]} if actor in self.reopening else set()

    def _step(self, actor: Actor, was: Document, document: Document) -> None:
        if was.state is State.RUNNING:
            self._running_changed(actor, was, document)
        elif document.state is State.RUNNING:
            self._claimed(actor, was, document)
        self._counted(was, document)
        if document.state is not was.state:
            self._moved[document.job_id] = (self._scheduler.now, actor)

    def _left_in_order(self, steps: list[tuple[Document, Document]], after: Rows) -> None:
        """Check that whoever turned to another job had nothing more to do or to tell in its own."""
        left = {was.job_id for was, _ in steps if was.state is State.RUNNING}
        claims = [now for was, now in steps if was.state in WAITING and _is_held(now)]
        decided_at = min((now.started_at or self._now for now in claims), default=self._now)
        for job_id in left - {now.job_id for now in claims} if claims else ():
            if forgotten := self._forgotten_in(job_id, after, decided_at):
                raise Broken(f"dispatch: left for another job, {forgotten}")

    def _claimed(self, actor: Actor, was: Document, document: Document) -> None:
        claim = (document.id, document.fence)
        self._scheduler.note(f"claims {document.id}, fence {document.fence}")
        if claim in self._claims:
            raise Broken(f"I2: {document.id} was claimed twice under fence {document.fence}")
        if was.run_at > self._now + CLOCKS_APART:
            raise Broken(f"I7: {document.id} was claimed before its backoff was over")
        self._claims[claim] = actor
        self._holds[actor] = claim
        expires_at = document.lease_expires_at
        if expires_at is None or expires_at - self._now < SHORT_LEASE:
            self._causes[claim] = "frozen while it claimed"

    def _running_changed(self, actor: Actor, was: Document, document: Document) -> None:
        """Only the holder writes; anybody else only once the lease is over."""
        if self._claims.get((was.id, was.fence)) is actor:
            return
        expires_at = was.lease_expires_at
        is_taken_in_time = expires_at is not None and expires_at <= self._now + CLOCKS_APART
        if document.state is State.RUNNING or not is_taken_in_time:
            raise Broken(f"I2: {actor.name} wrote {document.id}, which it does not hold")

    def _counted(self, was: Document, document: Document) -> None:
        bad = document.failures + document.crashes - was.failures - was.crashes
        if bad <= 0 or document.analysis_id is not None:
            return
        if bad > 1:
            raise Broken(f"I7: {document.id} counts {bad} bad ends at once")
        if (was.id, was.fence) not in self._causes and not _is_gone(document):
            what = f"{document.reason} in attempt {was.attempt} of {was.worker}"
            raise Broken(f"I7: {document.id} counts {what} without a cause")

    def _deleted(self, job: Job) -> None:
        if job.ended_at is None or job.ended_at + self._retention > self._now + CLOCKS_APART:
            raise Broken(f"I1: job {job.id}, {job.state}, was purged before its time")
        self.accepted.discard(job.id)

    def refilled(self, job_id: JobId, actor: Actor, hits: int) -> None:
        """Check that the end of a document sent the next, unless something came between.

        Args:
            job_id: the document's job.
            actor: who ended it.
            hits: what had hit the actor before it began.
        """
        moved_at, mover = self._moved.get(job_id, (0.0, actor))
        is_alone = mover is actor or moved_at < self._scheduler.now - DISPATCH.total_seconds()
        if self.hits(actor) != hits or not is_alone:
            return
        if forgotten := self._forgotten_in(job_id, self._rows(), self._now):
            raise Broken(f"dispatch: {forgotten}")

    def _forgotten_in(self, job_id: JobId, rows: Rows, decided_at: datetime) -> str:
        """Return what was left; a worker may have been frozen since it decided."""
        documents = [row for row in rows.documents.values() if row.job_id == job_id]
        out = sum(_is_out(document) for document in documents)
        before = decided_at - DISPATCH
        if out < self._window and any(_is_untold(document, before) for document in documents):
            return f"{out} documents of {job_id} are out and others wait to be sent"
        return ""

    def hits(self, actor: Actor) -> int:
        """Return how often something went wrong for an actor."""
        return self._hit.get(actor, 0)

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """Check that a heartbeat which reached the database came back with what is true there."""
        actor = self._scheduler.current
        claim, hits = self._holds.get(actor), self.hits(actor)
        bad_news = self._bad_news(claim) if claim else ""
        yield
        if bad_news and self.hits(actor) == hits:
            raise Broken(f"{bad_news}, and the heartbeat of {actor.name} did not say so")

    def _bad_news(self, claim: Claim) -> str:
        document = self._rows().documents.get(claim[0])
        if document is None or not document.is_held(claim[1]):
            return f"I8: {claim[0]} is held by somebody else or nobody"
        if self._rows().jobs[document.job_id].is_cancel_requested:
            return f"I6: the job of {claim[0]} is to be cancelled"
        return ""

    @property
    def _now(self) -> datetime:
        return EPOCH + timedelta(seconds=self._scheduler.now)


def _is_told(document: Document) -> bool:
    return document.state in WAITING and document.dispatches > 0


def _is_held(document: Document) -> bool:
    return document.state is State.RUNNING


def _is_out(document: Document) -> bool:
    return _is_held(document) or _is_told(document)


def _is_untold(document: Document, now: datetime) -> bool:
    return document.is_due(now) and document.send_at <= now and not document.dispatches


def _is_gone(document: Document) -> bool:
    return "-gone/" in document.path


def _reading(rows: Rows, jobs: set[JobId]) -> Reading:
    """Return what a reader sees of some jobs."""
    documents = {key: row for key, row in rows.documents.items() if row.job_id in jobs}
    named = {row.analysis_id for row in documents.values() if row.analysis_id is not None}
    stored = {key: rows.analyses.get(key) for key in named}
    return Reading(
        jobs={key: job for key, job in rows.jobs.items() if key in jobs},
        documents=documents,
        payloads={key: found.payload if found else None for key, found in stored.items()},
    )
