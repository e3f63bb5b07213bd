"""What requests were answered with, so that one that is sent again is answered the same."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Compressed, Identifier, Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "replies",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("answer", Compressed(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_at", "replies", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("replies")
