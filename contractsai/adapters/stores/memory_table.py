"""A table in this process' memory."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Table(Generic[K, V]):
    """Rows by key: what was committed, and above it what one unit of work has changed."""

    def __init__(self, rows: Callable[[], Mapping[K, V]]) -> None:
        self._rows = rows  # asked each time: what was committed may change under a reader
        self.changes: dict[K, V | None] = {}

    def get(self, key: K) -> V | None:
        """Return the row as this unit of work sees it."""
        return self.changes[key] if key in self.changes else self._rows().get(key)

    def put(self, key: K, row: V | None) -> None:
        """Write a row; None deletes it."""
        self.changes[key] = row

    def values(self) -> Iterator[V]:
        """Yield the rows as this unit of work sees them."""
        for key, row in self._rows().items():
            if key not in self.changes:
                yield row
        yield from (row for row in self.changes.values() if row is not None)


def merged(rows: dict[K, V], table: Table[K, V]) -> dict[K, V]:
    """Return the rows after a commit of what *table* has changed."""
    if not table.changes:
        return rows
    changed = rows | table.changes
    return {key: row for key, row in changed.items() if row is not None}
