"""`TombstoneStore` on SQLAlchemy Core."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.upload_tables import tombstones
from contractsai.domain.ids import JobId


class SqlTombstones:
    """`TombstoneStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def add(self, job_id: JobId, at: datetime) -> None:
        """Remember that the job was deleted; of two that delete it, the first."""
        row = self._insert(tombstones).values(job_id=job_id, at=at)
        self._connection.execute(row.on_conflict_do_nothing())

    def has(self, job_id: JobId) -> bool:
        """Return whether a job of this id was deleted."""
        found = select(tombstones.c.job_id).where(tombstones.c.job_id == job_id)
        return self._connection.execute(found).first() is not None

    def forget(self, before: datetime, *, limit: int) -> int:
        """Forget those that were deleted before an instant."""
        old = (
            select(tombstones.c.job_id)
            .where(tombstones.c.at < before)
            .order_by(tombstones.c.at)
            .limit(limit)
        )
        gone = delete(tombstones).where(tombstones.c.job_id.in_(old))
        return self._connection.execute(gone).rowcount
