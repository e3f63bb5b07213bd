"""Digests of open files."""

import hashlib
import os
from pathlib import Path

import pytest

from contractsai.adapters.sources.digest import digest_of
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import FileTooLarge, FileUnreadable


def test_a_digest_is_of_all_bytes(tmp_path: Path) -> None:
    """Those of several blocks, too; one more than may be is one too many."""
    content = b"x" * 2_500_000
    (tmp_path / "a").write_bytes(content)

    for most, told in ((len(content), True), (len(content) - 1, False)):
        with (tmp_path / "a").open("rb") as file:
            document = OpenDocument("a", file.fileno())
            if told:
                assert digest_of(document, max_bytes=most) == hashlib.sha256(content).hexdigest()
            else:
                with pytest.raises(FileTooLarge):
                    digest_of(document, max_bytes=most)


def test_what_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    """A folder opens, and has no bytes."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(FileUnreadable):
            digest_of(OpenDocument("a", descriptor), max_bytes=9)
    finally:
        os.close(descriptor)
