"""What was sent to be analysed, and the ids of jobs that are gone."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Identifier, Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "uploads",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index("ix_uploads_digest", "uploads", ["digest"])
    op.create_table(
        "tombstones",
        sa.Column("job_id", Identifier(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_tombstones")),
    )
    op.create_index("ix_tombstones_at", "tombstones", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("tombstones")
    op.drop_table("uploads")
