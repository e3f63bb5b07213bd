"""Lists of jobs by state, and of those with failures: a page of a million is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_FAILURES = sa.text("failed > 0")


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_jobs_state", "jobs", ["state", "created_at", "id"])
    op.create_index(
        "ix_jobs_failures",
        "jobs",
        ["created_at", "id"],
        sqlite_where=_FAILURES,
        postgresql_where=_FAILURES,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_jobs_failures", "jobs")
    op.drop_index("ix_jobs_state", "jobs")
