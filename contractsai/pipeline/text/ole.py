"""Compound files (OLE): the container of Word's and Outlook's old formats."""

import io
import struct
from typing import Final

import olefile

from contractsai.pipeline.text.reading import failed

# What damaged sectors, sizes and directories make of the library, beside its own errors.
_DAMAGE: Final = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error,
    OverflowError, RecursionError, UnicodeError, MemoryError,
)  # fmt: skip


class Ole:
    """The streams of a compound file, by path.

    Attributes:
        names: of what lies at the top.
    """

    def __init__(self, content: bytes) -> None:
        """Open the container.

        Raises:
            Unreadable: it is broken.
        """
        try:
            self._file = olefile.OleFileIO(io.BytesIO(content))
            self._paths = frozenset("/".join(path) for path in self._file.listdir())
        except _DAMAGE as error:
            raise failed("corrupt") from error
        self.names = frozenset(path.partition("/")[0] for path in self._paths)

    def has(self, path: str) -> bool:
        """Return whether there is a stream of that path, ``/`` between the parts."""
        return path in self._paths

    def folders(self, prefix: str) -> list[str]:
        """Return the storages that begin with *prefix*, which may lie below another, sorted."""
        depth = prefix.count("/") + 1
        below = {
            "/".join(path.split("/")[:depth])
            for path in self._paths
            if path.startswith(prefix) and path.count("/") >= depth
        }
        return sorted(below)

    def read(self, path: str) -> bytes:
        """Return a stream; empty if there is none.

        Raises:
            Unreadable: it is broken.
        """
        if path not in self._paths:
            return b""
        try:
            return bytes(self._file.openstream(path.split("/")).read())
        except _DAMAGE as error:
            raise failed("corrupt") from error
