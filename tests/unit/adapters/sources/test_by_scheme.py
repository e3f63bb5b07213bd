"""One source for all schemes, and none for those without a root."""

from pathlib import Path

import pytest

from contractsai.adapters.sources.by_scheme import SourceByScheme, scheme_of
from contractsai.adapters.sources.folder import FolderSource
from contractsai.domain.errors import FileOutsideRoots, FolderNotAllowed, FolderNotFound
from contractsai.testing.fakes import FakeSource


def test_a_folder_may_be_given_as_a_url(tmp_path: Path) -> None:
    """As it is written there: a sign that is no letter stands behind a percent sign."""
    folder = tmp_path / "job of 100%"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")
    source = SourceByScheme({"file": FolderSource([tmp_path])})

    assert [file.path for file in source.list(folder.as_uri())] == ["a.txt"]
    with source.open(folder.as_uri(), "a.txt") as opened:
        assert opened.location == str(folder / "a.txt")


@pytest.mark.parametrize(
    ("folder", "scheme"),
    [
        ("/contracts", "file"),
        ("file:///contracts", "file"),
        ("s3://bucket/contracts", "s3"),
        ("/odd/s3://name", "file"),
        ("C:\\contracts", "file"),
        ("S3://bucket", "file"),
        ("", "file"),
    ],
)
def test_a_folder_has_the_scheme_it_begins_with(folder: str, scheme: str) -> None:
    assert scheme_of(folder) == scheme


def test_each_scheme_has_its_source() -> None:
    bucket = FakeSource({"s3://bucket/job": {"a.txt": b"one"}})
    source = SourceByScheme({"file": FakeSource({}), "s3": bucket})

    assert [file.path for file in source.list("s3://bucket/job")] == ["a.txt"]


def test_a_scheme_without_a_root_is_not_allowed() -> None:
    """Whoever submits must not be able to reach what nobody configured."""
    with pytest.raises(FolderNotAllowed, match=r"CONTRACTSAI_ALLOWED_ROOTS=gs://"):
        SourceByScheme({"file": FakeSource({})}).list("gs://bucket/job")


def test_a_worker_without_the_scheme_says_that_the_file_is_out_of_its_roots() -> None:
    """The API took the job; no other worker's attempt is lost to an error that nobody knows."""
    source = SourceByScheme({"file": FakeSource({})})

    with pytest.raises(FileOutsideRoots), source.open("gs://bucket/job", "a.txt"):
        pass


def test_a_folder_of_another_machine_is_not_found(tmp_path: Path) -> None:
    """A host in the URL would otherwise be taken for the first folder."""
    source = SourceByScheme({"file": FolderSource([tmp_path])})

    with pytest.raises(FolderNotFound, match="another machine"):
        source.list(f"file://server{tmp_path}")
    assert source.list(f"file://localhost{tmp_path}") == []


def test_folders_to_choose_from_are_those_of_every_source_that_has_some(tmp_path: Path) -> None:
    """One that cannot be looked into is named by hand."""
    (tmp_path / "nda").mkdir()
    source = SourceByScheme({"file": FolderSource([tmp_path]), "s3": FakeSource()})

    assert list(source.subfolders(None)) == [str(tmp_path)]
    assert list(source.subfolders(tmp_path.as_uri())) == [str(tmp_path / "nda")]
    assert list(source.subfolders("s3://bucket")) == []
