"""The tables of what was sent, and of jobs that are gone."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from contractsai.adapters.stores.sql.tables import metadata
from contractsai.adapters.stores.sql.types import Identifier, Instant

uploads = Table(
    "uploads",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Index("ix_uploads_digest", "digest"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("job_id", Identifier, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_tombstones_at", "at"),
)
