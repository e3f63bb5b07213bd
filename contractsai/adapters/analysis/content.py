"""Read an open file once, whatever is done to it meanwhile: the digest is of the bytes returned."""

import hashlib
import os
from dataclasses import dataclass
from typing import Final

from contractsai.adapters.sources.beneath import translated
from contractsai.domain.errors import FileTooLarge

_BLOCK_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bytes:
    """What a file holds, and its SHA-256."""

    sha256: str
    data: bytes


def read_content(descriptor: int, *, max_bytes: int) -> Bytes:
    """Return what the file holds from where the descriptor stands.

    Raises:
        FileTooLarge: by its size, or because it does not end; in the first case nothing was read.
        FileUnreadable: the operating system refuses to read it.
    """
    try:
        if os.fstat(descriptor).st_size > max_bytes:
            raise FileTooLarge("by its size")
        return _read(descriptor, max_bytes)
    except OSError as error:
        raise translated(error) from error


def _read(descriptor: int, max_bytes: int) -> Bytes:
    digest = hashlib.sha256()
    parts: list[bytes] = []
    size = 0
    while part := os.read(descriptor, _BLOCK_BYTES):
        size += len(part)
        if size > max_bytes:
            raise FileTooLarge("it has grown")
        digest.update(part)
        parts.append(part)
    return Bytes(digest.hexdigest(), b"".join(parts))
