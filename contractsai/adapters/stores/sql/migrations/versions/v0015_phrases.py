"""Which phrases may stand in a document, so that a server need not look into every text.

What is stored already has none, and may hold any phrase.
"""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import PhraseFilter

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("searchable", sa.Column("phrases", PhraseFilter(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("searchable", "phrases")
