"""The database and the data directory that the settings name, before anybody works on them."""

from contractsai.adapters.private import private_folder
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory, or close one that is there to everybody but its owner.

    Raises:
        UnsafeConfiguration: that cannot be done; the message says what to run.
    """
    private_folder(settings.data_dir)


def upgrade_database(settings: Settings) -> None:
    """Bring the database to the present schema; safe from several processes at once."""
    from contractsai.adapters.stores.sql.migrate import upgrade

    prepare_data_dir(settings)
    upgrade(settings.store_url)


def prepare_database(settings: Settings) -> None:
    """Make sure that the schema is the present one; SQLite is brought there on the way.

    Raises:
        UnsafeConfiguration: a database server's schema is not; a person should upgrade it.
    """
    from contractsai.adapters.stores.sql.migrate import is_up_to_date

    if settings.store_url.startswith("sqlite"):
        upgrade_database(settings)
    elif not is_up_to_date(settings.store_url):
        raise UnsafeConfiguration(
            "the database does not have this version's schema; run: contractsai db upgrade"
        )


def check_database(settings: Settings) -> None:
    """Return if the database could take a job now, as far as its file tells.

    Raises:
        StoreUnavailable: it could not; the class says why, where that is known.
    """
    from contractsai.adapters.stores.sql.migrate import check

    check(settings.store_url)
