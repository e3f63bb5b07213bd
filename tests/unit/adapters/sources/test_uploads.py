"""Uploads as folders that workers read."""

import os
from pathlib import Path

import pytest

from contractsai.adapters.sources.uploads import UploadSource
from contractsai.domain.errors import FileMissing, UploadNotFound

ID = "a" * 32


@pytest.fixture
def source(tmp_path: Path) -> UploadSource:
    (tmp_path / ID).mkdir()
    (tmp_path / ID / "nda.pdf").write_bytes(b"an NDA")
    return UploadSource(tmp_path)


def test_an_upload_is_listed_and_opened(source: UploadSource) -> None:
    [file] = source.list(f"upload://{ID}")

    assert (file.path, file.size_bytes) == ("nda.pdf", 6)
    with source.open(f"upload://{ID}", file.path) as document:
        assert os.read(document.descriptor, 10) == b"an NDA"


@pytest.mark.parametrize("folder", [f"upload://{'b' * 32}", "upload://..", f"upload://{ID}/.."])
def test_what_is_no_upload_is_not_found(source: UploadSource, folder: str) -> None:
    with pytest.raises(UploadNotFound):
        source.list(folder)


def test_a_machine_that_does_not_see_the_files_says_that_they_are_missing(
    source: UploadSource,
) -> None:
    with pytest.raises(FileMissing), source.open(f"upload://{'b' * 32}", "nda.pdf"):
        raise AssertionError("opened")
