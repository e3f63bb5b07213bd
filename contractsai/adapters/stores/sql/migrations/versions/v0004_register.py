"""What people keep beside contracts, and a way to the run before of the same folder.

Jobs of the version before have no key of their folder: those that are there get one here, and one
that is made while both versions run is no run before of any other.
"""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Compressed, Identifier, Instant, PathText

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = 500  # characters, as `tables.PATH_KEY`
_COMPLETED = sa.text("state = 'COMPLETED'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "annotations",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", Compressed(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_annotations_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index("ix_annotations_content", "annotations", ["sha256", "id"])
    op.add_column("jobs", sa.Column("folder_key", PathText(), nullable=True))
    op.execute(f"UPDATE jobs SET folder_key = substr(folder, 1, {_KEY})")  # noqa: S608 - a number of ours
    op.create_index(
        "ix_jobs_folder",
        "jobs",
        ["folder_key", "created_at", "id"],
        sqlite_where=_COMPLETED,
        postgresql_where=_COMPLETED,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_jobs_folder", "jobs")
    op.drop_column("jobs", "folder_key")
    op.drop_table("annotations")
