"""The tables; their CHECK constraints are a net under the domain, not a second copy of it."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from contractsai.adapters.stores.sql.types import (
    Compressed,
    Identifier,
    Instant,
    PathText,
    PhraseFilter,
    WordIndex,
)
from contractsai.domain.lifecycle import ENDED, State

# Literal text: a planner uses a partial index only if it sees the index's own condition.
WAITS: Final = text("state IN ('PENDING', 'RETRYING')")
RUNS: Final = text("state = 'RUNNING'")
IS_OUT: Final = text("(state = 'RUNNING' OR state IN ('PENDING', 'RETRYING') AND dispatches > 0)")

# Not "> 0": a planner with old figures must not believe that `IS_OUT`, unordered, will do as well.
IS_TOLD: Final = text("state IN ('PENDING', 'RETRYING') AND dispatches <> 0")
IS_COMPLETED: Final = text("state = 'COMPLETED'")
AWAITS_SENDING: Final = text("state = 'waiting'")
HAS_FAILURES: Final = text("failed > 0")

PATH_KEY: Final = 500  # characters; PostgreSQL indexes 2704 bytes at the most, a path may have 4096
COUNTS: Final = ("pending", "running", "retrying", "completed", "failed", "cancelled")
# Little is pending (KiB), for every question reads that.
GIN: Final[Any] = {"postgresql_using": "gin", "postgresql_with": {"gin_pending_list_limit": 512}}

metadata = MetaData(
    naming_convention={
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
    Column("id", Identifier, primary_key=True),
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
    Column("folder_key", PathText),  # how the folder begins, to find by; NULL from older versions
    Column("labels", Text),  # with blanks between them; NULL for none
    Column("request_id", String(128)),  # of the request that made it; NULL where none did
    CheckConstraint(_one_of("state", set(State) - {State.RETRYING}), name="state"),
    CheckConstraint(" AND ".join(f"{name} >= 0" for name in COUNTS), name="counts"),
    CheckConstraint(f"{' + '.join(COUNTS)} = total", name="total"),
    CheckConstraint(f"({_one_of('state', ENDED)}) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint(
        f"({_one_of('state', ENDED)}) = (completed + failed + cancelled = total)", name="settled"
    ),
    CheckConstraint("state <> 'FAILED' OR reason IS NOT NULL", name="reason"),
    CheckConstraint("state <> 'CANCELLED' OR cancel_requested_at IS NOT NULL", name="cancelled"),
    Index("ix_jobs_page", "created_at", "id"),
    Index("ix_jobs_ended", "ended_at", "id"),
    Index("ix_jobs_state", "state", "created_at", "id"),
    Index(
        "ix_jobs_failures",
        *("created_at", "id"),
        sqlite_where=HAS_FAILURES,
        postgresql_where=HAS_FAILURES,
    ),
    Index(
        "ix_jobs_folder",
        *("folder_key", "created_at", "id"),
        sqlite_where=IS_COMPLETED,
        postgresql_where=IS_COMPLETED,
    ),
    Index("ix_jobs_in_folder", "folder_key", "created_at", "id"),
)

job_labels = Table(
    "job_labels",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Identifier, primary_key=True),
    Column("created_at", Instant, nullable=False),  # the job's, for the order of a page
    Index("ix_job_labels_page", "label", "created_at", "job_id"),
)

analyses = Table(
    "analyses",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("payload", Compressed, nullable=False),
)

searchable = Table(
    "searchable",
    metadata,
    # An identity, for a serial's sequence would ask for rights of its own.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("analysis_id", ForeignKey("analyses.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("number", Integer, nullable=False),  # of the document in its analysis
    Column("laws", Text, nullable=False),
    Column("types", Text, nullable=False),
    Column("parties", Text, nullable=False),
    Column("ends", String(10)),
    Column("sketch", LargeBinary, nullable=False),
    Column("vector", WordIndex),
    Column("words", Text, nullable=False),  # behind the others, so that those are read alone
    Column("phrases", PhraseFilter),  # NULL from older versions
    Index("ix_searchable_analysis", "analysis_id", "number", unique=True),
    Index("ix_searchable_content", "sha256"),
    Index("ix_searchable_words", "vector", **GIN).ddl_if(dialect="postgresql"),
    sqlite_autoincrement=True,  # a number is never given twice: the words' index goes by it
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("subject", Identifier, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("payload", Compressed, nullable=False),
    CheckConstraint("number >= 1", name="number"),
    Index("ix_reviews_subject", "subject", "number", unique=True),
    Index("ix_reviews_content", "sha256", "subject", "number"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", Compressed, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    Index("ix_annotations_content", "sha256", "id"),
)

workers = Table(
    "workers",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("lease_expires_at", Instant, nullable=False),
    Column("drain_requested_at", Instant),
    Column("payload", Compressed, nullable=False),  # what it tells of itself, as JSON
    Index("ix_workers_seen", "seen_at", "id"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("path", PathText, nullable=False),
    Column("path_key", PathText, nullable=False),  # how the path begins, to find and sort by
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
    CheckConstraint(_one_of("state", set(State)), name="state"),
    CheckConstraint(
        "attempt >= 0 AND failures >= 0 AND crashes >= 0 AND dispatches >= 0"
        " AND fence >= 0 AND size_bytes >= 0",
        name="counts",
    ),
    CheckConstraint("(state = 'RUNNING') = (lease_expires_at IS NOT NULL)", name="leased"),
    CheckConstraint("(state = 'RUNNING') = (worker IS NOT NULL)", name="held"),
    CheckConstraint(f"({_one_of('state', ENDED)}) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("state <> 'COMPLETED' OR outcome IS NOT NULL", name="outcome"),
    CheckConstraint("state <> 'FAILED' OR reason IS NOT NULL", name="reason"),
    Index("ix_documents_page", "job_id", "path_key"),
    Index("ix_documents_counts", "job_id", "state"),
    Index(
        "ix_documents_due",
        *("job_id", "dispatches", "send_at", "path_key"),
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    ),
    Index(
        "ix_documents_told",
        *("send_at", "id"),
        sqlite_where=IS_TOLD,
        postgresql_where=IS_TOLD,
    ),
    Index("ix_documents_out", "job_id", sqlite_where=IS_OUT, postgresql_where=IS_OUT),
    Index(
        "ix_documents_leases",
        *("lease_expires_at", "id"),
        sqlite_where=RUNS,
        postgresql_where=RUNS,
    ),
    Index("ix_documents_analysis", "analysis_id"),
)

events = Table(
    "events",
    metadata,
    # Written by triggers, in the transactions that they tell of: see the migration.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("xact", BigInteger, nullable=False),  # the transaction's number
    Column("job_id", Identifier, nullable=False),  # no reference: a job that is gone has its event
    Column("document_id", Identifier),
    Column("at", Instant, nullable=False),
    Index("ix_events_xact", "xact", "id"),
    Index("ix_events_job", "job_id", "xact"),
    sqlite_autoincrement=True,  # a number is never given twice
)

replies = Table(
    "replies",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("answer", Compressed),
    Index("ix_replies_at", "at"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("send_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ended_at", Instant),
    Column("problem", Text),
    Index(
        "ix_webhooks_due",
        *("send_at", "created_at", "id"),
        sqlite_where=AWAITS_SENDING,
        postgresql_where=AWAITS_SENDING,
    ),
    Index("ix_webhooks_ended", "ended_at"),
)

bookmarks = Table(
    "bookmarks",
    metadata,
    Column("name", Identifier, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("value", PathText, nullable=False),
)
