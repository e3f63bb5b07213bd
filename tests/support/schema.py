"""What every database's schema is held to."""

import multiprocessing
from multiprocessing.synchronize import Barrier

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import is_up_to_date, upgrade
from contractsai.adapters.stores.sql.tables import metadata

PROCESSES = 4
FULL_TEXT = "searchable_words"
"""SQLite's index of words, and how the tables begin that it keeps for itself."""
OF_SERVERS = {"ix_searchable_words"}
"""Indexes that a file does not have; Alembic does not ask them."""


def differences(url: str) -> list[object]:
    """Return what Alembic would change in the database to make it the tables."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            options = {
                "compare_type": True,
                # A file has no identities, which Alembic takes for a missing default.
                "compare_server_default": engine.dialect.name == "postgresql",
                "include_object": lambda _object, name, kind, *_: (
                    not (kind == "table" and name.startswith(FULL_TEXT))
                    and not (name in OF_SERVERS and engine.dialect.name == "sqlite")
                ),
            }
            context = MigrationContext.configure(connection, opts=options)
            return list(compare_metadata(context, metadata))
    finally:
        engine.dispose()


def rules(url: str) -> dict[str, set[str]]:
    """Return the names of each table's CHECK constraints, which Alembic does not compare."""
    engine = make_engine(url)
    try:
        inspector = inspect(engine)
        return {
            table: {str(rule["name"]) for rule in inspector.get_check_constraints(table)}
            for table in metadata.tables
        }
    finally:
        engine.dispose()


def upgrade_from_many_processes(url: str) -> None:
    """Upgrade from four processes that start together; each must succeed."""
    spawning = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks
    gate = spawning.Barrier(PROCESSES)
    processes = [spawning.Process(target=_upgrade, args=(url, gate)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert is_up_to_date(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT count(*) FROM alembic_version"))
        assert versions.scalar_one() == 1
    engine.dispose()


def _upgrade(url: str, gate: Barrier) -> None:
    gate.wait(30)
    upgrade(url)
