"""Reviews: a table more, which the version before does not look at."""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Compressed, Identifier, Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reviews",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("subject", Identifier(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("payload", Compressed(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_reviews_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_subject", "reviews", ["subject", "number"], unique=True)
    op.create_index("ix_reviews_content", "reviews", ["sha256", "subject", "number"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("reviews")
