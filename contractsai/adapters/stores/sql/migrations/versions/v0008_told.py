"""A way to the document of any job whose message has been on its way the longest."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TOLD = sa.text("state IN ('PENDING', 'RETRYING') AND dispatches <> 0")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_documents_told",
        "documents",
        ["send_at", "id"],
        sqlite_where=_TOLD,
        postgresql_where=_TOLD,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_documents_told", "documents")
