"""`BookmarkStore` in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.bookmark import Bookmark


class MemoryBookmarks:
    """`BookmarkStore` on a table."""

    def __init__(self, rows: Callable[[], Table[str, Bookmark]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def lock(self, name: str, now: datetime) -> Bookmark:
        """Return the bookmark: there is one writer at a time."""
        bookmark = self._rows().get(name)
        if bookmark is None:
            bookmark = Bookmark(name, now, "")
            self.put(bookmark)
        return bookmark

    def put(self, bookmark: Bookmark) -> None:
        """Write the row."""
        self._rows().put(bookmark.name, bookmark)

    def forget(self, name: str) -> None:
        """Delete the row."""
        self._rows().put(name, None)

    def beginning(self, prefix: str) -> Sequence[Bookmark]:
        """Return those whose name begins so."""
        found = (row for row in self._rows().values() if row.name.startswith(prefix))
        return sorted(found, key=lambda row: row.name)
