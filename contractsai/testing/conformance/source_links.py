"""Names that lead elsewhere, and files that are closed: a part of `SourceConformance`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from contractsai.application.ports import Source
from contractsai.domain.errors import (
    FileMissing,
    FileOutsideRoots,
    FileUnreadable,
    FolderNotRead,
)
from contractsai.testing.conformance.source_races import content_of
from contractsai.testing.places import Place


@dataclass(frozen=True, slots=True)
class SourceCapabilities:
    """What a source can do that others cannot; what it says it cannot, it must not.

    Attributes:
        links: a name may lead to another place.
        permissions: a file may be closed to the service.
        empty_folders: there may be a folder without a file.
        line_breaks: a name may hold one.
    """

    links: bool = True
    permissions: bool = True
    empty_folders: bool = True
    line_breaks: bool = True


class SourceLinks:
    """Every test has a `source` on the root of its `place`."""

    capabilities = SourceCapabilities()

    # Links

    def test_a_link_to_a_file_below_the_roots_is_that_file(
        self, source: Source, place: Place
    ) -> None:
        """Where there are no links, what only looks like one is a file like any other."""
        folder = place.folder({"a.txt": b"one"})

        with self._a_link(place, folder, "link.txt", f"{folder}/a.txt") as link:
            assert [file.path for file in source.list(folder)] == ["a.txt", "link.txt"]
            assert content_of(source, folder, "link.txt") == (link or b"one")

    def test_a_link_out_of_the_roots_is_not_followed(self, source: Source, place: Place) -> None:
        """Whoever may write into a folder would read whatever the service can."""
        folder = place.folder({"a.txt": b"one"})
        secret = f"{place.outside({'secret.txt': b'secret'})}/secret.txt"

        with self._a_link(place, folder, "link.txt", secret) as link:
            sizes = {file.path: file.size_bytes for file in source.list(folder)}
            assert sizes["link.txt"] == len(link or b"")
            if link is None:
                with pytest.raises(FileOutsideRoots):
                    content_of(source, folder, "link.txt")
            else:
                assert content_of(source, folder, "link.txt") == link

    def test_a_link_to_a_folder_is_a_name_of_its_own(self, source: Source, place: Place) -> None:
        """It may lead in circles; so it is not walked, and the report says so."""
        folder = place.folder({"a.txt": b"one"})

        with self._a_link(place, folder, "again", folder) as link:
            assert [file.path for file in source.list(folder)] == ["a.txt", "again"]
            if link is None:
                with pytest.raises(FolderNotRead):
                    content_of(source, folder, "again")

    def test_a_link_that_leads_nowhere_is_missing(self, source: Source, place: Place) -> None:
        folder = place.folder({"a.txt": b"one"})

        with self._a_link(place, folder, "link.txt", f"{folder}/gone.txt") as link:
            assert {file.path for file in source.list(folder)} == {"a.txt", "link.txt"}
            if link is None:
                with pytest.raises(FileMissing):
                    content_of(source, folder, "link.txt")

    # Permissions

    def test_a_file_that_is_closed_to_the_service_says_so(
        self, source: Source, place: Place
    ) -> None:
        """Where nothing can be closed, what claims to be can be read all the same."""
        folder = place.folder({"a.txt": b"one"})

        with place.forbid(folder, "a.txt"):
            assert "a.txt" in {file.path for file in source.list(folder)}
            if self.capabilities.permissions:
                with pytest.raises(FileUnreadable):
                    content_of(source, folder, "a.txt")
            else:
                assert content_of(source, folder, "a.txt") == b"one"
        assert content_of(source, folder, "a.txt") == b"one"

    @contextmanager
    def _a_link(self, place: Place, folder: str, path: str, target: str) -> Iterator[bytes | None]:
        """Make a link, or what looks like one where there are none: that yields its content."""
        if self.capabilities.links:
            place.link(folder, path, target)
            yield None
        else:
            place.put(folder, path, target.encode())
            yield target.encode()
