"""`BookmarkStore` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.tables import bookmarks
from contractsai.domain.bookmark import Bookmark


class SqlBookmarks:
    """`BookmarkStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def lock(self, name: str, now: datetime) -> Bookmark:
        """Return the bookmark; a write that changes nothing holds its row, or makes it."""
        statement = self._insert(bookmarks).values(name=name, at=now, value="")
        held = statement.on_conflict_do_update(
            index_elements=[bookmarks.c.name], set_={"name": name}
        ).returning(bookmarks)
        return _bookmark_of(self._connection.execute(held).one())

    def put(self, bookmark: Bookmark) -> None:
        """Write the row."""
        values = {"at": bookmark.at, "value": bookmark.value}
        statement = self._insert(bookmarks).values(name=bookmark.name, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[bookmarks.c.name], set_=values)
        )

    def forget(self, name: str) -> None:
        """Delete the row."""
        self._connection.execute(delete(bookmarks).where(bookmarks.c.name == name))

    def beginning(self, prefix: str) -> Sequence[Bookmark]:
        """Return those whose name begins so, which lie together in the index."""
        of = bookmarks.c
        behind = prefix[:-1] + chr(ord(prefix[-1]) + 1)  # the first name that does not
        query = select(bookmarks).where(of.name >= prefix, of.name < behind).order_by(of.name)
        return [_bookmark_of(row) for row in self._connection.execute(query)]


def _bookmark_of(row: Row[Any]) -> Bookmark:
    return Bookmark(row.name, row.at, row.value)
