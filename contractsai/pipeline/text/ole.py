"""Compound files (OLE): the container of Word's and Outlook's old formats."""

import io
import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import olefile

from contractsai.pipeline.text.reading import failed

# What damaged sectors, sizes and directories make of the library, beside its own errors.
_DAMAGE: Final = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error,
    OverflowError, RecursionError, UnicodeError,
)  # fmt: skip
_TIMES_READ: Final = 4  # how often a reader may come back to all of a file
_MOST_NESTED: Final = 64  # storages inside storages


def _streams(
    storage: olefile.olefile.OleDirectoryEntry, place: str, depth: int = 0
) -> Iterator[tuple[str, olefile.olefile.OleDirectoryEntry]]:
    """Yield the entry of each stream by its path; of namesakes the first counts."""
    if depth > _MOST_NESTED:
        return
    for kid in reversed(storage.kids):
        path = f"{place}{kid.name}"
        if kid.entry_type == olefile.STGTY_STREAM:
            yield path, kid
        elif kid.entry_type == olefile.STGTY_STORAGE:
            yield from _streams(kid, f"{path}/", depth + 1)


class _Container(olefile.OleFileIO):  # type: ignore[misc]  # it ships no types
    """The library's reader, without its search for streams that share a place.

    That compares each stream with every other, and only warns.
    """

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's own
        del first_sect, minifat


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
            self._file = _Container(io.BytesIO(content))
            self._streams = dict(_streams(self._file.root, ""))
        except _DAMAGE as error:
            raise failed("corrupt") from error
        # Streams may share their bytes, so that all together hold more than the file.
        self._left = _TIMES_READ * len(content)
        self._storages: dict[str, set[str]] = defaultdict(set)
        for path in self._streams:
            storage = path.rpartition("/")[0]
            while storage:
                parent, _, name = storage.rpartition("/")
                self._storages[parent].add(name)
                storage = parent
        self.names = frozenset(path.partition("/")[0] for path in self._streams)

    def has(self, path: str) -> bool:
        """Return whether there is a stream of that path, ``/`` between the parts."""
        return path in self._streams

    def folders(self, prefix: str) -> list[str]:
        """Return the storages that begin with *prefix*, which may lie below another, sorted."""
        parent, _, start = prefix.rpartition("/")
        found = [name for name in self._storages[parent] if name.startswith(start)]
        return sorted(f"{parent}/{name}" if parent else name for name in found)

    def read(self, path: str) -> bytes:
        """Return a stream; empty if there is none.

        Raises:
            Unreadable: it is broken, or all streams together hold more than the file can.
        """
        entry = self._streams.get(path)
        if entry is None:
            return b""
        try:
            # By path the library looks through a folder from its start each time.
            stream = self._file._open(entry.isectStart, entry.size)  # noqa: SLF001 - as said above
            content = bytes(stream.read())
        except _DAMAGE as error:
            raise failed("corrupt") from error
        self._left -= len(content)
        if self._left < 0:
            raise failed("too_large")
        return content
