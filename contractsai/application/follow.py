"""Follow: what comes next, decided in the transaction that ends a document.

A message is a wake-up, so whoever has ended a document may take the next one of the same job at
once, for a while that keeps other jobs waiting no longer than a short document would. After that,
or where the job has none, it takes one of another job whose message is on its way: the transaction
is there already. Then it turns to whatever message comes first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.change import JobChange, Step, Taken
from contractsai.application.claim import AttemptSettings, Held
from contractsai.application.ports import Clock
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.job import Job

MAX_IN_FLIGHT: Final = 32
"""Documents of one job that are out at once: enough to keep workers busy, few enough that another
job's first document waits for a short queue only."""
QUANTUM: Final = timedelta(seconds=0.1)
"""For how long a slot takes documents of one job before it looks into the queue again. A window of
messages costs another job that many of them at the most, shared by all slots."""
PATIENCE: Final = timedelta(seconds=10)
"""How old a message may be when a slot turns from its job to another one, instead of to the queue:
the ticks wait there, and a task of Celery's has a limit, which is not the next document's fault."""


@dataclass(frozen=True, slots=True)
class Following:
    """What follows the end of a document.

    Attributes:
        claimed: the next document as it waited and as it is held now, if one was taken.
        told: documents as they waited and as they are once the broker is told, which is to be done.
        other: what was taken of another job instead.
    """

    claimed: Step | None = None
    told: tuple[Step, ...] = ()
    other: Taken | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of the job that is to be saved."""
        return self.told if self.claimed is None else (self.claimed, *self.told)

    def next(self, job: Job) -> Held | None:
        """Return what was claimed, of *job* or of another one."""
        if self.other is not None:
            return Held(self.other.job, self.other.step[1])
        return None if self.claimed is None else Held(job, self.claimed[1])


class Follow:
    """Chooses what follows, from the moment when a message was taken."""

    def __init__(
        self,
        *,
        clock: Clock,
        settings: AttemptSettings,
        quantum: timedelta = QUANTUM,
        max_in_flight: int = MAX_IN_FLIGHT,
        resend_after: timedelta = RESEND_AFTER,
    ) -> None:
        """Begin the quantum.

        Args:
            clock: the time.
            settings: the conditions of the worker's claims.
            quantum: for how long documents are taken one after the other; twice, where there is
                another job to turn to.
            max_in_flight: documents of the job that may run or be told at once.
            resend_after: when a message that nobody answered with a claim counts as lost.
        """
        began = clock.now()
        self._quantum = quantum
        self._until = began + quantum
        self._turns_until = began + PATIENCE
        self._settings = settings
        self._max_in_flight = max_in_flight
        self._resend_after = resend_after

    def choose(self, change: JobChange, end: Step) -> Following:
        """Return what follows an end that is not saved yet."""
        counts = change.job.counts.moved([(before.state, after.state) for before, after in [end]])
        is_over = change.now >= self._until
        is_leaving = self._settings.shutdown.is_requested()
        told: tuple[Step, ...] = ()
        if counts.waiting and not change.job.is_cancel_requested:
            if is_over or is_leaving:
                told = self._tell(change, end[1])
            elif (claimed := self._take(change)) is not None:
                return Following(claimed)
        if is_leaving or (is_over and change.now >= self._turns_until):
            return Following(told=told)
        other = self._take_of_another(change)
        if is_over and other is not None:
            self._turn(change.now)
        return Following(told=told, other=other)

    def _take(self, change: JobChange) -> Step | None:
        waiting = change.work.agenda.next_document(change.job.id, change.now)
        if waiting is None:  # all that wait do so for their next attempt
            return None
        return waiting, self._claimed(waiting, change.now)

    def _take_of_another(self, change: JobChange) -> Taken | None:
        """Return what the queue would have given, in about its order, unless somebody holds it.

        Only what was told of: a window is never exceeded, and the message finds nothing to do.
        """
        found = change.work.agenda.lock_told(change.now, but=change.job.id)
        if found is None:
            return None
        job, waiting = found
        return Taken(job, (waiting, self._claimed(waiting, change.now)))

    def _turn(self, now: datetime) -> None:
        """Begin the second quantum, which is the last."""
        self._until = now + self._quantum
        self._turns_until = now

    def _claimed(self, waiting: Document, now: datetime) -> Document:
        own = self._settings
        return waiting.claim(now, worker=own.worker, lease=own.lease)

    def _tell(self, change: JobChange, ended: Document) -> tuple[Step, ...]:
        job_id, now, agenda = change.job.id, change.now, change.work.agenda
        given_back = [ended] if ended.is_due(now) else []
        others = agenda.documents_in_flight(job_id) - 1  # the one that ends is still among them
        free = max(0, self._max_in_flight - others - len(given_back))
        new = agenda.documents_due(job_id, now, sent_before=False, limit=free) if free else []
        return tuple(
            (each, each.dispatched(now, resend_after=self._resend_after))
            for each in [*given_back, *new]
        )
