"""Mistakes about what people ask for: cancels, retries, and how long jobs are kept."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from contractsai.application import cancel, purge
from contractsai.application.attempt import Attempt
from contractsai.domain import job as jobs
from contractsai.domain.document import Document
from contractsai.domain.errors import CancelRequested
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter


def _cancel_swallowed(planter: Planter) -> None:
    right = Attempt.heartbeat

    def heartbeat(self: Any) -> None:  # noqa: ANN401 - as it is there
        with suppress(CancelRequested):
            right(self)

    planter.put(Attempt, heartbeat=heartbeat)


def _waiting_not_cancelled(planter: Planter) -> None:
    planter.put(cancel, WAITING=frozenset())


def _cancel_outrun(planter: Planter) -> None:
    right = jobs._ending  # noqa: SLF001 - the mistake is made inside
    planter.put(jobs, _ending=lambda job: right(replace(job, cancel_requested_at=None)))


def _budget_kept_at_retry(planter: Planter) -> None:
    right = Document.reopen
    planter.put(
        Document,
        reopen=lambda self, now: replace(
            right(self, now), failures=self.failures, crashes=self.crashes
        ),
    )


def _fence_reset_at_retry(planter: Planter) -> None:
    right = Document.reopen
    planter.put(Document, reopen=lambda self, now: replace(right(self, now), fence=0))


def _purged_at_once(planter: Planter) -> None:
    right = purge.purge_jobs
    planter.put(
        purge, purge_jobs=lambda **ports: right(**{**ports, "retention": timedelta(seconds=1)})
    )


MISTAKES: Final = {
    "cancel-swallowed": Mistake(
        "a running analysis does not hear of the cancel", _cancel_swallowed
    ),
    "cancel-outrun": Mistake("a cancelled job ends by what its documents came to", _cancel_outrun),
    "waiting-not-cancelled": Mistake(
        "a cancel leaves what waits to the workers", _waiting_not_cancelled
    ),
    "budget-kept-at-retry": Mistake(
        "a person's retry does not give a new budget", _budget_kept_at_retry
    ),
    "fence-reset-at-retry": Mistake(
        "a person's retry gives out old fences again", _fence_reset_at_retry
    ),
    "purged-at-once": Mistake("ended jobs are deleted before their time", _purged_at_once),
}
