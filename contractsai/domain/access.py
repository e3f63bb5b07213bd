"""Who may ask for what: keys with a scope and a name, kept as digests."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contractsai.domain.errors import InvalidKey
from contractsai.domain.ids import KeyId

LONGEST_NAME: Final = 64
USE_NOTED_EVERY: Final = timedelta(minutes=5)
"""How exact `AccessKey.used_at` is: a write for every use would cost more than it tells."""
_FORM: Final = re.compile(r"cai_([0-9a-f]{12})_[0-9A-Za-z_-]{43}", re.ASCII)


class Scope(StrEnum):
    """What a key is good for; each holds those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def holds(self, needed: "Scope") -> bool:
        """Return whether this is enough for what needs *needed*."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class AccessKey:
    """One key, or a session that was opened with one.

    Attributes:
        id: begins the key that people hold, and names it.
        name: who it was given to.
        digest: SHA-256 of the whole key, hexadecimal; a key is 256 random bits, so that nobody
            finds it from that.
        used_at: when it was used last, within `USE_NOTED_EVERY`.
        parent: of a session, the key that it was opened with, and ends with.
    """

    id: KeyId
    name: str
    scope: Scope
    digest: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    parent: KeyId | None = None

    def fits(self, text: str) -> bool:
        """Return whether *text* is this key, in a time that tells nothing."""
        return hmac.compare_digest(digest_of(text), self.digest)

    def is_good(self, now: datetime) -> bool:
        """Return whether the key opens anything."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return not is_over and self.revoked_at is None

    def is_use_worth_noting(self, now: datetime) -> bool:
        """Return whether the row should say again when the key was used."""
        return self.used_at is None or self.used_at + USE_NOTED_EVERY <= now


def spell(key_id: KeyId, secret: str) -> str:
    """Return a key as people hold it; *secret* is 43 letters of base64, 256 bits."""
    return f"cai_{key_id}_{secret}"


def id_of(text: str) -> KeyId | None:
    """Return which key *text* says it is, or None if it has not the form of one of ours."""
    found = _FORM.fullmatch(text)
    return KeyId(found[1]) if found else None


def digest_of(text: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


def checked_name(name: str) -> str:
    """Return the name of a key without blanks around it.

    Raises:
        InvalidKey: nobody could read it in a list.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise InvalidKey(f"a key's name is 1 to {LONGEST_NAME} characters that can be printed")
    return plain
