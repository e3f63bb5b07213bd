"""Who may ask, and what was done at whose wish, with the ports filled in."""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property, partial
from typing import Final

from contractsai.application import access, audit
from contractsai.application.ports import AuditFilter, Clock, Store
from contractsai.domain.access import AccessKey, Scope, digest_of
from contractsai.domain.audit import Entry
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import EntryId, KeyId

REMEMBERED_SECONDS: Final = 2.0
"""How long a process goes by what it read of a key: a revoked one opens nothing after that."""
MOST_REMEMBERED: Final = 1024


class Access:
    """Keys of callers, and the audit; safe from several threads."""

    def __init__(
        self,
        store: Callable[[], Store],
        clock: Clock,
        *,
        seconds_now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the rows, which are asked for each time, and two clocks: the rows', and its own."""
        self._store = store
        self._clock = clock
        self._seconds_now = seconds_now
        self._known: dict[str, tuple[AccessKey, float]] = {}
        self._has_keys = False
        self._asked_until = 0.0
        self._lock = threading.Lock()

    @cached_property
    def seal(self) -> bytes:
        """The secret that every replica seals with."""
        return access.seal(store=self._store(), chance=secrets.token_bytes)

    @property
    def is_known_to_ask(self) -> bool | None:
        """Whether keys are asked for, as far as this process knows by now; None to look again."""
        if self._has_keys:  # for good: keys that were given stay to be seen
            return True
        return False if self._seconds_now() < self._asked_until else None

    def asks(self) -> bool:
        """Return whether a key was ever given; without a database, what was known last."""
        known = self.is_known_to_ask
        if known is not None:
            return known
        try:
            self._has_keys = access.has_keys(store=self._store())
        except StoreUnavailable:
            return self._has_keys
        self._asked_until = self._seconds_now() + REMEMBERED_SECONDS
        return self._has_keys

    def remembered(self, text: str) -> AccessKey | None:
        """Return the key that *text* is if that was found out a moment ago."""
        found = self._known.get(digest_of(text))
        if found is None or found[1] <= self._seconds_now():
            return None
        return found[0]

    def admit(self, text: str) -> AccessKey | None:
        """Return the key that *text* is, or None if that opens nothing; one indexed read."""
        key = access.admit(text, store=self._store(), clock=self._clock)
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            if key is None:
                self._known.pop(digest_of(text), None)
            else:
                until = self._seconds_now() + REMEMBERED_SECONDS
                self._known[digest_of(text)] = (key, until)
        return key

    def create_key(self, name: str, scope: Scope, lifetime: timedelta | None) -> access.Made:
        """Store a new key."""
        make = partial(access.create_key, name, scope, lifetime=lifetime)
        return make(store=self._store(), clock=self._clock, chance=secrets.token_bytes)

    def list_keys(self) -> Sequence[AccessKey]:
        """Return all keys that people were given."""
        return access.list_keys(store=self._store())

    def revoke_key(self, key_id: KeyId) -> AccessKey:
        """Have a key open nothing any more."""
        return access.revoke_key(
            key_id, store=self._store(), clock=self._clock, chance=secrets.token_bytes
        )

    def open_session(self, key: AccessKey) -> str:
        """Return a session of a browser."""
        made = access.open_session(
            key, store=self._store(), clock=self._clock, chance=secrets.token_bytes
        )
        return made.text

    def end_session(self, text: str) -> None:
        """Have a session open nothing any more."""
        access.end_session(text, store=self._store(), clock=self._clock)
        with self._lock:
            self._known.pop(digest_of(text), None)

    def read_audit(
        self, *, limit: int, wanted: AuditFilter, after: EntryId | None = None
    ) -> Sequence[Entry]:
        """Return a page of the audit."""
        return audit.read_audit(store=self._store(), limit=limit, wanted=wanted, after=after)
