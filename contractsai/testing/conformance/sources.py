"""What every `Source` must do: subclass `SourceConformance` and give it two fixtures.

class TestMySource(SourceConformance):
    @pytest.fixture
    def source(self) -> Source:
        return MySource(...)

    @pytest.fixture
    def put(self, source: Source) -> Put:
        return lambda files: ...   # make a folder of these files, and return its name
"""

import os
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from contractsai.application.ports import Source
from contractsai.domain.errors import AnalysisError, FileMissing, FolderError
from contractsai.domain.findings import REASONS, Outcome

Put: TypeAlias = Callable[[Mapping[str, bytes]], str]
"""Makes a folder that holds these files, by path, and returns what to submit."""

FILES = {
    "a.txt": b"one",
    "sub/b.txt": b"two",
    "sub/deeper/c.txt": b"",
    "A name, with spaces & signs (1).pdf": b"three",
    "Vertr\u00e4ge/\u5951\u7d04.docx": b"four",
    ".hidden": b"five",
    "sub.txt": b"six",
}


class SourceConformance:
    """Listing and opening, and that nothing is left out without a word."""

    def test_every_file_is_listed_by_path_with_its_size(self, source: Source, put: Put) -> None:
        """Hidden files too: what is no document is for the report to say."""
        listed = source.list(put(FILES))

        assert [file.path for file in listed] == sorted(FILES)
        assert {file.path: file.size_bytes for file in listed} == {
            path: len(content) for path, content in FILES.items()
        }

    def test_a_listed_name_can_be_opened_or_says_why_not(self, source: Source, put: Put) -> None:
        """A name that is listed is a line of the report, so each has to come to an end."""
        folder = put(FILES)

        for file in source.list(folder):
            try:
                with source.open(folder, file.path) as opened:
                    content = os.pread(opened.descriptor, file.size_bytes + 1, 0)
                    assert content == FILES[file.path]
            except AnalysisError as error:
                assert error.reason in REASONS[Outcome.FAILED]  # noqa: PT017 - either is right
                assert not error.retryable  # noqa: PT017 - likewise

    def test_an_empty_folder_holds_nothing(self, source: Source, put: Put) -> None:
        """It is the use case that calls that an error."""
        assert list(source.list(put({}))) == []

    def test_listing_twice_gives_the_same(self, source: Source, put: Put) -> None:
        folder = put(FILES)

        assert source.list(folder) == source.list(folder)

    def test_a_folder_that_is_not_there_is_an_error_of_ours(self, source: Source, put: Put) -> None:
        """By class, so that the caller learns whether he may, and whether there is one."""
        with pytest.raises(FolderError):
            source.list(put(FILES) + "-not-there")

    def test_a_file_that_is_not_there_is_missing(self, source: Source, put: Put) -> None:
        """It was listed, and is gone by the time a worker comes."""
        folder = put(FILES)

        with pytest.raises(FileMissing), source.open(folder, "gone.txt"):
            pass

    @pytest.mark.parametrize("path", ["../a.txt", "sub/../../a.txt", "/etc/passwd"])
    def test_no_path_leads_out_of_the_folder(self, source: Source, put: Put, path: str) -> None:
        """Rows may come from anybody who can write to the database."""
        folder = put(FILES)

        with pytest.raises(AnalysisError), source.open(folder, path):
            pass

    def test_what_was_opened_is_let_go_of(self, source: Source, put: Put) -> None:
        """A descriptor a document would end a worker within the hour."""
        folder = put(FILES)
        with source.open(folder, "a.txt") as opened:
            descriptor = opened.descriptor

        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)
