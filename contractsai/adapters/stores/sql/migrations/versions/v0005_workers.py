"""What workers tell of themselves."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Compressed, Identifier, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "workers",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("lease_expires_at", Instant(), nullable=False),
        sa.Column("drain_requested_at", Instant(), nullable=True),
        sa.Column("payload", Compressed(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
    )
    op.create_index("ix_workers_seen", "workers", ["seen_at", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("workers")
