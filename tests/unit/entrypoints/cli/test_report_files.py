"""Report files: refused before any work, and never half written."""

from pathlib import Path
from typing import BinaryIO

import pytest

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.report_files import (
    ReportFile,
    report_files,
    write_report_file,
)

FORMATS = ("jsonl", "csv")


def test_the_ending_chooses_the_format(tmp_path: Path) -> None:
    files = report_files([tmp_path / "a.csv", tmp_path / "b.JSONL"], formats=FORMATS)

    assert [file.report_format for file in files] == ["csv", "jsonl"]


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    """The folder may be the one that is analysed next."""
    (tmp_path / "a.csv").write_text("of yesterday")

    report_files([tmp_path / "a.csv"], formats=FORMATS)

    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "of yesterday"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("report.doc", "no report format for report.doc"),
        ("report", "no report format for report"),
        ("missing/report.csv", "Nothing can be written to"),
        ("folder.csv", "it is a folder"),
        ("file/report.csv", "Nothing can be written to"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, name: str, told: str) -> None:
    """After an hour of analysis is too late."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(CommandFailed, match=told) as raised:
        report_files([tmp_path / name], formats=FORMATS)

    assert raised.value.code is Exit.USAGE
    assert "--report " in str(raised.value)


def test_one_file_cannot_be_two_reports(tmp_path: Path) -> None:
    twice = [tmp_path / "a.csv", tmp_path / "." / "x" / ".." / "a.csv"]
    (tmp_path / "x").mkdir()

    with pytest.raises(CommandFailed, match="one file"):
        report_files(twice, formats=FORMATS)


def test_a_report_that_breaks_leaves_the_old_one(tmp_path: Path) -> None:
    """Whoever reads the file meanwhile, or after a full disk, finds a whole one."""
    path = tmp_path / "a.csv"
    path.write_text("of yesterday")

    def write(_format: str, stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CommandFailed, match=r"No space left .*contractsai jobs report"):
        write_report_file(ReportFile(path, "csv"), write)

    assert path.read_text() == "of yesterday"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_another_command_is_named_where_it_is_another(tmp_path: Path) -> None:
    def write(_format: str, _stream: BinaryIO) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(CommandFailed, match=r"elsewhere: contractsai calendar j1 -o FILE$"):
        write_report_file(
            ReportFile(tmp_path / "a.ics", "ics"), write, again="contractsai calendar j1 -o FILE"
        )


def test_a_report_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("of yesterday")

    write_report_file(ReportFile(path, "csv"), lambda form, stream: stream.write(form.encode()))

    assert path.read_text() == "csv"


def test_a_new_report_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    """A temporary file's would keep it from the colleagues it is meant for."""
    path, other = tmp_path / "a.csv", tmp_path / "other"
    other.touch()

    write_report_file(ReportFile(path, "csv"), lambda _, stream: stream.write(b""))

    assert path.stat().st_mode == other.stat().st_mode
