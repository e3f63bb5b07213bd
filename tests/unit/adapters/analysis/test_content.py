import hashlib
import os
import socket
from pathlib import Path

import pytest

from contractsai.adapters.analysis.content import read_content
from contractsai.domain.errors import FileMissing, FileUnreadable


def test_content_comes_with_its_digest(tmp_path: Path) -> None:
    """The digest is of the very bytes that are analysed, whatever is done to the file next."""
    file = tmp_path / "nda.txt"
    file.write_bytes(b"agreed")

    content = read_content(file, max_bytes=6)

    assert content.data == b"agreed"
    assert content.sha256 == hashlib.sha256(b"agreed").hexdigest()


def test_a_file_that_is_too_large_is_hashed_but_not_kept(tmp_path: Path) -> None:
    """Its analysis is stored under its digest, like any other."""
    file = tmp_path / "nda.txt"
    file.write_bytes(bytes(3_000_000))

    content = read_content(file, max_bytes=2_999_999)

    assert content.data is None
    assert content.sha256 == hashlib.sha256(bytes(3_000_000)).hexdigest()


def test_an_empty_file_has_content(tmp_path: Path) -> None:
    """What to make of it is the pipeline's business."""
    file = tmp_path / "nda.txt"
    file.touch()

    assert read_content(file, max_bytes=10).data == b""


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for gone in (tmp_path / "gone.pdf", tmp_path / "file" / "below.pdf"):
        with pytest.raises(FileMissing):
            read_content(gone, max_bytes=10)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_content(tmp_path, max_bytes=10)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system follows every link")
def test_a_link_that_took_a_files_place_is_not_followed(tmp_path: Path) -> None:
    """It may lead out of the allowed roots: they were checked before."""
    (tmp_path / "secret").write_text("root:x:0")
    link = tmp_path / "nda.txt"
    link.symlink_to(tmp_path / "secret")

    with pytest.raises(FileMissing):
        read_content(link, max_bytes=10)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Opening one blocks until somebody writes, which nobody will."""
    os.mkfifo(tmp_path / "nda.txt")

    with pytest.raises(FileMissing):
        read_content(tmp_path / "nda.txt", max_bytes=10)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
def test_a_socket_is_not_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # such a name must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("nda.txt")

        with pytest.raises(FileMissing):
            read_content(tmp_path / "nda.txt", max_bytes=10)


def test_a_file_that_may_not_be_opened_is_unreadable(tmp_path: Path) -> None:
    """Unlike a missing one, somebody can do something about it."""
    file = tmp_path / "nda.txt"
    file.touch(mode=0o000)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")

    with pytest.raises(FileUnreadable):
        read_content(file, max_bytes=10)


def test_a_name_that_no_system_accepts_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="ENAMETOOLONG"):
        read_content(tmp_path / ("n" * 5000), max_bytes=10)
