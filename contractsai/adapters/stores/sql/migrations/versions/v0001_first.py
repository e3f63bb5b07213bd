"""The first schema: jobs, documents, analyses."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Compressed, Identifier, Instant, PathText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WAITS = sa.text("state IN ('PENDING', 'RETRYING')")
RUNS = sa.text("state = 'RUNNING'")
IS_OUT = sa.text("(state = 'RUNNING' OR state IN ('PENDING', 'RETRYING') AND dispatches > 0)")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "analyses",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("payload", Compressed(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyses")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("folder", PathText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("retrying", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("cancel_requested_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('CANCELLED', 'COMPLETED', 'FAILED'))"
            " = (completed + failed + cancelled = total)",
            name=op.f("ck_jobs_settled"),
        ),
        sa.CheckConstraint(
            "(state IN ('CANCELLED', 'COMPLETED', 'FAILED')) = (ended_at IS NOT NULL)",
            name=op.f("ck_jobs_ended"),
        ),
        sa.CheckConstraint(
            "state IN ('CANCELLED', 'COMPLETED', 'FAILED', 'PENDING', 'RUNNING')",
            name=op.f("ck_jobs_state"),
        ),
        sa.CheckConstraint(
            "pending + running + retrying + completed + failed + cancelled = total",
            name=op.f("ck_jobs_total"),
        ),
        sa.CheckConstraint(
            "pending >= 0 AND running >= 0 AND retrying >= 0"
            " AND completed >= 0 AND failed >= 0 AND cancelled >= 0",
            name=op.f("ck_jobs_counts"),
        ),
        sa.CheckConstraint("state <> 'FAILED' OR reason IS NOT NULL", name=op.f("ck_jobs_reason")),
        sa.CheckConstraint(
            "state <> 'CANCELLED' OR cancel_requested_at IS NOT NULL",
            name=op.f("ck_jobs_cancelled"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_page", "jobs", ["created_at", "id"])
    op.create_index("ix_jobs_ended", "jobs", ["ended_at", "id"])
    op.create_table(
        "documents",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("job_id", Identifier(), nullable=False),
        sa.Column("path", PathText(), nullable=False),
        sa.Column("path_key", PathText(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("run_at", Instant(), nullable=False),
        sa.Column("send_at", Instant(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("dispatches", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_expires_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("analysis_id", Identifier(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'RUNNING') = (lease_expires_at IS NOT NULL)", name=op.f("ck_documents_leased")
        ),
        sa.CheckConstraint(
            "(state = 'RUNNING') = (worker IS NOT NULL)", name=op.f("ck_documents_held")
        ),
        sa.CheckConstraint(
            "(state IN ('CANCELLED', 'COMPLETED', 'FAILED')) = (ended_at IS NOT NULL)",
            name=op.f("ck_documents_ended"),
        ),
        sa.CheckConstraint(
            "state <> 'COMPLETED' OR outcome IS NOT NULL", name=op.f("ck_documents_outcome")
        ),
        sa.CheckConstraint(
            "state <> 'FAILED' OR reason IS NOT NULL", name=op.f("ck_documents_reason")
        ),
        sa.CheckConstraint(
            "state IN ('CANCELLED', 'COMPLETED', 'FAILED', 'PENDING', 'RETRYING', 'RUNNING')",
            name=op.f("ck_documents_state"),
        ),
        sa.CheckConstraint(
            "attempt >= 0 AND failures >= 0 AND crashes >= 0 AND dispatches >= 0"
            " AND fence >= 0 AND size_bytes >= 0",
            name=op.f("ck_documents_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analyses.id"], name=op.f("fk_documents_analysis_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_documents_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_page", "documents", ["job_id", "path_key"])
    op.create_index("ix_documents_counts", "documents", ["job_id", "state"])
    op.create_index(
        "ix_documents_due",
        "documents",
        ["job_id", "dispatches", "send_at", "path_key"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_documents_out", "documents", ["job_id"], sqlite_where=IS_OUT, postgresql_where=IS_OUT
    )
    op.create_index(
        "ix_documents_leases",
        "documents",
        ["lease_expires_at", "id"],
        sqlite_where=RUNS,
        postgresql_where=RUNS,
    )
    op.create_index("ix_documents_analysis", "documents", ["analysis_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("documents")
    op.drop_table("jobs")
    op.drop_table("analyses")
