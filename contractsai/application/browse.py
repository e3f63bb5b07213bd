"""Browse: which folders there are to analyse, and what a job of one would hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from contractsai.application.ports import Browsable, Source
from contractsai.domain.files import is_system_file


@dataclass(frozen=True, slots=True)
class Size:
    """What a job of a folder would hold; *left_out* are files of the operating system."""

    documents: int
    size_bytes: int
    left_out: int


def folders(folder: str | None, *, source: Source) -> Sequence[str]:
    """Return the full names of the folders in *folder*, or of those that may be read at all.

    A source that has nothing to choose from gives none.

    Raises:
        FolderError: *folder* is none, or not allowed.
    """
    return source.subfolders(folder) if isinstance(source, Browsable) else ()


def measure(folder: str, *, source: Source) -> Size:
    """Return what a job of *folder* would hold, without making one.

    Raises:
        FolderError: *folder* is none, or not allowed.
    """
    files = source.list(folder)
    ours = [file for file in files if not is_system_file(file.path)]
    return Size(len(ours), sum(file.size_bytes for file in ours), len(files) - len(ours))
