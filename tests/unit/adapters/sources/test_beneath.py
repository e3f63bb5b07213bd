"""No link is followed on the way to a file, by whichever call the system has for that."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.privileges import can_obey_permissions, obeying_permissions

from contractsai.adapters.sources import beneath
from contractsai.domain.errors import (
    AnalysisFailed,
    FileMissing,
    FileUnreadable,
    FolderNotRead,
    NotAFile,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows compares paths instead")

Open = Callable[[Path], int]
WAYS: dict[str, Open] = {"the system's": beneath.open_file, "by parts": beneath.open_by_parts}


def has_openat2() -> bool:
    try:
        os.close(beneath.open_at_once(Path("/")))
    except OSError:
        return False
    return True


if sys.platform == "linux" and has_openat2():
    WAYS["at once"] = beneath.open_at_once


@pytest.fixture(params=WAYS)
def open_file(request: pytest.FixtureRequest) -> Open:
    return WAYS[request.param]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in a folder, by its real path."""
    folder = tmp_path.resolve() / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "nda.txt").write_bytes(b"agreed")
    return folder


def content(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 100)
    finally:
        os.close(descriptor)


def error_of(open_file: Open, path: Path) -> str:
    with pytest.raises(OSError, match=r".") as raised:
        os.close(open_file(path))
    return errno.errorcode[raised.value.errno or 0]


def test_a_file_is_found_by_its_real_path(open_file: Open, folder: Path) -> None:
    assert content(open_file(folder / "sub" / "nda.txt")) == b"agreed"


def test_a_name_of_any_bytes_is_found(open_file: Open, folder: Path) -> None:
    """Linux allows any bytes in names, and old archives hold Latin-1 ones."""
    path = folder / os.fsdecode(b"Vertr\xe4ge.txt")
    try:
        path.write_bytes(b"vereinbart")
    except OSError:
        pytest.skip("this file system wants Unicode")

    assert content(open_file(path)) == b"vereinbart"


def test_a_link_is_not_followed_at_the_end_of_a_path(open_file: Open, folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "sub" / "nda.txt")

    assert error_of(open_file, folder / "link.txt") == "ELOOP"


@pytest.mark.parametrize("target", ["sub", "/etc", ".", ".."])
def test_a_link_is_not_followed_within_a_path(open_file: Open, folder: Path, target: str) -> None:
    """Not even to a good place: the path was real a moment ago, so somebody has put it there."""
    (folder / "door").symlink_to(target)

    for name in ("nda.txt", "passwd", "folder"):
        assert error_of(open_file, folder / "door" / name) in ("ELOOP", "ENOTDIR")


def test_a_folder_that_may_be_entered_need_not_be_listed(open_file: Open, folder: Path) -> None:
    """Only macOS has no way to ask for less, and needs none."""
    (folder / "sub").chmod(0o100)
    try:
        if os.geteuid() and not hasattr(os, "O_PATH"):
            pytest.skip("this system lists what it enters")
        assert content(open_file(folder / "sub" / "nda.txt")) == b"agreed"
    finally:
        (folder / "sub").chmod(0o700)


def test_what_fails_leaves_no_descriptor(open_file: Open, folder: Path) -> None:
    (folder / "door").symlink_to("sub")
    before = os.open(folder, os.O_RDONLY)
    os.close(before)

    for path in ("door/nda.txt", "gone/nda.txt", "sub/gone", "sub/nda.txt/below"):
        error_of(open_file, folder / path)

    after = os.open(folder, os.O_RDONLY)
    os.close(after)
    assert after == before


@pytest.mark.parametrize("path", ["gone.txt", "sub/nda.txt/below", "link.txt"])
def test_what_is_no_file_is_missing(folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder / "sub" / "nda.txt")

    with pytest.raises(FileMissing), beneath.opened(folder / path):
        pass


def test_a_folder_is_told_apart(folder: Path) -> None:
    """Its files were not listed under this name, and somebody has to hear of it."""
    with pytest.raises(FolderNotRead), beneath.opened(folder / "sub"):
        pass


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    """Opening one blocks until somebody writes, which nobody will."""
    os.mkfifo(folder / "nda.txt")

    with pytest.raises(NotAFile), beneath.opened(folder / "nda.txt"):
        pass


def test_a_socket_is_not_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # such a name must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("nda.txt")

        with pytest.raises(NotAFile), beneath.opened(folder / "nda.txt"):
            pass


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_a_file(device: str) -> None:
    with pytest.raises(NotAFile), beneath.opened(Path(device).resolve()):
        pass


@pytest.mark.skipif(not can_obey_permissions(), reason="this user may open everything")
def test_a_file_that_may_not_be_opened_is_unreadable(folder: Path) -> None:
    """Unlike a missing one, somebody can do something about it."""
    file = folder / "sub" / "nda.txt"
    file.chmod(0o000)

    with (
        obeying_permissions(),
        pytest.raises(FileUnreadable, match="EACCES"),
        beneath.opened(file),
    ):
        pass


def test_a_name_that_no_system_accepts_is_unreadable(folder: Path) -> None:
    with (
        pytest.raises(FileUnreadable, match="ENAMETOOLONG"),
        beneath.opened(folder / ("n" * 5000)),
    ):
        pass


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE])
def test_a_worker_that_is_short_of_something_tries_again(number: int) -> None:
    """Else a busy minute would cost documents for good."""
    error = beneath.translated(OSError(number, "not now"))

    assert isinstance(error, AnalysisFailed)
    assert error.retryable
