"""`UploadStore` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from contractsai.adapters.stores.sql.upload_tables import uploads
from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import Upload


class SqlUploads:
    """`UploadStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def add(self, upload: Upload) -> None:
        """Insert the row."""
        fields = ("id", "digest", "sent_at", "files", "size_bytes")
        values = {name: getattr(upload, name) for name in fields}
        self._connection.execute(insert(uploads).values(values))

    def get(self, upload_id: UploadId) -> Upload:
        """Return the row."""
        return self._one(select(uploads).where(uploads.c.id == upload_id), upload_id)

    def lock(self, upload_id: UploadId) -> Upload:
        """Return the row, locked; with SQLite, a unit of work that writes is alone anyway."""
        wanted = select(uploads).where(uploads.c.id == upload_id).with_for_update()
        return self._one(wanted, upload_id)

    def sent_again(self, digest: str, at: datetime) -> Upload | None:
        """Return an upload of the same files with its new instant."""
        first = (
            select(uploads.c.id)
            .where(uploads.c.digest == digest)
            .order_by(uploads.c.id)
            .limit(1)
            .scalar_subquery()
        )
        again = update(uploads).where(uploads.c.id == first).values(sent_at=at)
        row = self._connection.execute(again.returning(*uploads.c)).first()
        return None if row is None else _upload(row)

    def sent_before(
        self, instant: datetime, *, limit: int, after: UploadId | None = None
    ) -> Sequence[UploadId]:
        """Return those that were sent before *instant*, by id."""
        old = select(uploads.c.id).where(uploads.c.sent_at < instant, uploads.c.id > (after or ""))
        rows = self._connection.execute(old.order_by(uploads.c.id).limit(limit))
        return [UploadId(row.id) for row in rows]

    def delete(self, upload_id: UploadId) -> None:
        """Delete the row."""
        self._connection.execute(delete(uploads).where(uploads.c.id == upload_id))

    def _one(self, wanted: Select[Any], upload_id: UploadId) -> Upload:
        row = self._connection.execute(wanted).first()
        if row is None:
            raise UploadNotFound(upload_id)
        return _upload(row)


def _upload(row: Row[Any]) -> Upload:
    return Upload(UploadId(row.id), row.digest, row.sent_at, row.files, row.size_bytes)
