"""A migration of a version to come: one of each thing that a migration may add."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql import migrations

_HERE = Path(next(iter(migrations.__path__)), "versions")

revision = "9999"
down_revision = max(file.name[1:5] for file in _HERE.glob("v????_*.py"))  # behind this version's
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("documents", sa.Column("note", sa.Text(), nullable=True))
    op.add_column(
        "jobs", sa.Column("priority", sa.Integer(), nullable=False, server_default=sa.text("7"))
    )
    op.create_table(
        "owners",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
    )
    op.create_index("ix_documents_note", "documents", ["note"])
