"""Mistakes about who holds a document: fences, leases, claims, clocks."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from contractsai.adapters.clock import StoreClock
from contractsai.adapters.stores.memory import MemoryJobs
from contractsai.adapters.stores.memory_documents import MemoryDocuments
from contractsai.application import rescue
from contractsai.application.attempt import Attempt
from contractsai.domain import document as documents
from contractsai.domain import lifecycle
from contractsai.domain.document import Document
from contractsai.domain.errors import LeaseLost
from contractsai.domain.lifecycle import WAITING, DocumentEvent, State
from contractsai.testing.simulation import statements
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter


def _no_fence_check(planter: Planter) -> None:
    planter.put(Document, is_held=lambda self, _: self.state is State.RUNNING)


def _no_rescue(planter: Planter) -> None:
    planter.put(rescue, rescue_expired=lambda **_: [])


def _lease_never_renewed(planter: Planter) -> None:
    def renew(self: MemoryDocuments, document_id: Any, **_: object) -> bool:  # noqa: ANN401
        return self._work.jobs.get(self.get(document_id).job_id).is_cancel_requested

    planter.put(statements.Documents, renew=renew)


def _zombie_goes_on(planter: Planter) -> None:
    right = Attempt.heartbeat

    def heartbeat(self: Any) -> None:  # noqa: ANN401 - as it is there
        with suppress(LeaseLost):
            right(self)

    planter.put(Attempt, heartbeat=heartbeat)


def _claims_also_from(planter: Planter, *, ended: bool) -> None:
    """Let a claim succeed from RUNNING, or else from the end states."""
    right = lifecycle.next_state

    def is_wrong(state: State) -> bool:
        return state.has_ended if ended else state is State.RUNNING

    def next_state(state: State, event: DocumentEvent) -> State:
        if event is DocumentEvent.CLAIM and is_wrong(state):
            return State.RUNNING
        return right(state, event)

    def is_due(self: Document, now: datetime) -> bool:
        return (self.state in WAITING or is_wrong(self.state)) and self.run_at <= now

    planter.put(documents, next_state=next_state)
    planter.put(Document, is_due=is_due)


def _read_before_locked(planter: Planter) -> None:
    """The document is read, then its lock waited for; and nobody looks at its version."""

    def lock(self: Any, document_id: Any) -> Any:  # noqa: ANN401 - as it is there
        self._work.statement("documents.lock")
        document = MemoryDocuments.get(self, document_id)
        self._work.lock("jobs", document.job_id)
        self._work.lock("documents", document_id)
        return MemoryJobs.get(self._work.jobs, document.job_id), document

    def save(self: MemoryDocuments, changed: Any) -> None:  # noqa: ANN401 - as it is there
        for document in changed:
            newer = replace(document, version=document.version + 1)
            self._work.document_rows.put(document.id, newer)

    planter.put(statements.Documents, lock=lock)
    planter.put(MemoryDocuments, save=save)


def _own_clock(planter: Planter) -> None:
    planter.put(StoreClock, now=lambda self: self._system.now())


MISTAKES: Final = {
    "no-fence-check": Mistake("whoever believes to hold a document writes it", _no_fence_check),
    "no-rescue": Mistake("nobody takes documents from dead workers", _no_rescue),
    "lease-never-renewed": Mistake("heartbeats move no lease", _lease_never_renewed),
    "zombie-goes-on": Mistake(
        "who has lost the lease does not end its analysis process", _zombie_goes_on
    ),
    "claimed-while-held": Mistake(
        "a repeated message claims what another worker runs",
        lambda planter: _claims_also_from(planter, ended=False),
    ),
    "end-state-left": Mistake(
        "a late message runs an ended document again",
        lambda planter: _claims_also_from(planter, ended=True),
    ),
    "read-before-locked": Mistake(
        "what happened to a document while its lock was waited for is overwritten",
        _read_before_locked,
    ),
    "own-clock": Mistake("leases are measured by each machine's own clock", _own_clock),
}
