"""`KeyStore` in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from contractsai.adapters.stores.memory_access import AccessTables
from contractsai.domain.access import AccessKey
from contractsai.domain.ids import KeyId

SEAL = "seal"


class MemoryKeys:
    """`KeyStore` on two tables."""

    def __init__(self, tables: Callable[[], AccessTables]) -> None:
        self._tables = tables  # asked each time: a commit may put others in their place

    def add(self, key: AccessKey) -> None:
        """Insert the row."""
        self._tables().keys.put(key.id, key)

    def get(self, key_id: KeyId) -> AccessKey | None:
        """Return the row."""
        return self._tables().keys.get(key_id)

    def given(self) -> Sequence[AccessKey]:
        """Return all keys but sessions."""
        keys = [key for key in self._tables().keys.values() if key.parent is None]
        return sorted(keys, key=lambda key: (key.created_at, key.id))

    def has_any(self) -> bool:
        """Return whether a key was ever given."""
        return bool(self.given())

    def revoke(self, key_id: KeyId, at: datetime) -> bool:
        """Note that the key opens nothing any more."""
        key = self.get(key_id)
        if key is None or key.revoked_at is not None:
            return False
        self._tables().keys.put(key_id, replace(key, revoked_at=at))
        return True

    def note_use(self, key_id: KeyId, at: datetime) -> None:
        """Write when the key was used."""
        key = self.get(key_id)
        if key is not None:
            self._tables().keys.put(key_id, replace(key, used_at=at))

    def delete_sessions(self, before: datetime, *, limit: int) -> int:
        """Delete sessions that ended before an instant."""
        old = [
            key.id
            for key in self._tables().keys.values()
            if key.parent is not None and key.expires_at is not None and key.expires_at < before
        ][:limit]
        for key_id in old:
            self._tables().keys.put(key_id, None)
        return len(old)

    def seal(self, fresh: bytes) -> bytes:
        """Return the secret that is there, or *fresh*, which is from now on."""
        known = self._tables().seals.get(SEAL)
        if known is not None:
            return known
        self._tables().seals.put(SEAL, fresh)
        return fresh
