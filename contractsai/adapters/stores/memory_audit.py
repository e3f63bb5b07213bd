"""`AuditStore` in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.application.ports import AuditFilter
from contractsai.domain.audit import Entry
from contractsai.domain.ids import EntryId


class MemoryAudit:
    """`AuditStore` on a table."""

    def __init__(self, rows: Callable[[], Table[EntryId, Entry]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def add(self, entry: Entry) -> None:
        """Append the entry."""
        self._rows().put(entry.id, entry)

    def page(
        self, *, limit: int, wanted: AuditFilter, after: EntryId | None = None
    ) -> Sequence[Entry]:
        """Return entries, the latest first."""
        found = [
            entry
            for entry in self._rows().values()
            if _is_wanted(entry, wanted) and (after is None or entry.id < after)
        ]
        return sorted(found, key=lambda entry: entry.id, reverse=True)[:limit]

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete entries of before an instant."""
        old = [entry.id for entry in self._rows().values() if entry.at < before][:limit]
        for entry_id in old:
            self._rows().put(entry_id, None)
        return len(old)


def _is_wanted(entry: Entry, wanted: AuditFilter) -> bool:
    return (
        wanted.who in (None, entry.who)
        and wanted.subject in (None, entry.subject)
        and (wanted.since is None or wanted.since <= entry.at)
        and (wanted.until is None or entry.at < wanted.until)
    )
