"""What every `Source` must do: subclass `SourceConformance` and give it two fixtures.

class TestMySource(SourceConformance):
    capabilities = SourceCapabilities(links=False)   # what it cannot do is asserted, not skipped

    @pytest.fixture
    def place(self) -> Place:
        return MyPlace(...)   # where a test puts documents: contractsai.testing.places

    @pytest.fixture
    def source(self, place: Place) -> Source:
        return MySource(...)   # on the root of that place
"""

import os

import pytest

from contractsai.application.ports import Source
from contractsai.domain.errors import (
    AnalysisError,
    FileMissing,
    FolderError,
    FolderNotAllowed,
    FolderNotFound,
    FolderNotRead,
)
from contractsai.domain.findings import REASONS, Outcome
from contractsai.testing.conformance.source_links import SourceCapabilities, SourceLinks
from contractsai.testing.conformance.source_races import SourceRaces, content_of
from contractsai.testing.places import Place

__all__ = ["SourceCapabilities", "SourceConformance"]

FILES = {
    "a.txt": b"one",
    "sub/b.txt": b"two",
    "sub/deeper/c.txt": b"",
    "A name, with spaces & signs (1).pdf": b"three",
    "Vertr\u00e4ge/\u5951\u7d04.docx": b"four",
    ".hidden": b"five",
    "sub.txt": b"six",
}
ODD_NAMES = (
    "100%.txt",
    "%41%2e.txt",
    "a+b=c.txt",
    "what?.txt",
    "number #1.txt",
    "semi;colon.txt",
    "back\\slash.txt",
    "C:drive.txt",
    "*.txt",
    "[ab].txt",
    "{a,b}.txt",
    "~user.txt",
    "-rf.txt",
    " leading and trailing ",
    "dot.",
    "..dots",
    "...",
    "quote'\".txt",
    "<b>.txt",
    "caf\u00e9 composed.txt",
    "cafe\u0301 decomposed.txt",
    "\U0001f4c4.txt",
    "\u202egnp.exe",
    "n" * 200,
    "d/" * 20 + "deep.txt",
)
MANY = 1_100  # more than any service lists at once


