"""`EventLog` on SQLAlchemy Core; the rows are written by triggers of the schema."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, delete, or_, select, tuple_

from contractsai.adapters.stores.sql.tables import events
from contractsai.domain.events import Event, Mark
from contractsai.domain.ids import DocumentId, JobId

SNAPSHOT: Final = "SELECT pg_current_snapshot()::text"
LAST_NUMBER: Final = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"


class SqlEvents:
    """`EventLog` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def mark(self) -> Mark:
        """Return the transaction's snapshot; a file has one writer, whose numbers are in order."""
        if self._connection.dialect.name != "postgresql":
            following = self._connection.exec_driver_sql(LAST_NUMBER).scalar_one() + 1
            return Mark(following, following)
        text: str = self._connection.exec_driver_sql(SNAPSHOT).scalar_one()
        oldest, following, still_open = text.split(":")
        return Mark(
            int(oldest), int(following), tuple(int(it) for it in still_open.split(",") if it)
        )

    def since(
        self,
        mark: Mark,
        *,
        jobs: Collection[JobId] | None = None,
        limit: int,
        after: Event | None = None,
    ) -> Sequence[Event]:
        """Return events that the mark does not see, by commit, then number.

        What a database that was moved here brought along may have numbers that no transaction of
        this server has had yet: it tells nobody anything.
        """
        unseen = events.c.xact >= mark.next
        if mark.open:
            unseen = or_(unseen, events.c.xact.in_(mark.open))
        here = self.mark()
        query = select(events).where(
            and_(events.c.xact >= mark.oldest, unseen, events.c.xact < here.next)
        )
        place = tuple_(events.c.xact, events.c.id)
        if after is not None:
            query = query.where(place > tuple_(after.commit, after.number))
        if jobs is not None:
            query = query.where(events.c.job_id.in_(sorted(jobs)))
        rows = self._connection.execute(query.order_by(events.c.xact, events.c.id).limit(limit))
        return [
            Event(
                row.id,
                row.xact,
                JobId(row.job_id),
                DocumentId(row.document_id) if row.document_id else None,
                row.at,
            )
            for row in rows
        ]

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete old events; looks at no more rows than it may delete."""
        oldest = select(events.c.id, events.c.at).order_by(events.c.id).limit(limit)
        old = [row.id for row in self._connection.execute(oldest) if row.at < before]
        if old:
            last = and_(events.c.id <= max(old), events.c.at < before)
            self._connection.execute(delete(events).where(last))
        return len(old)
