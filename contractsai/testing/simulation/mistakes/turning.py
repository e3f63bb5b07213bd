"""Mistakes about a slot that turns from the job of a document that it has ended to another job."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from contractsai.application.change import JobChange, Step, Taken
from contractsai.application.follow import Follow, Following
from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import WAITING
from contractsai.testing.simulation import statements
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter

_Found = tuple[Job, Document]


def _found_and_not_locked(planter: Planter) -> None:
    def lock_told(self: Any, now: datetime, *, but: JobId) -> _Found | None:  # noqa: ANN401 - as it is there
        self._work.statement("agenda.lock_told")
        told = self.told(now, but=but)
        return self.with_job(told[0]) if told else None

    planter.put(statements.Agenda, lock_told=lock_told)


def _waited_for(planter: Planter) -> None:
    """FOR UPDATE without SKIP LOCKED, by one who holds a job already."""

    def lock_told(self: Any, now: datetime, *, but: JobId) -> _Found | None:  # noqa: ANN401 - as it is there
        self._work.statement("agenda.lock_told")
        for document in self.told(now, but=but):
            self._work.lock("jobs", document.job_id)
            self._work.lock("documents", document.id)
            if any(document.id == still.id for still in self.told(now, but=but)):
                row: Document = self._work.document_rows.get(document.id)
                found: _Found = self.with_job(row)
                return found
        return None

    planter.put(statements.Agenda, lock_told=lock_told)


def _not_counted(planter: Planter) -> None:
    planter.put(Taken, job_after=lambda self, _: self.job)


def _cut_short(planter: Planter) -> None:
    """Whatever waits is taken: also what waits for its next attempt."""

    def told(self: Any, _: datetime, *, but: JobId) -> list[Document]:  # noqa: ANN401 - as it is there
        rows = self._documents().values()
        waiting = [row for row in rows if row.job_id != but and row.state in WAITING]
        return sorted(waiting, key=lambda row: (row.send_at, row.id))

    right = Document.claim
    planter.put(statements.Agenda, told=told)
    planter.put(
        Document,
        claim=lambda self, now, **terms: right(replace(self, run_at=now), now, **terms),
    )


def _left_too_soon(planter: Planter) -> None:
    """Another job's document is taken first, and nobody tells the broker of this job's next."""
    right = Follow.choose

    def choose(self: Any, change: JobChange, end: Step) -> Following:  # noqa: ANN401 - as it is there
        if (other := self._take_of_another(change)) is not None:
            return Following(other=other)
        chosen: Following = right(self, change, end)
        return chosen

    planter.put(Follow, choose=choose)


MISTAKES: Final = {
    "other-job-not-locked": Mistake(
        "a document of another job is taken without that job's lock", _found_and_not_locked
    ),
    "other-job-waited-for": Mistake(
        "who holds a job waits for the lock of another one", _waited_for
    ),
    "other-job-not-counted": Mistake("the other job's counts do not move", _not_counted),
    "other-job-cut-short": Mistake(
        "of another job whatever waits is taken, before its backoff is over", _cut_short
    ),
    "left-too-soon": Mistake(
        "a slot turns to another job and leaves its own without a message", _left_too_soon
    ),
}
