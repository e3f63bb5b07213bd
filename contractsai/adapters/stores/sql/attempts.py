"""`AttemptStore` on SQLAlchemy Core."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from contractsai.adapters.stores.sql.attempt_tables import attempts
from contractsai.domain.attempts import Attempt
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason


class SqlAttempts:
    """`AttemptStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def add(self, added: Sequence[Attempt]) -> None:
        """Insert a row each."""
        rows = [
            {
                "document_id": attempt.document_id,
                "number": attempt.number,
                "state": attempt.state.value,
                "worker": attempt.worker,
                "started_at": attempt.started_at,
                "ended_at": attempt.ended_at,
                "reason": attempt.reason.value if attempt.reason else None,
            }
            for attempt in added
        ]
        self._connection.execute(insert(attempts), rows)

    def of_document(self, document_id: DocumentId) -> Sequence[Attempt]:
        """Return those of a document, by number."""
        query = select(attempts).where(attempts.c.document_id == document_id)
        return [
            Attempt(
                document_id=DocumentId(row.document_id),
                number=row.number,
                state=State(row.state),
                worker=row.worker,
                started_at=row.started_at,
                ended_at=row.ended_at,
                reason=Reason(row.reason) if row.reason else None,
            )
            for row in self._connection.execute(query.order_by(attempts.c.number))
        ]
