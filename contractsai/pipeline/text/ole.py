"""Compound files (OLE): the container of Word's and Outlook's old formats."""

import io
import struct
from collections.abc import Iterator
from typing import Any, Final

import olefile

from contractsai.pipeline.text.reading import failed

# What damaged sectors, sizes and directories make of the library, beside its own errors.
_DAMAGE: Final = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error,
    OverflowError, RecursionError, UnicodeError, MemoryError,
)  # fmt: skip
_MOST_NESTED: Final = 64  # storages inside storages


def _streams(storage: Any, place: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the entry of each stream by its path; of namesakes the first counts."""
    if depth > _MOST_NESTED:
        return
    for kid in reversed(storage.kids):
        path = f"{place}{kid.name}"
        if kid.entry_type == olefile.STGTY_STREAM:
            yield path, kid
        elif kid.entry_type == olefile.STGTY_STORAGE:
            yield from _streams(kid, f"{path}/", depth + 1)


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
            self._streams = dict(_streams(self._file.root, ""))
        except _DAMAGE as error:
            raise failed("corrupt") from error
        self.names = frozenset(path.partition("/")[0] for path in self._streams)

    def has(self, path: str) -> bool:
        """Return whether there is a stream of that path, ``/`` between the parts."""
        return path in self._streams

    def folders(self, prefix: str) -> list[str]:
        """Return the storages that begin with *prefix*, which may lie below another, sorted."""
        depth = prefix.count("/") + 1
        below = {
            "/".join(path.split("/")[:depth])
            for path in self._streams
            if path.startswith(prefix) and path.count("/") >= depth
        }
        return sorted(below)

    def read(self, path: str) -> bytes:
        """Return a stream; empty if there is none.

        Raises:
            Unreadable: it is broken.
        """
        entry = self._streams.get(path)
        if entry is None:
            return b""
        try:
            # By path the library looks through a folder from its start each time.
            stream = self._file._open(entry.isectStart, entry.size)  # noqa: SLF001 - as said above
            return bytes(stream.read())
        except _DAMAGE as error:
            raise failed("corrupt") from error
