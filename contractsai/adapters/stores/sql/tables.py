"""The tables; their CHECK constraints are a net under the domain, not a second copy of it."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from contractsai.adapters.stores.sql.types import Compressed, Instant, PathText
from contractsai.domain.lifecycle import ENDED, State

COUNTS: Final = ("pending", "running", "retrying", "completed", "failed", "cancelled")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, states: set[State] | frozenset[State]) -> str:
    listed = ", ".join(f"'{state.value}'" for state in sorted(states))
    return f"{column} IN ({listed})"


jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("folder", PathText, nullable=False),
    Column("state", String(16), nullable=False),
    Column("total", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in COUNTS),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("cancel_requested_at", Instant),
    Column("reason", String(32)),
    Column("version", Integer, nullable=False),
    CheckConstraint(_one_of("state", set(State) - {State.RETRYING}), name="state"),
    CheckConstraint(" AND ".join(f"{name} >= 0" for name in COUNTS), name="counts"),
    CheckConstraint(f"{' + '.join(COUNTS)} = total", name="total"),
    CheckConstraint(f"({_one_of('state', ENDED)}) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint(
        f"({_one_of('state', ENDED)}) = (completed + failed + cancelled = total)", name="settled"
    ),
    Index(None, "created_at", "id"),
    Index(None, "ended_at"),
)

analyses = Table(
    "analyses",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("payload", Compressed, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("path", PathText, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("send_at", Instant, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("dispatches", Integer, nullable=False),
    Column("worker", Text),
    Column("lease_expires_at", Instant),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("sha256", String(64)),
    Column("analysis_id", ForeignKey("analyses.id")),
    Column("outcome", String(16)),
    Column("reason", String(32)),
    Column("version", Integer, nullable=False),
    UniqueConstraint("job_id", "path"),
    CheckConstraint(_one_of("state", set(State)), name="state"),
    CheckConstraint(
        "attempt >= 0 AND failures >= 0 AND crashes >= 0 AND dispatches >= 0", name="counts"
    ),
    CheckConstraint("(state = 'RUNNING') = (lease_expires_at IS NOT NULL)", name="leased"),
    CheckConstraint(f"({_one_of('state', ENDED)}) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("state <> 'COMPLETED' OR outcome IS NOT NULL", name="outcome"),
    CheckConstraint("state <> 'FAILED' OR reason IS NOT NULL", name="reason"),
    Index(None, "state", "send_at"),
    Index(None, "state", "lease_expires_at"),
    Index(None, "job_id", "state"),
    Index(None, "analysis_id"),
)
