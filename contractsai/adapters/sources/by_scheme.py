"""`Source` that asks the source of a folder's scheme: ``/path``, ``file:///path``, ``s3://...``."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final
from urllib.parse import unquote

from contractsai.application.ports import Browsable, OpenDocument, Source, SourceFile
from contractsai.domain.errors import (
    FileOutsideRoots,
    FolderNotAllowed,
    FolderNotFound,
)

FILE: Final = "file"
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*)://", re.ASCII)
_LOCAL: Final = "file://"


def scheme_of(folder: str) -> str:
    """Return the scheme of a folder or a root; a path has that of files."""
    found = _SCHEME.match(folder)
    return found[1] if found else FILE


class SourceByScheme:
    """`Source` over others, one a scheme.

    Which there are is decided by the roots, when the service starts: whoever submits a folder can
    neither have a plug-in loaded nor reach a place of a scheme without a root.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        """Take the sources by scheme."""
        self._sources = sources

    def list(self, folder: str) -> Sequence[SourceFile]:
        """Return every name below *folder*, sorted by path."""
        return self._source(folder).list(_plain(folder))

    def subfolders(self, folder: str | None) -> Sequence[str]:
        """Return the folders in *folder*, or those of every source to begin with."""
        if folder is None:
            able = [it for it in self._sources.values() if isinstance(it, Browsable)]
            return [found for source in able for found in source.subfolders(None)]
        source = self._source(folder)
        return source.subfolders(_plain(folder)) if isinstance(source, Browsable) else ()

    def open(self, folder: str, path: str) -> AbstractContextManager[OpenDocument]:
        """Return a listed file, open until the block ends."""
        try:
            return self._source(folder).open(_plain(folder), path)
        except (FolderNotAllowed, FolderNotFound) as error:  # another machine took the job
            raise FileOutsideRoots(path) from error

    def _source(self, folder: str) -> Source:
        scheme = scheme_of(folder)
        if scheme in self._sources:
            return self._sources[scheme]
        raise FolderNotAllowed(
            f"{scheme}:// is the beginning of none of the allowed roots; allow a root with it: "
            f"CONTRACTSAI_ALLOWED_ROOTS={scheme}://..."
        )


def _plain(folder: str) -> str:
    """Return the path that ``file://`` stands before; anything else as it is.

    Raises:
        FolderNotFound: it is on another machine.
    """
    if not folder.startswith(_LOCAL):
        return folder
    host, slash, path = folder.removeprefix(_LOCAL).partition("/")
    if host not in {"", "localhost"}:
        raise FolderNotFound(
            f"{folder} is on another machine; write a folder of this one like file:///path"
        )
    return unquote(slash + path, errors="surrogateescape")
