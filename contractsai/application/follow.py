"""Follow: what comes next in a job, decided in the transaction that ends a document of it.

A message is a wake-up, so whoever has ended a document may take the next one of the same job at
once, for a while that keeps other jobs waiting no longer than a short document would. Then it
tells the broker of others, and turns to whatever message comes first.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from contractsai.application.change import JobChange, Step
from contractsai.application.claim import AttemptSettings
from contractsai.application.ports import Clock
from contractsai.domain.document import RESEND_AFTER, Document

MAX_IN_FLIGHT: Final = 32
"""Documents of one job that are out at once: enough to keep workers busy, few enough that another
job's first document waits for a short queue only."""
QUANTUM: Final = timedelta(seconds=0.1)
"""For how long a slot takes documents of one job before it looks into the queue again. A window of
messages costs another job that many of them at the most, shared by all slots."""


@dataclass(frozen=True, slots=True)
class Following:
    """What follows the end of a document.

    Attributes:
        claimed: the next document as it waited and as it is held now, if one was taken.
        told: documents as they waited and as they are once the broker is told, which is to be done.
    """

    claimed: Step | None = None
    told: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All that is to be saved."""
        return self.told if self.claimed is None else (self.claimed, *self.told)


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
            quantum: for how long documents are taken one after the other.
            max_in_flight: documents of the job that may run or be told at once.
            resend_after: when a message that nobody answered with a claim counts as lost.
        """
        self._until = clock.now() + quantum
        self._settings = settings
        self._max_in_flight = max_in_flight
        self._resend_after = resend_after

    def choose(self, change: JobChange, end: Step) -> Following:
        """Return what follows an end that is not saved yet."""
        counts = change.job.counts.moved([(before.state, after.state) for before, after in [end]])
        if not counts.waiting or change.job.is_cancel_requested:
            return Following()
        if change.now < self._until and not self._settings.shutdown.is_requested():
            return self._take(change)
        return self._tell(change, end[1])

    def _take(self, change: JobChange) -> Following:
        waiting = change.work.agenda.next_document(change.job.id, change.now)
        if waiting is None:  # all that wait do so for their next attempt
            return Following()
        own = self._settings
        return Following((waiting, waiting.claim(change.now, worker=own.worker, lease=own.lease)))

    def _tell(self, change: JobChange, ended: Document) -> Following:
        job_id, now, agenda = change.job.id, change.now, change.work.agenda
        given_back = [ended] if ended.is_due(now) else []
        others = agenda.documents_in_flight(job_id) - 1  # the one that ends is still among them
        free = max(0, self._max_in_flight - others - len(given_back))
        new = agenda.documents_due(job_id, now, sent_before=False, limit=free) if free else []
        return Following(
            told=tuple(
                (each, each.dispatched(now, resend_after=self._resend_after))
                for each in [*given_back, *new]
            )
        )
