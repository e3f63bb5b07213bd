"""The tables of callers: keys, the seal, and what was done at whose wish."""

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from contractsai.adapters.stores.sql.tables import metadata
from contractsai.adapters.stores.sql.types import Identifier, Instant

access_keys = Table(
    "access_keys",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("used_at", Instant),
    Column("parent", Identifier),  # no reference: keys stay, sessions go
    Index("ix_access_keys_sessions", "parent", "expires_at"),
)

seals = Table(
    "seals",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", Identifier, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("subject", Identifier, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("changes", Text, nullable=False),
    Index("ix_audit_who", "who", "id"),
    Index("ix_audit_subject", "subject", "id"),
)
