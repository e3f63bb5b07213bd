"""`ReplyStore` on SQLAlchemy Core."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.tables import replies
from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import Reply


class SqlReplies:
    """`ReplyStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def add(self, reply: Reply) -> Reply | None:
        """Insert the row; who comes second waits for the first one's commit."""
        values = {"id": reply.id, **_row(reply)}
        statement = self._insert(replies).values(values).on_conflict_do_nothing()
        added = self._connection.execute(statement.returning(replies.c.id)).first()
        return None if added is not None else self.get(reply.id)

    def replace(self, known: Reply, reply: Reply) -> bool:
        """Put *reply* in the place of *known*, if nobody was quicker."""
        is_there = [replies.c.id == known.id, replies.c.taken_at == known.taken_at]
        if known.answer is None:
            is_there.append(replies.c.answer.is_(None))
        statement = update(replies).where(*is_there).values(_row(reply)).returning(replies.c.id)
        return self._connection.execute(statement).first() is not None

    def get(self, reply_id: ReplyId) -> Reply | None:
        """Return the row."""
        row = self._connection.execute(select(replies).where(replies.c.id == reply_id)).first()
        if row is None:
            return None
        return Reply(ReplyId(row.id), row.fingerprint, row.at, row.taken_at, row.answer)

    def answer(self, reply_id: ReplyId, content: bytes) -> None:
        """Write the answer into the row."""
        self._connection.execute(
            update(replies).where(replies.c.id == reply_id).values(answer=content)
        )

    def delete(self, reply_id: ReplyId) -> None:
        """Delete the row."""
        self._connection.execute(delete(replies).where(replies.c.id == reply_id))

    def delete_old(self, before: datetime, *, limit: int) -> int:
        """Delete rows of requests before an instant."""
        old = select(replies.c.id).where(replies.c.at < before).order_by(replies.c.at).limit(limit)
        return self._connection.execute(delete(replies).where(replies.c.id.in_(old))).rowcount


def _row(reply: Reply) -> dict[str, Any]:
    fields = ("fingerprint", "at", "taken_at", "answer")
    return {name: getattr(reply, name) for name in fields}
