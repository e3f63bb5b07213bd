import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contractsai.adapters.analysis.content import read_content
from contractsai.domain.errors import FileTooLarge, FileUnreadable

Opened = Callable[[bytes], int]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens files with the content that is asked for."""
    descriptors = []

    def open_file(content: bytes) -> int:
        file = tmp_path / f"{len(descriptors)}.txt"
        file.write_bytes(content)
        descriptors.append(os.open(file, os.O_RDONLY))
        return descriptors[-1]

    yield open_file
    for descriptor in descriptors:
        os.close(descriptor)


def test_content_comes_with_its_digest(opened: Opened) -> None:
    """The digest is of the very bytes that are analysed, whatever is done to the file next."""
    content = read_content(opened(b"agreed"), max_bytes=6)

    assert content.data == b"agreed"
    assert content.sha256 == hashlib.sha256(b"agreed").hexdigest()


def test_a_file_that_is_too_large_is_not_read(opened: Opened) -> None:
    """It may hold terabytes."""
    file = opened(b"agreed")

    with pytest.raises(FileTooLarge):
        read_content(file, max_bytes=5)

    assert os.lseek(file, 0, os.SEEK_CUR) == 0


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="no file here hides its size")
def test_a_file_that_does_not_end_is_too_large() -> None:
    """Its size was looked at; it may grow faster than it is read."""
    endless = os.open("/proc/self/maps", os.O_RDONLY)
    try:
        assert os.fstat(endless).st_size == 0
        with pytest.raises(FileTooLarge):
            read_content(endless, max_bytes=5)
    finally:
        os.close(endless)


def test_an_empty_file_has_content(opened: Opened) -> None:
    """What to make of it is the pipeline's business."""
    assert read_content(opened(b""), max_bytes=10).data == b""


def test_what_cannot_be_read_is_unreadable(tmp_path: Path) -> None:
    """A broken disk, as far as a test can have one: the kernel refuses."""
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(FileUnreadable, match="EISDIR"):
            read_content(folder, max_bytes=10**6)
    finally:
        os.close(folder)
