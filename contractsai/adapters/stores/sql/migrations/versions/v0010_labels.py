"""Labels of jobs, with a way to the jobs of a label and to all jobs of a folder.

The labels stand in the job's row, which shows them, and once more in a table that finds by them.
The index by folder that there is has the completed jobs alone.
"""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Identifier, Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = 500  # characters, as `tables.PATH_KEY`


def upgrade() -> None:
    """Apply."""
    op.add_column("jobs", sa.Column("labels", sa.Text(), nullable=True))
    op.create_table(
        "job_labels",
        sa.Column("job_id", Identifier(), nullable=False),
        sa.Column("label", Identifier(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_job_labels_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "label", name=op.f("pk_job_labels")),
    )
    op.create_index("ix_job_labels_page", "job_labels", ["label", "created_at", "job_id"])
    op.execute(
        f"UPDATE jobs SET folder_key = substr(folder, 1, {_KEY}) WHERE folder_key IS NULL"  # noqa: S608 - a number of ours
    )
    op.create_index("ix_jobs_in_folder", "jobs", ["folder_key", "created_at", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_jobs_in_folder", "jobs")
    op.drop_table("job_labels")
    op.drop_column("jobs", "labels")
