"""`AttemptStore` in memory."""

from collections.abc import Callable, Sequence

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.attempts import Attempt
from contractsai.domain.ids import DocumentId

Attempts = tuple[Attempt, ...]


class MemoryAttempts:
    """`AttemptStore` on a table with all attempts of a document in a row."""

    def __init__(self, rows: Callable[[], Table[DocumentId, Attempts]]) -> None:
        """Take the table."""
        self._rows = rows

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Append each."""
        for attempt in attempts:
            key = attempt.document_id
            self._rows().put(key, (*(self._rows().get(key) or ()), attempt))

    def of_document(self, document_id: DocumentId) -> Sequence[Attempt]:
        """Return those of a document."""
        found = self._rows().get(document_id) or ()
        return sorted(found, key=lambda attempt: attempt.number)