class SourceConformance(SourceLinks, SourceRaces):
    """Listing and opening, and that nothing is left out without a word."""

    # Listing

    def test_every_file_is_listed_by_path_with_its_size(self, source: Source, place: Place) -> None:
        """Hidden files too: what is no document is for the report to say."""
        listed = source.list(place.folder(FILES))

        assert [file.path for file in listed] == sorted(FILES)
        assert {file.path: file.size_bytes for file in listed} == {
            path: len(content) for path, content in FILES.items()
        }

    def test_a_listed_name_can_be_opened_or_says_why_not(
        self, source: Source, place: Place
    ) -> None:
        """A name that is listed is a line of the report, so each has to come to an end."""
        folder = place.folder(FILES)

        for file in source.list(folder):
            try:
                assert content_of(source, folder, file.path) == FILES[file.path]
            except AnalysisError as error:
                assert error.reason in REASONS[Outcome.FAILED]  # noqa: PT017 - either is right
                assert not error.retryable  # noqa: PT017 - likewise

    @pytest.mark.parametrize("path", ODD_NAMES)
    def test_an_odd_name_is_listed_as_it_is_and_can_be_opened(
        self, source: Source, place: Place, path: str
    ) -> None:
        """What a name means to a shell, a URL or a glob is nobody's business here."""
        folder = place.folder({path: b"odd", "plain.txt": b"plain"})

        assert [file.path for file in source.list(folder)] == sorted([path, "plain.txt"])
        assert content_of(source, folder, path) == b"odd"

    def test_a_name_with_a_line_break_is_one_or_cannot_be(
        self, source: Source, place: Place
    ) -> None:
        """Where no such file can be made, the place itself says so."""
        path = "line\nbreak.txt"
        if self.capabilities.line_breaks:
            folder = place.folder({path: b"odd"})
            assert [file.path for file in source.list(folder)] == [path]
            assert content_of(source, folder, path) == b"odd"
        else:
            with pytest.raises(OSError):  # noqa: PT011 - in the words of the place
                place.folder({path: b"odd"})

    def test_of_many_files_none_is_left_out(self, source: Source, place: Place) -> None:
        """Services list in pages; the second is forgotten by those who tried with few."""
        files = {f"{number:05}.txt": b"" for number in range(MANY)}

        assert [file.path for file in source.list(place.folder(files))] == sorted(files)

    def test_a_folder_whose_name_begins_the_same_is_another(
        self, source: Source, place: Place
    ) -> None:
        """Where folders are but beginnings of names, this goes wrong at once."""
        folder = place.folder({"a.txt": b"mine"})
        place.folder({"b.txt": b"another's"}, name="job-2")

        assert [file.path for file in source.list(folder)] == ["a.txt"]

    def test_a_slash_at_the_end_changes_nothing(self, source: Source, place: Place) -> None:
        folder = place.folder(FILES)

        assert source.list(folder + "/") == source.list(folder)

    def test_listing_twice_gives_the_same(self, source: Source, place: Place) -> None:
        folder = place.folder(FILES)

        assert source.list(folder) == source.list(folder)

    def test_an_empty_folder_holds_nothing_or_is_not_there(
        self, source: Source, place: Place
    ) -> None:
        """It is the use case that calls the former an error."""
        folder = place.folder({})

        if self.capabilities.empty_folders:
            assert list(source.list(folder)) == []
        else:
            with pytest.raises(FolderNotFound):
                source.list(folder)

    def test_a_folder_that_is_not_there_is_not_found(self, source: Source, place: Place) -> None:
        """By class, so that the caller learns whether he may, and whether there is one."""
        with pytest.raises(FolderNotFound):
            source.list(place.folder(FILES) + "-not-there")

    def test_a_file_is_no_folder(self, source: Source, place: Place) -> None:
        with pytest.raises(FolderNotFound):
            source.list(place.folder(FILES) + "/a.txt")

    # The fence of allowed roots

    def test_what_lies_outside_of_the_roots_is_not_allowed(
        self, source: Source, place: Place
    ) -> None:
        """Also where its name begins like that of a root."""
        with pytest.raises(FolderNotAllowed):
            source.list(place.outside({"secret.txt": b"secret"}))

    def test_no_folder_leads_out_of_the_roots(self, source: Source, place: Place) -> None:
        """Whoever submits chooses the text."""
        inside, outside = place.folder(FILES), place.outside({"secret.txt": b"secret"})
        name = outside.rstrip("/").rpartition("/")[2]

        with pytest.raises(FolderError):
            source.list(f"{inside}/../../{name}")

    @pytest.mark.parametrize("folder", ["", "relative", "../up", "/", "/\0", "\0"])
    def test_a_folder_that_makes_no_sense_is_an_error_of_ours(
        self, source: Source, place: Place, folder: str
    ) -> None:
        """It is whatever somebody wrote into a request."""
        place.folder(FILES)

        with pytest.raises(FolderError):
            source.list(folder)

    # Opening

    def test_a_file_that_is_not_there_is_missing(self, source: Source, place: Place) -> None:
        """It was listed, and is gone by the time a worker comes."""
        with pytest.raises(FileMissing):
            content_of(source, place.folder(FILES), "gone.txt")

    @pytest.mark.parametrize(
        "path", ["../a.txt", "sub/../../a.txt", "/etc/passwd", "", ".", "..", "a\0.txt"]
    )
    def test_no_path_leads_out_of_the_folder(self, source: Source, place: Place, path: str) -> None:
        """Rows may come from anybody who can write to the database."""
        folder = place.folder(FILES)

        with pytest.raises(AnalysisError):
            content_of(source, folder, path)

    def test_no_path_leads_to_what_lies_outside_of_the_roots(
        self, source: Source, place: Place
    ) -> None:
        """The last fence: the folder was allowed, the path is what somebody wrote into a row."""
        folder, outside = place.folder(FILES), place.outside({"secret.txt": b"secret"})
        name = outside.rstrip("/").rpartition("/")[2]

        for path in (f"../../{name}/secret.txt", f"{outside}/secret.txt"):
            with pytest.raises(AnalysisError):
                content_of(source, folder, path)

    def test_a_folder_is_not_read(self, source: Source, place: Place) -> None:
        with pytest.raises((FolderNotRead, FileMissing)):
            content_of(source, place.folder(FILES), "sub")

    def test_what_was_opened_is_let_go_of(self, source: Source, place: Place) -> None:
        """A descriptor a document would end a worker within the hour."""
        with source.open(place.folder(FILES), "a.txt") as opened:
            descriptor = opened.descriptor

        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)

    def test_it_is_let_go_of_too_where_its_reader_broke(self, source: Source, place: Place) -> None:
        """And what the reader raised comes out as it was."""
        held: list[int] = []

        def read() -> None:
            with source.open(folder, "a.txt") as opened:
                held.append(opened.descriptor)
                raise ZeroDivisionError

        folder = place.folder(FILES)
        with pytest.raises(ZeroDivisionError):
            read()

        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(held[0])

    def test_it_is_open_at_its_beginning_and_cannot_be_written_to(
        self, source: Source, place: Place
    ) -> None:
        """The descriptor is handed to the process that reads strangers' documents."""
        with source.open(place.folder(FILES), "a.txt") as opened:
            assert os.read(opened.descriptor, 10) == b"one"
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.write(opened.descriptor, b"x")
