"""`AuditStore` on SQLAlchemy Core."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from contractsai.adapters.stores.sql.access_tables import audit
from contractsai.application.ports import AuditFilter
from contractsai.domain.audit import Change, Entry, Outcome, entry_id
from contractsai.domain.ids import EntryId

PLAIN: Final = ("id", "at", "who", "action", "target", "subject", "request_id")


class SqlAudit:
    """`AuditStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def add(self, entry: Entry) -> None:
        """Append the entry."""
        changes = json.dumps([astuple(change) for change in entry.changes])
        values = {name: getattr(entry, name) for name in PLAIN}
        self._connection.execute(
            insert(audit).values({**values, "outcome": entry.outcome.value, "changes": changes})
        )

    def page(
        self, *, limit: int, wanted: AuditFilter, after: EntryId | None = None
    ) -> Sequence[Entry]:
        """Return entries, the latest first; an id begins with its time, so that it tells that."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if wanted.who is not None:
            query = query.where(audit.c.who == wanted.who)
        if wanted.subject is not None:
            query = query.where(audit.c.subject == wanted.subject)
        if wanted.since is not None:
            query = query.where(audit.c.id >= entry_id(wanted.since, ""))
        if wanted.until is not None:
            query = query.where(audit.c.id < entry_id(wanted.until, ""))
        if after is not None:
            query = query.where(audit.c.id < after)
        return [_entry_of(row) for row in self._connection.execute(query)]

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete entries of before an instant."""
        is_old = audit.c.id < entry_id(before, "")
        old = select(audit.c.id).where(is_old).order_by(audit.c.id).limit(limit)
        return self._connection.execute(delete(audit).where(audit.c.id.in_(old))).rowcount


def _entry_of(row: Row[Any]) -> Entry:
    plain = {name: getattr(row, name) for name in PLAIN}
    changes = tuple(Change(*told) for told in json.loads(row.changes))
    return Entry(**plain, outcome=Outcome(row.outcome), changes=changes)
