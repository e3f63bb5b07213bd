"""What has changed, told by the database itself: whoever writes a row need not know.

A migration that makes `jobs` or `documents` anew on SQLite, as `batch_alter_table` does, loses the
triggers and has to make them again.
"""

import sqlalchemy as sa
from alembic import op

from contractsai.adapters.stores.sql.types import Identifier, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JOB_CHANGED = (
    "OLD.state IS DISTINCT FROM NEW.state"
    " OR OLD.reason IS DISTINCT FROM NEW.reason"
    " OR OLD.cancel_requested_at IS DISTINCT FROM NEW.cancel_requested_at"
)

ON_POSTGRESQL = (
    """
    CREATE FUNCTION contractsai_tell_job() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO events (xact, job_id, at) VALUES (
            pg_current_xact_id()::text::bigint,
            CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END,
            clock_timestamp()
        );
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION contractsai_tell_document() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO events (xact, job_id, document_id, at) VALUES (
            pg_current_xact_id()::text::bigint, NEW.job_id, NEW.id, clock_timestamp()
        );
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER events_of_jobs AFTER INSERT OR DELETE ON jobs
    FOR EACH ROW EXECUTE FUNCTION contractsai_tell_job()
    """,
    f"""
    CREATE TRIGGER events_of_changed_jobs AFTER UPDATE ON jobs
    FOR EACH ROW WHEN ({JOB_CHANGED}) EXECUTE FUNCTION contractsai_tell_job()
    """,
    """
    CREATE TRIGGER events_of_documents AFTER UPDATE ON documents
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION contractsai_tell_document()
    """,
)

# One writer at a time: the next number of an event is the number of its transaction too.
NUMBER = "(SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'events')"
AT = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"  # as `Instant` writes it, to the millisecond


def _on_sqlite(name: str, when: str, values: str, condition: str = "1") -> str:
    return f"""
    CREATE TRIGGER {name} AFTER {when} FOR EACH ROW WHEN {condition} BEGIN
        INSERT INTO events (xact, job_id, document_id, at) VALUES ({NUMBER}, {values}, {AT});
    END
    """  # noqa: S608 - nothing but words of ours


ON_SQLITE = (
    _on_sqlite("events_of_new_jobs", "INSERT ON jobs", "NEW.id, NULL"),
    _on_sqlite("events_of_deleted_jobs", "DELETE ON jobs", "OLD.id, NULL"),
    _on_sqlite(
        "events_of_changed_jobs",
        "UPDATE ON jobs",
        "NEW.id, NULL",
        JOB_CHANGED.replace("IS DISTINCT FROM", "IS NOT"),
    ),
    _on_sqlite(
        "events_of_documents",
        "UPDATE OF state ON documents",
        "NEW.job_id, NEW.id",
        "OLD.state <> NEW.state",
    ),
)


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_context().dialect.name == "sqlite"
    op.create_table(
        "events",
        sa.Column(
            *("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity()),
            nullable=False,
        ),
        sa.Column("xact", sa.BigInteger(), nullable=False),
        sa.Column("job_id", Identifier(), nullable=False),
        sa.Column("document_id", Identifier(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_xact", "events", ["xact", "id"])
    op.create_index("ix_events_job", "events", ["job_id", "xact"])
    for statement in ON_SQLITE if is_sqlite else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_context().dialect.name == "sqlite":
        for name in ("new_jobs", "deleted_jobs", "changed_jobs", "documents"):
            op.execute(f"DROP TRIGGER events_of_{name}")
    else:
        op.execute("DROP TRIGGER events_of_documents ON documents")
        op.execute("DROP TRIGGER events_of_changed_jobs ON jobs")
        op.execute("DROP TRIGGER events_of_jobs ON jobs")
        op.execute("DROP FUNCTION contractsai_tell_document()")
        op.execute("DROP FUNCTION contractsai_tell_job()")
    op.drop_table("events")
