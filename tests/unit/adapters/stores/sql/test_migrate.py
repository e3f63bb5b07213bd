"""Migrations bring a SQLite file to the tables, whoever runs them and how often."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from support.schema import differences, rules

from contractsai.adapters.stores.sql import migrate
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import metadata
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.testing.conformance.annotations import a_completed_job


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "odd 100% näme"
    folder.mkdir()
    return folder / "test.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


def test_looking_makes_nothing(url: str, file: Path) -> None:
    """A health check of a database that is not there must not leave an empty one."""
    assert migrate.current(url) is None
    assert not migrate.is_up_to_date(url)
    assert list(file.parent.iterdir()) == []


def test_upgrading_makes_the_present_schema(url: str) -> None:
    migrate.upgrade(url)

    assert migrate.is_up_to_date(url)


def test_upgrading_again_changes_nothing(url: str, file: Path) -> None:
    migrate.upgrade(url)
    before = _schema(file)

    migrate.upgrade(url)

    assert _schema(file) == before


def test_jobs_of_the_version_before_are_runs_before(url: str) -> None:
    """Their rows have no key of their folder until the migration gives them one."""
    migrate.upgrade(url)
    before, now = a_completed_job(0), a_completed_job(1)
    with closing(SqlStore(make_engine(url))) as store:
        with store.begin() as work:
            work.jobs.add(before, [])
            work.commit()
        down_to(url, "0002")

        migrate.upgrade(url)

        with store.snapshot() as work:
            assert work.jobs.previous(now) == before


def down_to(url: str, revision: str) -> None:
    """Take the schema back to an earlier one, with its rows."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()


def test_the_migrated_schema_is_the_tables(url: str) -> None:
    """Whoever changes a table writes a migration too."""
    migrate.upgrade(url)

    assert differences(url) == []


def test_a_migrated_file_has_every_rule_and_index_of_the_tables(
    url: str, file: Path, tmp_path: Path
) -> None:
    """Word by word, since Alembic compares neither CHECK constraints nor conditions of indexes."""
    migrate.upgrade(url)
    made = tmp_path / "made.db"
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()

    assert rules(url) == rules(f"sqlite:///{made}")
    assert _indexes(file) == _indexes(made)


def test_an_upgrade_that_breaks_leaves_the_file_as_it_was(url: str, file: Path) -> None:
    """Half a schema would fit no version of ours."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE documents (id TEXT)")  # in the way of the last step
    before = _schema(file)

    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(url)

    assert _schema(file) == before


def test_threads_may_upgrade_at_once(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{number}.db" for number in range(4)]
    gate = threading.Barrier(len(urls))

    def upgrade(url: str) -> None:
        gate.wait(60)
        migrate.upgrade(url)

    with ThreadPoolExecutor(len(urls)) as pool:
        list(pool.map(upgrade, urls))

    assert all(migrate.is_up_to_date(url) for url in urls)


def _schema(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master"))


def _indexes(file: Path) -> dict[str, str]:
    return {
        name: " ".join(sql.split())
        for name, sql in _schema(file)
        if name.startswith("ix_") and "alembic" not in name
    }


def test_a_newer_schema_will_do_and_is_left_alone(url: str, file: Path) -> None:
    """Old processes run beside new ones while a service is upgraded, and may start again."""
    migrate.upgrade(url)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of a later version'")
        connection.commit()

    migrate.upgrade(url)

    assert migrate.is_up_to_date(url)
    assert migrate.current(url) == "of a later version"


def test_a_url_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(UnsafeConfiguration, match="not a valid database URL; write it like"):
        migrate.is_up_to_date("nonsense")
