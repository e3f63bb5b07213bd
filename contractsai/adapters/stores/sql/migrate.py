"""Migrations: shipped in the wheel, run by anybody, safe from several processes at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from contractsai.adapters.stores.sql.engine import READ_ONLY, make_engine, parse
from contractsai.adapters.stores.sql.files import check_file, file_of, make_private
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.errors import StoreUnavailable

T = TypeVar("T")
FOLDER: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x636F6E7472616374  # "contract": PostgreSQL's advisory locks are numbers
LOCK_SECONDS: Final = 60
DEADLOCKS: Final = 5  # that a migration may meet before it is given up
BATCH: Final = 20  # analyses that are made findable in one transaction
_DEADLOCK: Final = "40P01"  # "PostgreSQL Error Codes", appendix A

_alembic = threading.Lock()  # Alembic's context belongs to the process, not to a thread


def upgrade(url: str) -> None:
    """Bring the database to the newest schema, all the way or not at all.

    Nothing happens if it is there, or newer. What is stored already is made findable behind it, a
    few analyses a transaction, so that nobody who works waits for it; where that breaks off, the
    daily cleanup goes on. Of several callers one does it, and the others wait:
    on SQLite for the file, as every writer does; on PostgreSQL for an advisory lock, a minute at
    the most.

    Raises:
        StoreUnavailable: the database does not answer, or somebody held it for too long.
        UnsafeConfiguration: it is a file that cannot be kept from other users.
    """
    if (file := file_of(parse(url))) is not None:
        make_private(file)
    if until_no_deadlock(lambda: _upgrade(url)):
        with closing(SqlStore(make_engine(url))) as store:
            while until_no_deadlock(lambda: _fill(store)) == BATCH:
                continue


def until_no_deadlock(migration: Callable[[], T]) -> T:
    """Run *migration*, again where it met a deadlock with those who work: nothing of it was kept.

    Raises:
        StoreUnavailable: whatever else it met, or a deadlock each time.
    """
    for _ in range(DEADLOCKS):
        try:
            return migration()
        except StoreUnavailable as error:
            if getattr(error.__cause__, "sqlstate", None) != _DEADLOCK:
                raise
    return migration()


def _fill(store: SqlStore) -> int:
    with store.begin() as work:
        filled = work.search.catch_up(limit=BATCH)
        work.commit()
    return filled


def _upgrade(url: str) -> bool:
    """Bring the schema to the newest, and return whether there was anything to do."""
    with _connected(url, read_only=False) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        with _alembic:
            config = _config()
            revision = MigrationContext.configure(connection).get_current_revision()
            is_older = _head(config) != revision and not _is_newer(revision, _known(config))
            if is_older:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        connection.commit()
    return is_older


def current(url: str) -> str | None:
    """Return the revision of the database's schema, None if it has none; makes no file.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    file = file_of(parse(url))
    if file is not None and not file.is_file():
        return None
    with _connected(url, read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check(url: str) -> None:
    """Return if the database could take a write, as far as can be told without one.

    Raises:
        StoreUnavailable: it could not. A server is not asked: any read tells as much.
    """
    if (file := file_of(parse(url))) is not None:
        check_file(file)


def is_up_to_date(url: str) -> bool:
    """Return whether the database has this version's schema, or a newer one.

    A newer schema only adds to what this version needs, so that old and new processes run side
    by side while a service is upgraded, and an old one may start again.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    revision = current(url)
    config = _config()
    return revision == _head(config) or _is_newer(revision, _known(config))


def _head(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _known(config: Config) -> set[str]:
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return {script.revision for script in scripts}


def _is_newer(revision: str | None, known: set[str]) -> bool:
    return revision is not None and revision not in known


@contextmanager
def _connected(url: str, *, read_only: bool) -> Iterator[Connection]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**{READ_ONLY: read_only})
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
