"""What holds texts of contracts is its owner's alone, or nothing starts."""

import os
import stat
from pathlib import Path

import pytest

from contractsai.adapters.private import private_file, private_folder
from contractsai.domain.errors import UnsafeConfiguration

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("before", [None, 0o755, 0o777, 0o750, 0o700])
def test_a_folder_is_private_whoever_made_it(tmp_path: Path, before: int | None) -> None:
    """`mkdir data` leaves it open to everybody on most machines."""
    folder = tmp_path / "data"
    if before is not None:
        folder.mkdir()
        folder.chmod(before)

    private_folder(folder)

    assert mode(folder) == 0o700


@pytest.mark.parametrize("before", [None, 0o644, 0o666])
def test_a_file_is_private_whoever_made_it(tmp_path: Path, before: int | None) -> None:
    file = tmp_path / "test.db"
    if before is not None:
        file.write_bytes(b"kept")
        file.chmod(before)

    private_file(file)

    assert mode(file) == 0o600
    assert file.read_bytes() == (b"" if before is None else b"kept")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_a_folder_of_somebody_else_is_refused_with_what_to_run(tmp_path: Path) -> None:
    folder = tmp_path / "their data"
    folder.mkdir(mode=0o700)
    os.chown(folder, 12345, -1)

    with pytest.raises(UnsafeConfiguration) as told:
        private_folder(folder)

    assert str(told.value).endswith(f"sudo chown -R root '{folder}'")
