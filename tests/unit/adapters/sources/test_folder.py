"""Listing and opening files below allowed roots, and nothing else."""

import os
from pathlib import Path

import pytest
from support.privileges import can_obey_permissions, obeying_permissions

from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.ports import SourceFile
from contractsai.domain.errors import (
    FileMissing,
    FileOutsideRoots,
    FileUnreadable,
    FolderNotAllowed,
    FolderNotFound,
    FolderNotRead,
    NotAFile,
)

needs_permissions = pytest.mark.skipif(
    not can_obey_permissions(), reason="this user may open everything"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "b.txt").write_bytes(b"bb")
    (root / "sub" / "a.txt").write_bytes(b"a")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return root


def read(source: FolderSource, folder: Path, path: str) -> bytes:
    """What the source opens for a worker."""
    with source.open(str(folder), path) as opened:
        return os.read(opened.descriptor, 100)


@pytest.fixture
def source(root: Path) -> FolderSource:
    return FolderSource([root])


def test_files_are_listed_by_path_with_their_sizes(source: FolderSource, root: Path) -> None:
    assert source.list(str(root)) == [SourceFile("b.txt", 2), SourceFile("sub/a.txt", 1)]


def test_every_name_is_listed_whatever_it_is(source: FolderSource, root: Path) -> None:
    """What was not even listed would be missing from the report without a word."""
    os.mkfifo(root / "pipe")
    (root / "dangling").symlink_to(root / "nowhere")
    (root / "sub" / "up").symlink_to(root)

    assert [file.path for file in source.list(str(root))] == [
        "b.txt",
        "dangling",
        "pipe",
        "sub/a.txt",
        "sub/up",
    ]


def test_a_link_out_of_the_root_is_listed_and_not_followed(
    source: FolderSource, root: Path, tmp_path: Path
) -> None:
    """Somebody put it among the contracts: he has to hear that it was not read, and no more."""
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")

    assert SourceFile("link.txt", 0) in source.list(str(root))
    with pytest.raises(FileOutsideRoots):
        read(source, root, "link.txt")
    with pytest.raises(FileOutsideRoots):
        read(source, root, "../secret.txt")


def test_a_pipe_is_no_file(source: FolderSource, root: Path) -> None:
    """Opening it would block a worker for ever."""
    os.mkfifo(root / "pipe")

    with pytest.raises(NotAFile):
        read(source, root, "pipe")


def test_a_linked_folder_is_a_name_of_its_own(source: FolderSource, root: Path) -> None:
    """It is not walked, since links can go in circles; so it has to be told."""
    (root / "door").symlink_to(root / "sub")

    assert "door" in [file.path for file in source.list(str(root))]
    with pytest.raises(FolderNotRead):
        read(source, root, "door")


@needs_permissions
def test_a_folder_that_may_not_be_listed_is_a_name_of_its_own(
    source: FolderSource, root: Path
) -> None:
    """The contracts in it are nobody's to list, but that there is a folder is known."""
    (root / "sub").chmod(0)

    with obeying_permissions():
        assert "sub" in [file.path for file in source.list(str(root))]
        with pytest.raises(FolderNotRead):
            read(source, root, "sub")


@needs_permissions
def test_a_folder_that_may_not_be_listed_at_all_is_refused(
    source: FolderSource, root: Path
) -> None:
    """ "No document in it" would be a guess."""
    root.chmod(0)

    with obeying_permissions(), pytest.raises(FolderNotAllowed, match="Permission denied"):
        source.list(str(root))


def test_a_link_inside_the_root_is_a_file_like_any_other(source: FolderSource, root: Path) -> None:
    (root / "link.txt").symlink_to(root / "b.txt")

    assert SourceFile("link.txt", 2) in source.list(str(root))
    assert read(source, root, "link.txt") == b"bb"


def test_a_link_from_one_root_into_another_is_followed(root: Path, tmp_path: Path) -> None:
    """Files that lie once may be in several jobs."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.txt").write_bytes(b"old")
    (root / "archive").symlink_to(tmp_path / "archive")
    (root / "old.txt").symlink_to("archive/old.txt")

    both = FolderSource([root, tmp_path / "archive"])

    assert read(both, root, "old.txt") == b"old"
    with pytest.raises(FileOutsideRoots):
        read(FolderSource([root]), root, "old.txt")


def test_what_is_open_stays_what_was_found(source: FolderSource, root: Path) -> None:
    """Whatever takes its name, or the name of a folder above it."""
    with source.open(str(root), "sub/a.txt") as opened:
        (root / "sub" / "a.txt").rename(root / "sub" / "was.txt")
        (root / "sub").rename(root / "other")
        (root / "sub").symlink_to(root.parent)

        assert os.read(opened.descriptor, 100) == b"a"


def test_a_document_is_closed_when_its_block_ends(source: FolderSource, root: Path) -> None:
    with source.open(str(root), "b.txt") as opened:
        assert not os.get_inheritable(opened.descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened.descriptor)


@pytest.mark.parametrize("folder", ["/", "/etc", "relative", "../root"])
def test_a_folder_outside_of_the_roots_is_not_allowed(source: FolderSource, folder: str) -> None:
    with pytest.raises(FolderNotAllowed):
        source.list(folder)


def test_a_folder_reached_through_a_link_out_is_not_allowed(
    source: FolderSource, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "door").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FolderNotAllowed):
        source.list(str(root / "door"))


def test_whether_a_folder_outside_exists_is_not_told(source: FolderSource, tmp_path: Path) -> None:
    with pytest.raises(FolderNotAllowed):
        source.list(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["nowhere", "b.txt", "nul\0", "long" * 100])
def test_a_folder_that_is_none_is_not_found(source: FolderSource, root: Path, name: str) -> None:
    with pytest.raises(FolderNotFound):
        source.list(f"{root}/{name}")


def test_a_worker_with_other_roots_reads_what_was_allowed_where_it_was_submitted(
    root: Path, tmp_path: Path
) -> None:
    """The row says that the folder was allowed; links out of it are still not followed."""
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    elsewhere = FolderSource([tmp_path / "other"])

    assert read(elsewhere, root, "b.txt") == b"bb"
    with pytest.raises(FileOutsideRoots):
        read(elsewhere, root, "link.txt")


def test_a_folder_that_became_a_link_after_its_submit_is_not_followed(
    source: FolderSource, root: Path, tmp_path: Path
) -> None:
    (root / "job").symlink_to(tmp_path)

    with pytest.raises(FileOutsideRoots):
        read(source, root / "job", "secret.txt")


def test_a_file_that_is_gone_is_missing(source: FolderSource, root: Path) -> None:
    with pytest.raises(FileMissing):
        read(source, root, "gone.txt")


@needs_permissions
def test_a_file_that_may_not_be_opened_is_unreadable(source: FolderSource, root: Path) -> None:
    (root / "b.txt").chmod(0)

    with obeying_permissions(), pytest.raises(FileUnreadable):
        read(source, root, "b.txt")
