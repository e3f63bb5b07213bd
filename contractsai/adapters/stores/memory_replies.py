"""`ReplyStore` in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import Reply


class MemoryReplies:
    """`ReplyStore` on a table."""

    def __init__(self, rows: Callable[[], Table[ReplyId, Reply]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def add(self, reply: Reply) -> Reply | None:
        """Insert the row, or return the one that is there."""
        known = self.get(reply.id)
        if known is None:
            self._rows().put(reply.id, reply)
        return known

    def replace(self, known: Reply, reply: Reply) -> bool:
        """Put *reply* in the place of *known*."""
        is_there = self.get(known.id) == known
        if is_there:
            self._rows().put(reply.id, reply)
        return is_there

    def get(self, reply_id: ReplyId) -> Reply | None:
        """Return the row."""
        return self._rows().get(reply_id)

    def answer(self, reply_id: ReplyId, content: bytes) -> None:
        """Write the answer into the row."""
        known = self.get(reply_id)
        if known is not None:
            self._rows().put(reply_id, replace(known, answer=content))

    def delete(self, reply_id: ReplyId) -> None:
        """Delete the row."""
        self._rows().put(reply_id, None)

    def delete_old(self, before: datetime, *, limit: int) -> int:
        """Delete rows of requests before an instant."""
        old = [row.id for row in self._rows().values() if row.at < before][:limit]
        for reply_id in old:
            self._rows().put(reply_id, None)
        return len(old)
