"""The database and the data directory that the settings name, before anybody works on them."""

import shlex
from pathlib import Path

from contractsai.adapters.private import FOLDER_MODE, close_folder, private_folder
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.plugins import load_store_kind
from contractsai.settings import Settings


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory, or close one that is there to everybody but its owner.

    Raises:
        UnsafeConfiguration: that cannot be done, or it is not there and is not to be made; the
            message says what to run.
    """
    if settings.make_data_dir:
        private_folder(settings.data_dir)
        return
    try:
        close_folder(settings.data_dir)
    except FileNotFoundError:
        raise UnsafeConfiguration(
            f"the data directory {settings.data_dir} is not there, and CONTRACTSAI_MAKE_DATA_DIR "
            "says to make none; mount it or put it back, or begin a new one: "
            f"mkdir -m 700 -p {shlex.quote(str(settings.data_dir))}"
        ) from None


def upgrade_database(settings: Settings) -> None:
    """Bring the database to the present schema; safe from several processes at once.

    Raises:
        UnsafeConfiguration: as for `prepare_data_dir`.
        StoreUnavailable: it does not answer, or its folder is not there and is not to be made.
    """
    prepare_data_dir(settings)
    _make_folder_of_database(settings)
    load_store_kind(settings.store_url).upgrade(settings.store_url)


def prepare_database(settings: Settings) -> None:
    """Make sure that the schema is the present one; SQLite is brought there on the way.

    Raises:
        UnsafeConfiguration: a database server's schema is not; a person should upgrade it.
        StoreUnavailable: it does not answer, or its folder is not there and is not to be made.
    """
    if settings.store_url.startswith("sqlite") and settings.make_data_dir:
        prepare_data_dir(settings)
        _make_folder_of_database(settings)
    load_store_kind(settings.store_url).prepare(settings.store_url)


def _make_folder_of_database(settings: Settings) -> None:
    """Make the folder of an SQLite database that lies elsewhere."""
    if not (settings.make_data_dir and settings.store_url.startswith("sqlite")):
        return
    from contractsai.adapters.stores.sql.engine import parse
    from contractsai.adapters.stores.sql.files import file_of

    if (file := file_of(parse(settings.store_url))) is not None:
        file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


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
