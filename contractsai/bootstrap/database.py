"""The database and the data directory that the settings name, before anybody works on them."""

from pathlib import Path

from contractsai.adapters.private import private_folder
from contractsai.plugins import load_store_kind
from contractsai.settings import Settings


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory, or close one that is there to everybody but its owner.

    Raises:
        UnsafeConfiguration: that cannot be done; the message says what to run.
    """
    private_folder(settings.data_dir)


def upgrade_database(settings: Settings) -> None:
    """Bring the database to the present schema; safe from several processes at once."""
    prepare_data_dir(settings)
    load_store_kind(settings.store_url).upgrade(settings.store_url)


def prepare_database(settings: Settings) -> None:
    """Make sure that the schema is the present one; SQLite is brought there on the way.

    Raises:
        UnsafeConfiguration: a database server's schema is not; a person should upgrade it.
    """
    if settings.store_url.startswith("sqlite"):
        prepare_data_dir(settings)
    load_store_kind(settings.store_url).prepare(settings.store_url)


def check_database(settings: Settings) -> None:
    """Return if the database could take a job now, as far as can be told without asking it.

    Raises:
        StoreUnavailable: it could not; the class says why, where that is known.
    """
    load_store_kind(settings.store_url).check(settings.store_url)


def back_up_database(settings: Settings, to: Path) -> None:
    """Copy an SQLite database into a new file, while others write to it.

    Raises:
        UnsafeConfiguration: it is a server's, is not there, or the file is there already.
    """
    from contractsai.adapters.stores.sql.backup import back_up

    back_up(settings.store_url, to)
