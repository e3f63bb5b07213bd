"""What somebody else's server is told, and how far pieces of work have come."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Identifier, Instant, PathText

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "webhooks",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("send_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(
        "ix_webhooks_due",
        "webhooks",
        ["send_at", "created_at", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_webhooks_ended", "webhooks", ["ended_at"])
    op.create_table(
        "bookmarks",
        sa.Column("name", Identifier(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("value", PathText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bookmarks")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("bookmarks")
    op.drop_table("webhooks")
