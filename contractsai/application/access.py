"""Access: give keys out, take them back, and tell whose key a caller brings."""

import base64
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from contractsai.application.ports import Clock, Store
from contractsai.domain.access import AccessKey, Scope, checked_name, digest_of, id_of, spell
from contractsai.domain.audit import Change, Entry, Outcome, entry_id
from contractsai.domain.errors import KeyNotFound, StoreUnavailable
from contractsai.domain.ids import KeyId

SESSION: Final = timedelta(hours=12)
SECRET_BYTES: Final = 32
COMMAND_LINE: Final = "command line"
"""Who gives keys out and takes them back: whoever may run commands on the database."""

Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """A new key; *text* is what its holder gets, and nobody sees again."""

    key: AccessKey
    text: str


def create_key(
    name: str,
    scope: Scope,
    *,
    lifetime: timedelta | None,
    store: Store,
    clock: Clock,
    chance: Chance,
) -> Made:
    """Store a new key, and return it with its text.

    Args:
        name: whose it is.
        scope: what it is good for.
        lifetime: how long; None for until it is revoked.
        store: where its digest is kept.
        clock: tells when it is made.
        chance: gives so many bytes that nobody can guess.

    Raises:
        InvalidKey: nobody could read the name.
    """
    now = clock.now()
    expires_at = None if lifetime is None else now + lifetime
    made = _made(
        AccessKey(KeyId(""), checked_name(name), scope, "", now, expires_at=expires_at), chance
    )
    told = Change(f"key {made.key.id}", None, f"{scope} for {made.key.name}")
    with store.begin() as work:
        work.keys.add(made.key)
        work.audit.add(_entry("keys create", made.key.id, told, clock=clock, chance=chance))
        work.commit()
    return made


def open_session(key: AccessKey, *, store: Store, clock: Clock, chance: Chance) -> Made:
    """Store a session of a browser: it is good for what *key* is, for a while, and ends with it."""
    now = clock.now()
    ends = now + SESSION if key.expires_at is None else min(now + SESSION, key.expires_at)
    session = AccessKey(KeyId(""), key.name, key.scope, "", now, expires_at=ends, parent=key.id)
    made = _made(session, chance)
    with store.begin() as work:
        work.keys.add(made.key)
        work.commit()
    return made


def revoke_key(key_id: KeyId, *, store: Store, clock: Clock, chance: Chance) -> AccessKey:
    """Have a key open nothing any more, and return it as it was; asking again is no mistake.

    Raises:
        KeyNotFound: there is none.
    """
    with store.begin() as work:
        key = work.keys.get(key_id)
        if key is None or key.parent is not None:
            raise KeyNotFound(key_id)
        if work.keys.revoke(key_id, clock.now()):
            told = Change(f"key {key_id}", f"{key.scope} for {key.name}", "revoked")
            work.audit.add(_entry("keys revoke", key_id, told, clock=clock, chance=chance))
            work.commit()
    return key


def end_session(text: str, *, store: Store, clock: Clock) -> None:
    """Have a session open nothing any more; nothing happens if *text* is none."""
    key_id = id_of(text)
    if key_id is None:
        return
    with store.begin() as work:
        session = work.keys.get(key_id)
        if session is not None and session.parent is not None and session.fits(text):
            work.keys.revoke(key_id, clock.now())
            work.commit()


def list_keys(*, store: Store) -> Sequence[AccessKey]:
    """Return all keys that people were given, the oldest first."""
    return store.ask(lambda work: work.keys.given())


def has_keys(*, store: Store) -> bool:
    """Return whether a key was ever given: from then on each request has to bring one."""
    return store.ask(lambda work: work.keys.has_any())


def seal(*, store: Store, chance: Chance) -> bytes:
    """Return the secret that every replica seals with; the first to ask makes it."""
    with store.begin() as work:
        secret = work.keys.seal(chance(SECRET_BYTES))
        work.commit()
    return secret


def admit(text: str, *, store: Store, clock: Clock) -> AccessKey | None:
    """Return the key that *text* is, or None if that opens nothing.

    A session has the name and the scope that its key has now. When a key was used is noted every
    few minutes, and not at all where the database takes no writes.
    """
    key_id = id_of(text)
    if key_id is None:
        return None
    key = store.ask(lambda work: work.keys.get(key_id))
    now = clock.now()
    if key is None or not key.fits(text) or not key.is_good(now):
        return None
    holder: AccessKey | None = key
    if key.parent is not None:
        parent = key.parent
        holder = store.ask(lambda work: work.keys.get(parent))
    if holder is None or not holder.is_good(now):
        return None
    if holder.is_use_worth_noting(now):
        with suppress(StoreUnavailable), store.begin(lasting=False) as work:
            work.keys.note_use(holder.id, now)
            work.commit()
    return replace(key, name=holder.name, scope=holder.scope)


def _made(draft: AccessKey, chance: Chance) -> Made:
    key_id = KeyId(chance(6).hex())
    secret = base64.urlsafe_b64encode(chance(SECRET_BYTES)).decode().rstrip("=")
    text = spell(key_id, secret)
    return Made(replace(draft, id=key_id, digest=digest_of(text)), text)


def _entry(action: str, subject: str, told: Change, *, clock: Clock, chance: Chance) -> Entry:
    now = clock.now()
    return Entry(
        id=entry_id(now, chance(8).hex()),
        at=now,
        who=COMMAND_LINE,
        action=action,
        target="",
        subject=subject,
        request_id="",
        outcome=Outcome.DONE,
        changes=(told,),
    )
