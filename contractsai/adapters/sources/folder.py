"""`Source` on folders of this machine, below allowed roots."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contractsai.adapters.sources import beneath
from contractsai.application.ports import OpenDocument, SourceFile
from contractsai.domain.errors import (
    FileMissing,
    FileOutsideRoots,
    FolderNotAllowed,
    FolderNotFound,
    FolderNotRead,
)


class FolderSource:
    """`Source` on the file system.

    Every name is listed, so that nothing is missing from a report without a word; whoever opens
    one learns why it cannot be read. Links are followed only to files, and only where they end
    below an allowed root.
    """

    def __init__(self, allowed_roots: Sequence[Path | str]) -> None:
        """Take the folders below which everything may be read."""
        self._roots = [Path(os.path.realpath(root)) for root in allowed_roots]

    def list(self, folder: str) -> Sequence[SourceFile]:
        """Return every name below *folder*, sorted by path."""
        base = self._folder(folder)
        return sorted(self._files(base), key=lambda file: file.path)

    def subfolders(self, folder: str | None) -> Sequence[str]:
        """Return the folders in *folder*, or the allowed roots; no links, and nothing hidden."""
        if folder is None:
            return sorted(str(root) for root in self._roots if root.is_dir())
        base = self._folder(folder)
        try:
            with os.scandir(base) as entries:
                found = [it.path for it in entries if it.is_dir(follow_symlinks=False)]
        except OSError as error:
            raise FolderNotAllowed(f"{base} cannot be listed: {error.strerror}") from error
        return sorted(path for path in found if not Path(path).name.startswith("."))

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        """Return a listed file, open until the block ends.

        A link of ours is followed once, by name; what it led to then is opened without following
        any.
        """
        try:
            real = Path(os.path.realpath(Path(folder) / path))
        except (OSError, ValueError) as error:  # a link was replaced that very moment; a NUL
            raise FileMissing(path) from error
        # The folder was allowed where the job was submitted; this worker may have other roots.
        if not self._is_allowed(real) and not real.is_relative_to(folder):
            raise FileOutsideRoots(path)
        if real.is_dir():  # what is opened is looked at again; this one may not be opened at all
            raise FolderNotRead(path)
        with beneath.opened(real) as descriptor:
            yield OpenDocument(str(real), descriptor)

    def _folder(self, folder: str) -> Path:
        if "\0" in folder:
            raise FolderNotFound("a folder's name holds no NUL")
        given = Path(folder)
        if not given.is_absolute():
            raise FolderNotAllowed(f"{folder} is not an absolute path")
        base = Path(os.path.realpath(given))
        if not self._is_allowed(base):
            raise FolderNotAllowed(f"{folder} lies under none of the allowed roots")
        try:
            found = base.is_dir()
        except OSError as error:  # a name too long, a parent that may not be entered
            raise FolderNotFound(f"there is no folder {folder}: {error.strerror}") from error
        if not found:
            raise FolderNotFound(f"there is no folder {folder}")
        return base

    def _is_allowed(self, real: Path) -> bool:
        return any(real.is_relative_to(root) for root in self._roots)

    def _files(self, base: Path) -> Iterator[SourceFile]:
        """Yield every name that is no folder, and every folder that is not walked."""
        not_listed: list[OSError] = []
        for parent, folders, names in os.walk(base, onerror=not_listed.append):
            links = [name for name in folders if os.path.islink(os.path.join(parent, name))]  # noqa: PTH114, PTH118 - for each of a million
            for name in (*names, *links):
                file = Path(parent, name)
                yield SourceFile(file.relative_to(base).as_posix(), *self._look(file))
        for error in not_listed:
            folder = Path(error.filename)
            if folder == base:
                raise FolderNotAllowed(f"{base} cannot be listed: {error.strerror}") from error
            yield SourceFile(folder.relative_to(base).as_posix(), 0)

    def _look(self, file: Path) -> tuple[int, str]:
        """Return size and version of what may be read, 0 and none of all else."""
        try:
            if file.is_symlink() and not self._is_allowed(Path(os.path.realpath(file))):
                return 0, ""
            status = file.stat()
        except OSError:  # a dangling link, or gone since it was listed
            return 0, ""
        if not stat.S_ISREG(status.st_mode):
            return 0, ""
        return status.st_size, str(status.st_mtime_ns)
