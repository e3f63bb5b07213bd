"""Who makes the data directory and the database's folder, and who only says that they are gone."""

import stat
from pathlib import Path

import pytest

from contractsai.bootstrap.database import prepare_data_dir, prepare_database, upgrade_database
from contractsai.domain.errors import StoreMissing, UnsafeConfiguration
from contractsai.settings import Settings


def settings_of(data_dir: Path, **others: object) -> Settings:
    return Settings.model_validate({"data_dir": data_dir, **others})


def test_a_data_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    data_dir = tmp_path / "some" / "data"

    prepare_database(settings_of(data_dir))

    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert [file.name for file in data_dir.iterdir()] == ["contractsai.db"]


def test_a_data_directory_that_is_not_to_be_made_is_asked_for(tmp_path: Path) -> None:
    """A mount that is missing, or a directory that was taken away from a service that runs."""
    settings = settings_of(tmp_path / "da ta", make_data_dir=False)

    for prepare in (prepare_data_dir, upgrade_database):
        with pytest.raises(UnsafeConfiguration, match=r"mkdir -m 700 -p '.*/da ta'$"):
            prepare(settings)
    with pytest.raises(StoreMissing):
        prepare_database(settings)

    assert list(tmp_path.iterdir()) == []


def test_a_data_directory_that_is_there_is_closed_and_used_whoever_made_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    settings = settings_of(tmp_path, make_data_dir=False)

    prepare_data_dir(settings)
    prepare_database(settings)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert (tmp_path / "contractsai.db").is_file()


@pytest.mark.parametrize("prepare", [prepare_database, upgrade_database])
def test_the_folder_of_a_database_that_lies_elsewhere_is_made_too(
    tmp_path: Path, prepare: object
) -> None:
    file = tmp_path / "else" / "where" / "rows.db"
    settings = settings_of(tmp_path / "data", database_url=f"sqlite:///{file}")

    assert callable(prepare)
    prepare(settings)

    assert file.is_file()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
