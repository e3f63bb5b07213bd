"""`KeyStore` on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.access_tables import access_keys, seals
from contractsai.domain.access import AccessKey, Scope
from contractsai.domain.ids import KeyId

SEAL: Final = "seal"
PLAIN: Final = ("id", "name", "digest", "created_at", "expires_at", "revoked_at", "used_at")


class SqlKeys:
    """`KeyStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def add(self, key: AccessKey) -> None:
        """Insert the row."""
        values = {name: getattr(key, name) for name in PLAIN}
        values |= {"scope": key.scope.value, "parent": key.parent}
        self._connection.execute(self._insert(access_keys).values(values))

    def get(self, key_id: KeyId) -> AccessKey | None:
        """Return the row."""
        wanted = select(access_keys).where(access_keys.c.id == key_id)
        row = self._connection.execute(wanted).first()
        return None if row is None else _key_of(row)

    def given(self) -> Sequence[AccessKey]:
        """Return all keys but sessions."""
        wanted = select(access_keys).where(access_keys.c.parent.is_(None))
        order = (access_keys.c.created_at, access_keys.c.id)
        return [_key_of(row) for row in self._connection.execute(wanted.order_by(*order))]

    def has_any(self) -> bool:
        """Return whether a key was ever given."""
        wanted = select(access_keys.c.id).where(access_keys.c.parent.is_(None)).limit(1)
        return self._connection.execute(wanted).first() is not None

    def revoke(self, key_id: KeyId, at: datetime) -> bool:
        """Note that the key opens nothing any more."""
        is_open = (access_keys.c.id == key_id, access_keys.c.revoked_at.is_(None))
        done = self._connection.execute(
            update(access_keys).where(*is_open).values(revoked_at=at)
        ).rowcount
        return bool(done)

    def note_use(self, key_id: KeyId, at: datetime) -> None:
        """Write when the key was used."""
        self._connection.execute(
            update(access_keys).where(access_keys.c.id == key_id).values(used_at=at)
        )

    def delete_sessions(self, before: datetime, *, limit: int) -> int:
        """Delete sessions that ended before an instant."""
        old = (
            select(access_keys.c.id)
            .where(access_keys.c.parent.is_not(None), access_keys.c.expires_at < before)
            .order_by(access_keys.c.expires_at)
            .limit(limit)
        )
        return self._connection.execute(
            delete(access_keys).where(access_keys.c.id.in_(old))
        ).rowcount

    def seal(self, fresh: bytes) -> bytes:
        """Return the secret; of several that come at once, all get the first one's."""
        statement = self._insert(seals).values(id=SEAL, secret=fresh).on_conflict_do_nothing()
        self._connection.execute(statement)
        wanted = select(seals.c.secret).where(seals.c.id == SEAL)
        secret: bytes = self._connection.execute(wanted).scalar_one()
        return secret


def _key_of(row: Row[Any]) -> AccessKey:
    plain = {name: getattr(row, name) for name in PLAIN}
    return AccessKey(**plain, scope=Scope(row.scope), parent=row.parent)
