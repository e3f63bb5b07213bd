"""Read a file that may be a link, a pipe, a device or enormous by now."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractsai.adapters.analysis import platform
from contractsai.domain.errors import FileMissing, FileUnreadable

_BLOCK_BYTES: Final = 1024 * 1024
_NO_FILE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO})


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, None if they are too many, and their SHA-256 in either case."""

    sha256: str
    data: bytes | None


def read_content(path: Path, *, max_bytes: int) -> Content:
    """Return what the file holds; never waits for a pipe's writer, never follows a link.

    Raises:
        FileMissing: it is gone, or no longer a regular file.
        FileUnreadable: the operating system refuses to open or to read it.
    """
    try:
        descriptor = os.open(path, platform.open_flags())
    except OSError as error:
        raise _translated(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise FileMissing("not a regular file")
        return _read(descriptor, max_bytes)
    except OSError as error:
        raise _translated(error) from error
    finally:
        os.close(descriptor)


def _read(descriptor: int, max_bytes: int) -> Content:
    digest = hashlib.sha256()
    parts: list[bytes] = []
    size = 0
    while part := os.read(descriptor, _BLOCK_BYTES):
        digest.update(part)
        size += len(part)
        if size <= max_bytes:
            parts.append(part)
        else:
            parts.clear()
    return Content(digest.hexdigest(), b"".join(parts) if size <= max_bytes else None)


def _translated(error: OSError) -> FileMissing | FileUnreadable:
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    return FileMissing(reason) if error.errno in _NO_FILE else FileUnreadable(reason)
