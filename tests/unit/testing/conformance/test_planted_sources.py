"""Sources with a fault, and the case of the suite that catches each."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support import planted
from support.privileges import obeying_permissions

from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.ports import OpenDocument, Source, SourceFile
from contractsai.domain.errors import FileMissing, FolderNotFound
from contractsai.testing.conformance.sources import SourceCapabilities
from contractsai.testing.conformance.sources import SourceConformance as Suite
from contractsai.testing.places import LocalPlace


class Naive(FolderSource):
    """Lists and opens with what the language offers first."""

    def list(self, folder: str) -> Sequence[SourceFile]:
        base = self._folder(folder)
        found = sorted(path for path in base.rglob("*") if path.is_file())
        return [SourceFile(str(path.relative_to(base)), path.stat().st_size) for path in found]


class FollowsLinks(FolderSource):
    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        try:
            descriptor = os.open(Path(folder) / path, os.O_RDONLY)
        except OSError as error:
            raise FileMissing(path) from error
        try:
            yield OpenDocument(path, descriptor)
        finally:
            os.close(descriptor)


class BelievesBeginnings(FolderSource):
    """Takes ``/root-of-another`` for a folder below ``/root``."""

    def _is_allowed(self, real: Path) -> bool:
        return any(str(real).startswith(str(root)) for root in self._roots)


class HasNoFence(FolderSource):
    def _is_allowed(self, real: Path) -> bool:
        return True


class FirstPageOnly(FolderSource):
    def list(self, folder: str) -> Sequence[SourceFile]:
        return super().list(folder)[:1000]


class LeavesOutHidden(FolderSource):
    def list(self, folder: str) -> Sequence[SourceFile]:
        return [file for file in super().list(folder) if not file.path.startswith(".")]


class Unsorted(FolderSource):
    def list(self, folder: str) -> Sequence[SourceFile]:
        return super().list(folder)[::-1]


class FlatSizes(FolderSource):
    def list(self, folder: str) -> Sequence[SourceFile]:
        return [SourceFile(file.path, 0) for file in super().list(folder)]


class KeepsOpen(FolderSource):
    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        with super().open(folder, path) as opened:
            copy = os.dup(opened.descriptor)
            KEPT.append(copy)
            yield OpenDocument(opened.location, copy)


class ReadsAhead(FolderSource):
    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        with super().open(folder, path) as opened:
            os.read(opened.descriptor, 1)
            yield opened


class OpensForWriting(FolderSource):
    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        with super().open(folder, path) as opened:
            descriptor = os.open(opened.location, os.O_RDWR)
            try:
                yield OpenDocument(opened.location, descriptor)
            finally:
                os.close(descriptor)


class RemembersListings(FolderSource):
    def __init__(self, roots: Sequence[Path | str]) -> None:
        super().__init__(roots)
        self._listed: dict[str, Sequence[SourceFile]] = {}

    def list(self, folder: str) -> Sequence[SourceFile]:
        return self._listed.setdefault(folder, super().list(folder))


class InventsEmptyFolders(FolderSource):
    def list(self, folder: str) -> Sequence[SourceFile]:
        try:
            return super().list(folder)
        except FolderNotFound:
            return []


class UndoesPercent(FolderSource):
    """Takes a name for a URL."""

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        from urllib.parse import unquote

        with super().open(folder, unquote(path)) as opened:
            yield opened


KEPT: list[int] = []
CASES: list[tuple[type[FolderSource], Callable[..., None], dict[str, Any]]] = [
    (Naive, Suite.test_a_link_that_leads_nowhere_is_missing, {}),
    (FollowsLinks, Suite.test_a_link_out_of_the_roots_is_not_followed, {}),
    (FollowsLinks, Suite.test_no_path_leads_to_what_lies_outside_of_the_roots, {}),
    (BelievesBeginnings, Suite.test_what_lies_outside_of_the_roots_is_not_allowed, {}),
    (HasNoFence, Suite.test_no_folder_leads_out_of_the_roots, {}),
    (FirstPageOnly, Suite.test_of_many_files_none_is_left_out, {}),
    (LeavesOutHidden, Suite.test_every_file_is_listed_by_path_with_its_size, {}),
    (Unsorted, Suite.test_every_file_is_listed_by_path_with_its_size, {}),
    (FlatSizes, Suite.test_every_file_is_listed_by_path_with_its_size, {}),
    (KeepsOpen, Suite.test_what_was_opened_is_let_go_of, {}),
    (KeepsOpen, Suite.test_it_is_let_go_of_too_where_its_reader_broke, {}),
    (ReadsAhead, Suite.test_it_is_open_at_its_beginning_and_cannot_be_written_to, {}),
    (OpensForWriting, Suite.test_it_is_open_at_its_beginning_and_cannot_be_written_to, {}),
    (RemembersListings, Suite.test_a_file_that_comes_after_the_listing_is_in_the_next, {}),
    (InventsEmptyFolders, Suite.test_a_folder_that_is_not_there_is_not_found, {}),
    (UndoesPercent, Suite.test_an_odd_name_is_listed_as_it_is_and_can_be_opened, {"path": "%41"}),
]


@pytest.fixture
def place(tmp_path: Path) -> LocalPlace:
    return LocalPlace(tmp_path, obeying=obeying_permissions)


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    yield
    while KEPT:
        os.close(KEPT.pop())


@pytest.mark.parametrize(("source", "case", "more"), CASES, ids=planted.named)
def test_the_suite_catches(
    place: LocalPlace,
    source: type[FolderSource],
    case: Callable[..., None],
    more: dict[str, Any],
) -> None:
    """A green suite means something only if it can be red."""
    assert planted.fails(case, Suite(), source=source([place.root]), place=place, **more)


@pytest.mark.parametrize("case", {case: None for _, case, _ in CASES}, ids=planted.named)
def test_what_catches_faults_passes_without_one(
    place: LocalPlace, case: Callable[..., None]
) -> None:
    """Else it would have caught nothing but itself."""
    source: Source = FolderSource([place.root])

    assert not planted.fails(case, Suite(), source=source, place=place, path="%41")


@pytest.mark.parametrize(
    ("denied", "case"),
    [
        ("links", Suite.test_a_link_out_of_the_roots_is_not_followed),
        ("permissions", Suite.test_a_file_that_is_closed_to_the_service_says_so),
        ("empty_folders", Suite.test_an_empty_folder_holds_nothing_or_is_not_there),
    ],
)
def test_who_says_that_it_cannot_must_not(
    place: LocalPlace, denied: str, case: Callable[..., None]
) -> None:
    """A capability that is denied is asserted, not skipped: links, by what only looks like one."""
    suite = Suite()
    suite.capabilities = SourceCapabilities(**{denied: False})
    source = LooksIntoFiles([place.root])

    assert planted.fails(case, suite, source=source, place=place)


class LooksIntoFiles(FolderSource):
    """Takes a file whose text is a path for a link, as some systems write them."""

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        with super().open(folder, path) as opened:
            text = os.pread(opened.descriptor, 1000, 0).decode()
            if not text.startswith("/"):
                yield opened
                return
        with Path(text).open("rb") as led_to:
            yield OpenDocument(text, led_to.fileno())
