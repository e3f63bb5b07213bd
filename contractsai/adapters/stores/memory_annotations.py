"""`AnnotationStore` in memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.annotation import Annotation
from contractsai.domain.errors import StaleRow
from contractsai.domain.ids import AnnotationId


class MemoryAnnotations:
    """`AnnotationStore` on a table."""

    def __init__(self, rows: Callable[[], Table[AnnotationId, Annotation]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Annotation]:
        """Return all that is kept beside what some files hold."""
        found = [row for row in self._rows().values() if row.sha256 in sha256s]
        return sorted(found, key=lambda row: (row.sha256, row.id))

    def save(self, annotation: Annotation) -> None:
        """Write the row, raising its version."""
        stored = self._rows().get(annotation.id)
        if (stored.version if stored else 0) != annotation.version:
            raise StaleRow(annotation.id)
        self._rows().put(annotation.id, replace(annotation, version=annotation.version + 1))

    def delete(self, sha256: str) -> int:
        """Delete all that is kept beside what a file holds."""
        found = self.of_contents({sha256})
        for row in found:
            self._rows().put(row.id, None)
        return len(found)
