"""What was done at whose wish: one line for each change, kept for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contractsai.domain.ids import EntryId

EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Outcome(StrEnum):
    """How a call ended."""

    DONE = "done"  # something changed; the entry was written in the very transaction
    UNCHANGED = "unchanged"  # answered, and nothing had to change
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a call changed.

    Attributes:
        what: such as ``job 1f`` or ``review of 2e``.
        before: what was there, in a word or two; None for nothing.
        after: what is there now, likewise.
    """

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit.

    Attributes:
        id: sorts by time, see `entry_id`.
        at: when the call began.
        who: the name of the caller's key.
        action: what was asked for, such as ``POST /jobs/{job_id}/cancel``.
        target: of what: the address without its query.
        subject: the id of the job, worker or key that it is about; empty if there is none.
        request_id: the same as in the log.
        changes: what there was and what there is.
    """

    id: EntryId
    at: datetime
    who: str
    action: str
    target: str
    subject: str
    request_id: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()


def entry_id(at: datetime, chance: str) -> EntryId:
    """Return an id that sorts by time; *chance* is 16 hexadecimal digits."""
    return EntryId(f"{(at - EPOCH) // timedelta(microseconds=1):016x}{chance}")
