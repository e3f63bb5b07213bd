"""Audit: what was done at whose wish, written in the transaction that does it."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.ports import AuditFilter, Store
from contractsai.domain.audit import Change, Entry, Outcome, entry_id
from contractsai.domain.ids import EntryId

KEPT: Final = timedelta(days=365)
"""How long an entry is kept, unless the settings say otherwise."""
MOST_CHANGES: Final = 100
"""Told in one entry; a call that changes more is told by the first of them."""


@dataclass(slots=True)
class Call:
    """One call that may change something, while it is carried out.

    Attributes:
        at: when it began.
        who: the name of the caller's key.
        action: what is asked for.
        target: of what.
        request_id: the same as in the log.
        chance: 12 hexadecimal digits that no other call has.
        subject: the id of what its address names; where that is empty, each transaction is about
            what it changes first.
        is_over: whether it was answered; what comes after is not its doing.
    """

    at: datetime
    who: str
    action: str
    target: str
    request_id: str
    chance: str
    subject: str = ""
    is_over: bool = False
    _entries: int = 0
    _changes: list[Change] = field(default_factory=list)
    _about: str = ""

    @property
    def is_written(self) -> bool:
        """Return whether a transaction of it has been written down."""
        return self._entries > 0

    def note(self, kind: str, name: str, before: str | None, after: str | None) -> None:
        """Remember a change, which is written with the commit that makes it."""
        self._about = self._about or name
        if len(self._changes) < MOST_CHANGES:
            self._changes.append(Change(f"{kind} {name}", before, after))

    def entry(self, outcome: Outcome) -> Entry:
        """Return what is to be written now; the changes are told once."""
        self._entries += 1
        changes, subject = tuple(self._changes), self.subject or self._about
        self.forget()
        return Entry(
            id=entry_id(self.at, f"{self._entries % 0x10000:04x}{self.chance}"),
            at=self.at,
            who=self.who,
            action=self.action,
            target=self.target,
            subject=subject,
            request_id=self.request_id,
            outcome=outcome,
            changes=changes,
        )

    def forget(self) -> None:
        """Drop the changes of a transaction that was not committed."""
        self._changes, self._about = [], ""


CURRENT: Final[ContextVar[Call | None]] = ContextVar("audited call", default=None)
"""The call that this thread works for; a store asks it at each commit."""


def finish(call: Call, outcome: Outcome, *, store: Store) -> None:
    """Write down how a call ended, unless the transaction that did it has said so already."""
    call.is_over = True
    if outcome in (Outcome.DONE, Outcome.UNCHANGED) and call.is_written:
        return
    call.forget()
    with store.begin() as work:
        work.audit.add(call.entry(outcome))
        work.commit()


def read_audit(
    *, store: Store, limit: int, wanted: AuditFilter, after: EntryId | None = None
) -> Sequence[Entry]:
    """Return a page of the audit, the latest first."""
    return store.ask(lambda work: work.audit.page(limit=limit, wanted=wanted, after=after))
