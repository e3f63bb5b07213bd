"""Migrations only add, so that the version before and the version after run side by side."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from support.expansion import what_it_takes

from contractsai.adapters.stores.sql.migrate import FOLDER

CONFIG = Config()
CONFIG.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
DIRECTORY = ScriptDirectory.from_config(CONFIG)
MIGRATIONS = list(DIRECTORY.walk_revisions())


@pytest.mark.parametrize("script", MIGRATIONS, ids=lambda script: script.revision)
def test_a_migration_takes_nothing_that_the_version_before_uses(script: Script) -> None:
    """What it takes was given up by an earlier one, which it names."""
    taken = what_it_takes(script.module.upgrade)
    given_up_by = getattr(script.module, "CONTRACTS", None)

    assert not taken or given_up_by in earlier(script), taken
    assert taken or given_up_by is None, "it takes nothing: CONTRACTS has no meaning"


def earlier(script: Script) -> set[str]:
    return {each.revision for each in DIRECTORY.iterate_revisions(script.revision, "base")} - {
        script.revision
    }


def in_a_batch() -> None:
    with op.batch_alter_table("jobs") as batch:
        batch.drop_column("folder")


def renamed_in_a_batch() -> None:
    with op.batch_alter_table("jobs") as batch:
        batch.alter_column("folder", new_column_name="path")


TAKE = {
    "a table": lambda: op.drop_table("analyses"),
    "a table's name": lambda: op.rename_table("analyses", "results"),
    "a column": lambda: op.drop_column("jobs", "folder"),
    "a column, on SQLite": in_a_batch,
    "a column's name": lambda: op.alter_column("jobs", "folder", new_column_name="path"),
    "a column's name, on SQLite": renamed_in_a_batch,
    "a column's type": lambda: op.alter_column("jobs", "total", type_=sa.Text()),
    "a column's default": lambda: op.alter_column("jobs", "total", server_default=None),
    "empty values": lambda: op.alter_column("jobs", "reason", nullable=False),
    "rows without a new column": lambda: op.add_column(
        "jobs", sa.Column("owner", sa.Text(), nullable=False)
    ),
    "equal values of a new column": lambda: op.add_column(
        "jobs", sa.Column("number", sa.Integer(), unique=True)
    ),
    "equal values": lambda: op.create_index("ux", "jobs", ["folder"], unique=True),
    "equal values, by constraint": lambda: op.create_unique_constraint("ux", "jobs", ["folder"]),
    "what a check refuses": lambda: op.create_check_constraint("ck", "jobs", "total > 1"),
    "what a reference refuses": lambda: op.create_foreign_key(
        "fk", "jobs", "analyses", ["id"], ["id"]
    ),
    "a constraint": lambda: op.drop_constraint("ck_jobs_total", "jobs"),
    "an index": lambda: op.drop_index("ix_jobs_page", "jobs"),
    "a column, in words of its own": lambda: op.execute("ALTER TABLE jobs DROP folder"),
    "a say in what is written": lambda: op.execute("CREATE TRIGGER t BEFORE UPDATE ON jobs ..."),
}


@pytest.mark.parametrize("upgrade", TAKE.values(), ids=TAKE)
def test_what_takes_something_is_found(upgrade: Callable[[], None]) -> None:
    """Each of these breaks a process of the version before, or what it writes."""
    assert len(what_it_takes(upgrade)) == 1


def a_new_table() -> None:
    op.create_table("owners", sa.Column("id", sa.Text(), nullable=False))
    op.create_index("ux_owners", "owners", ["id"], unique=True)
    op.create_check_constraint("ck_owners", "owners", "id <> ''")


def columns_in_a_batch() -> None:
    with op.batch_alter_table("jobs") as batch:
        batch.add_column(sa.Column("owner", sa.Text(), nullable=True))
        batch.create_index("ix_jobs_owner", ["owner"])


ADD = {
    "a table, with rules": a_new_table,
    "a column that may be empty": lambda: op.add_column("jobs", sa.Column("owner", sa.Text())),
    "a column with a default": lambda: op.add_column(
        "jobs", sa.Column("priority", sa.Integer(), nullable=False, server_default="0")
    ),
    "columns, on SQLite": columns_in_a_batch,
    "an index": lambda: op.create_index("ix", "jobs", ["folder"]),
    "room for empty values": lambda: op.alter_column("jobs", "folder", nullable=True),
    "a default": lambda: op.alter_column("jobs", "total", server_default="0"),
    "values": lambda: op.execute("UPDATE jobs SET reason = reason"),
    "what follows a write": lambda: op.execute("CREATE TRIGGER t AFTER UPDATE ON jobs ..."),
}


@pytest.mark.parametrize("upgrade", ADD.values(), ids=ADD)
def test_what_only_adds_is_let_through(upgrade: Callable[[], None]) -> None:
    assert what_it_takes(upgrade) == []
