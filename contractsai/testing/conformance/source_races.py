"""What happens to a folder between listing and reading: a part of `SourceConformance`."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from contractsai.application.ports import Source
from contractsai.domain.errors import FileMissing, FolderNotRead
from contractsai.testing.places import Place

READERS = 8
LARGE = 1_000_000  # bytes; no buffer takes them at once


def content_of(source: Source, folder: str, path: str) -> bytes:
    """Return all that is read of a file."""
    with source.open(folder, path) as opened:
        return _all_of(opened.descriptor)


def _all_of(descriptor: int) -> bytes:
    found = bytearray()
    while chunk := os.pread(descriptor, 1 << 20, len(found)):
        found += chunk
    return bytes(found)


class SourceRaces:
    """Every test has a `source` on the root of its `place`."""

    def test_a_file_replaced_after_it_was_listed_is_read_as_it_is_now(
        self, source: Source, place: Place
    ) -> None:
        """What was hashed is what is analysed, so nothing has to remember what was listed."""
        folder = place.folder({"a.txt": b"as it was listed"})
        source.list(folder)
        place.put(folder, "a.txt", b"as it is now")

        assert content_of(source, folder, "a.txt") == b"as it is now"

    def test_a_file_taken_away_after_it_was_listed_is_missing(
        self, source: Source, place: Place
    ) -> None:
        folder = place.folder({"a.txt": b"one", "b.txt": b"two"})
        source.list(folder)
        place.remove(folder, "a.txt")

        with pytest.raises(FileMissing):
            content_of(source, folder, "a.txt")

    def test_what_is_open_stays_what_was_found_when_it_is_replaced(
        self, source: Source, place: Place
    ) -> None:
        """A document is opened once; from then on nobody can put another one in its place."""
        folder = place.folder({"a.txt": b"x" * LARGE})

        with source.open(folder, "a.txt") as opened:
            place.put(folder, "a.txt", b"y" * LARGE)

            assert _all_of(opened.descriptor) == b"x" * LARGE

    def test_what_is_open_can_be_read_when_it_is_taken_away(
        self, source: Source, place: Place
    ) -> None:
        folder = place.folder({"a.txt": b"x" * LARGE})

        with source.open(folder, "a.txt") as opened:
            place.remove(folder, "a.txt")

            assert _all_of(opened.descriptor) == b"x" * LARGE

    def test_a_file_that_became_a_folder_is_not_read(self, source: Source, place: Place) -> None:
        """Whether it is called missing or a folder depends on whether there are folders at all."""
        folder = place.folder({"a.txt": b"one"})
        source.list(folder)
        place.remove(folder, "a.txt")
        place.put(folder, "a.txt/inner.txt", b"two")

        with pytest.raises((FolderNotRead, FileMissing)):
            content_of(source, folder, "a.txt")

    def test_a_file_that_comes_after_the_listing_is_in_the_next(
        self, source: Source, place: Place
    ) -> None:
        """Nothing is remembered between two jobs."""
        folder = place.folder({"a.txt": b"one"})
        source.list(folder)
        place.put(folder, "b.txt", b"two")

        assert [file.path for file in source.list(folder)] == ["a.txt", "b.txt"]

    def test_many_read_at_once_and_each_has_its_own(self, source: Source, place: Place) -> None:
        """A worker runs several documents, on threads too, over one source."""
        files = {f"{number}.txt": bytes([65 + number]) * LARGE for number in range(READERS)}
        folder = place.folder(files)

        with ThreadPoolExecutor(READERS) as pool:
            read = list(pool.map(lambda path: content_of(source, folder, path), files))

        assert read == list(files.values())
