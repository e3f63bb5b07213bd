"""Folders to choose from."""

from pathlib import Path

import pytest

from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.browse import Size, folders, measure
from contractsai.domain.errors import FolderNotAllowed, FolderNotFound
from contractsai.testing.fakes import FakeSource


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("b/inner", "a", ".hidden"):
        (tmp_path / "root" / name).mkdir(parents=True)
    (tmp_path / "root" / "a.txt").write_text("four")
    (tmp_path / "root" / "link").symlink_to(tmp_path / "root" / "a")
    return tmp_path / "root"


def test_folders_are_chosen_from_the_roots_down(root: Path) -> None:
    """A link to a folder is never walked, so it is none to choose; hidden ones are typed."""
    source = FolderSource([root, root.parent / "not-there"])

    assert list(folders(None, source=source)) == [str(root)]
    assert list(folders(str(root), source=source)) == [str(root / "a"), str(root / "b")]
    assert list(folders(str(root / "b"), source=source)) == [str(root / "b" / "inner")]


def test_nothing_is_told_of_other_folders(root: Path) -> None:
    source = FolderSource([root / "b"])

    for outside in (root, root / "a", Path("/")):
        with pytest.raises(FolderNotAllowed):
            folders(str(outside), source=source)
    with pytest.raises(FolderNotFound):
        folders(str(root / "b" / "gone"), source=source)


def test_a_source_without_folders_has_none_to_choose_from() -> None:
    assert list(folders(None, source=FakeSource())) == []


def test_a_folder_is_measured_before_it_is_analysed() -> None:
    """With the files of the system apart: they are listed in the report, and never read."""
    source = FakeSource({"/x": {"a.pdf": b"123", "b/c.pdf": b"4567", ".DS_Store": b"8"}})

    assert measure("/x", source=source) == Size(documents=2, size_bytes=7, left_out=1)
