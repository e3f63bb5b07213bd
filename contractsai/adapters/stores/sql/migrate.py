"""Migrations: shipped in the wheel, run by anybody, safe from several processes at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import InterfaceError, OperationalError

from contractsai.adapters.stores.sql.engine import READ_ONLY, make_engine
from contractsai.domain.errors import StoreUnavailable

FOLDER: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x636F6E7472616374  # "contract": PostgreSQL's advisory locks are numbers


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; nothing happens if it is there."""
    with _connected(url, read_only=False) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def current(url: str) -> str | None:
    """Return the revision of the database's schema, None if it has none."""
    with _connected(url, read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_up_to_date(url: str) -> bool:
    """Return whether the database has the newest schema."""
    return current(url) == ScriptDirectory.from_config(_config()).get_current_head()


@contextmanager
def _connected(url: str, *, read_only: bool) -> Iterator[Connection]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**{READ_ONLY: read_only})
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(f"the database did not answer: {error.orig}") from error
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
