"""`AnnotationStore` on SQLAlchemy Core."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.tables import annotations
from contractsai.domain.annotation import Annotation
from contractsai.domain.errors import StaleRow


class SqlAnnotations:
    """`AnnotationStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Annotation]:
        """Return all that is kept beside what some files hold."""
        query = select(annotations).where(annotations.c.sha256.in_(sorted(sha256s)))
        rows = self._connection.execute(query.order_by(annotations.c.sha256, annotations.c.id))
        return [_annotation_of(row) for row in rows]

    def save(self, annotation: Annotation) -> None:
        """Write the row; of two that write one version the row lets the first pass."""
        own = {"member": annotation.member, "fields": dict(annotation.fields), "by": annotation.by}
        values = {
            "id": annotation.id,
            "sha256": annotation.sha256,
            "at": annotation.at,
            "version": annotation.version + 1,
            "payload": json.dumps(own).encode(),  # ASCII: any text is welcome
        }
        if annotation.version:
            is_same = annotations.c.version == annotation.version
            saved = self._connection.execute(
                update(annotations)
                .where(annotations.c.id == annotation.id, is_same)
                .values(values)
                .returning(annotations.c.id)
            ).first()
        else:
            statement = self._insert(annotations).values(values).on_conflict_do_nothing()
            saved = self._connection.execute(statement.returning(annotations.c.id)).first()
        if saved is None:
            raise StaleRow(annotation.id)

    def delete(self, sha256: str) -> int:
        """Delete all that is kept beside what a file holds."""
        statement = delete(annotations).where(annotations.c.sha256 == sha256)
        return self._connection.execute(statement).rowcount


def _annotation_of(row: Row[Any]) -> Annotation:
    own = json.loads(row.payload)
    return Annotation(
        sha256=row.sha256,
        member=own["member"],
        at=row.at,
        fields=own["fields"],
        by=own["by"],
        version=row.version,
    )
