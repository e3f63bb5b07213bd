"""The table of attempts that are over."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from contractsai.adapters.stores.sql.tables import metadata
from contractsai.adapters.stores.sql.types import Instant

attempts = Table(
    "attempts",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("worker", Text),
    Column("started_at", Instant),
    Column("ended_at", Instant, nullable=False),
    Column("reason", String(32)),
)
