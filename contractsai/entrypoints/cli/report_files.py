"""Report files: refused early, written beside their place, and put there when they are whole."""

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit

Write: TypeAlias = Callable[[str, BinaryIO], None]
"""Writes a report of a format to a stream."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Where a report is to go, in the format that its ending names."""

    path: Path
    report_format: str


def report_files(paths: Sequence[Path], *, formats: Sequence[str]) -> list[ReportFile]:
    """Return what *paths* ask for, after making sure that all of it can be written.

    Raises:
        CommandFailed: one has no known ending, or lies where nothing can be written.
    """
    files = [_checked(path, formats) for path in paths]
    if len({file.path.resolve() for file in files}) < len(files):
        raise CommandFailed(
            "Two reports would go to one file. Name each file once: --report a.csv --report b.html",
            code=Exit.USAGE,
        )
    return files


def write_report_file(
    file: ReportFile, write: Write, *, again: str = "contractsai jobs report ID --report FILE"
) -> None:
    """Write the report, so that its file is either as before or complete.

    Args:
        file: where to.
        write: what fills it.
        again: the command that writes it elsewhere.

    Raises:
        CommandFailed: the disk is full, or the place is gone.
    """
    draft = _draft(file.path)
    try:
        with draft.open("xb") as stream:
            write(file.report_format, stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file.path)
    except OSError as error:
        raise CommandFailed(
            f"The report could not be written to {file.path} ({error.strerror}). The job is "
            f"kept, so write it elsewhere: {again}"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _checked(path: Path, formats: Sequence[str]) -> ReportFile:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in formats:
        known = " ".join(f".{name}" for name in formats)
        raise CommandFailed(
            f"There is no report format for {path.name}. The ending chooses it, one of {known}: "
            "--report report.jsonl",
            code=Exit.USAGE,
        )
    with _refusing(path):
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        draft = _draft(path)
        draft.touch(exist_ok=False)
        draft.unlink()
    return ReportFile(path, ending)


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandFailed(
            f"Nothing can be written to {path} ({error.strerror}). "
            f"Name another place: --report ./{path.name}",
            code=Exit.USAGE,
        ) from error


def _draft(path: Path) -> Path:
    """Return a name beside *path* that nobody has: renaming works within one file system only."""
    return path.with_name(f".{path.name[:100]}.{uuid.uuid4().hex[:8]}.part")
