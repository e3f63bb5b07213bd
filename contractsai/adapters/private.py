"""Files and folders that hold texts of contracts: for their owner alone, whoever made them."""

import os
import shlex
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from contractsai.domain.errors import UnsafeConfiguration

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def private_folder(folder: Path) -> None:
    """Make *folder*, or close one that is there to everybody but its owner.

    Raises:
        UnsafeConfiguration: it is somebody else's, or cannot be closed; the message says what to
            run.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    close_folder(folder)


def close_folder(folder: Path) -> None:
    """Close *folder* to everybody but its owner.

    Raises:
        FileNotFoundError: it is not there.
        UnsafeConfiguration: as for `private_folder`.
    """
    _close(folder, FOLDER_MODE)


def private_file(file: Path) -> None:
    """Make an empty *file*, or close one that is there, in a folder that is there.

    Raises:
        UnsafeConfiguration: as for `private_folder`.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
    close_file(file)


def close_file(file: Path) -> None:
    """Close *file* to everybody but its owner, if it is there.

    Raises:
        UnsafeConfiguration: as for `private_folder`.
    """
    with suppress(FileNotFoundError):
        _close(file, FILE_MODE)


def _close(path: Path, mode: int) -> None:
    if sys.platform == "win32":  # it keeps users' folders apart by other means
        return
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise UnsafeConfiguration(
            f"{path} belongs to user {_name_of(found.st_uid)}, and what is kept there holds texts "
            "of contracts; set CONTRACTSAI_DATA_DIR to a folder of your own, or take that one over"
            f": sudo chown -R {_name_of(os.geteuid())} {shlex.quote(str(path))}"
        )
    if not stat.S_IMODE(found.st_mode) & _OTHERS:
        return
    if found.st_mode & stat.S_ISVTX or path.resolve() == Path("/"):  # /tmp, for one
        raise UnsafeConfiguration(
            f"{path} is a folder that users share; set CONTRACTSAI_DATA_DIR to one of your own: "
            f"export CONTRACTSAI_DATA_DIR={shlex.quote(str(path / 'contractsai'))}"
        )
    try:
        path.chmod(mode)
        is_open = bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)  # some file systems only nod
    except OSError:
        is_open = True
    if is_open:
        raise UnsafeConfiguration(
            f"{path} is open to other users and cannot be closed to them, and what is kept there "
            "holds texts of contracts; set CONTRACTSAI_DATA_DIR to a folder on another file "
            f"system, or close it: chmod {mode:o} {shlex.quote(str(path))}"
        )


def _name_of(user: int) -> str:
    import pwd  # noqa: PLC0415 - does not exist on Windows

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a container's user has no name
        return str(user)
