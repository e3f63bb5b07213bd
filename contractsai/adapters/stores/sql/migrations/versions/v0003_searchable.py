"""What can be looked for: a table more, which the version before does not look at.

What is stored already is filled in behind the migration, in small transactions: see `migrate`.
"""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Identifier, WordIndex

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FULL_TEXT = (
    """
    CREATE VIRTUAL TABLE searchable_words
    USING fts5(words, content='searchable', content_rowid='id', tokenize='ascii')
    """,
    """
    CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN
        INSERT INTO searchable_words (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER searchable_gone AFTER DELETE ON searchable BEGIN
        INSERT INTO searchable_words (searchable_words, rowid, words)
        VALUES ('delete', old.id, old.words);
    END
    """,
)
"""SQLite's index of words, which follows the table in the same statement.

Our words hold nothing but letters and digits in lower case, so that the plainest of its tokenisers
takes each as it is.
"""


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_context().dialect.name == "sqlite"
    op.create_table(
        "searchable",
        sa.Column(
            *("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity()),
            nullable=False,
        ),
        sa.Column("analysis_id", Identifier(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("laws", sa.Text(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=True),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("vector", WordIndex(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"],
            ["analyses.id"],
            name=op.f("fk_searchable_analysis_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searchable")),
        sqlite_autoincrement=True,
    )
    columns = ["analysis_id", "number"]
    op.create_index("ix_searchable_analysis", "searchable", columns, unique=True)
    op.create_index("ix_searchable_content", "searchable", ["sha256"])
    if is_sqlite:
        for statement in FULL_TEXT:
            op.execute(statement)
    else:
        op.create_index(
            "ix_searchable_words",
            "searchable",
            ["vector"],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 512},
        )


def downgrade() -> None:
    """Take back."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE searchable_words")
    op.drop_table("searchable")
