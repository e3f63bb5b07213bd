"""A lock that the operating system takes back when its holder dies."""

import os
import sys
from pathlib import Path
from typing import Final

_FAR_OFFSET: Final = 1 << 30  # Windows forbids reading what is locked; nothing is stored there


class FileLock:
    """An exclusive lock on a file, held until `release` or the end of every process that has it.

    The file stays when the lock is gone: removing it would let two processes lock two files of
    one name.
    """

    def __init__(self, path: Path) -> None:
        """Take the file's path; nothing is made before `acquire`."""
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Return whether the lock is this object's now."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def is_held(self) -> bool:
        """Return whether any process holds the lock; asking does not get in anybody's way."""
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            return not _lock(descriptor, shared=True)
        finally:
            os.close(descriptor)

    def is_in_place(self) -> bool:
        """Return whether the file that this object has locked is still the one of its name."""
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._descriptor))
        except OSError:
            return False

    @property
    def descriptor(self) -> int | None:
        """What a child process has to inherit to hold the lock as well."""
        return self._descriptor

    def release(self) -> None:
        """Let go of the lock; inheritors may still hold it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int, *, shared: bool = False) -> bool:
    """Try once to lock what *descriptor* is open on."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            os.lseek(descriptor, _FAR_OFFSET, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
