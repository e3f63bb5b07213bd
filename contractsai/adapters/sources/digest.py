"""The digest of an open file, for who wants to know whether its bytes are known."""

import hashlib
import os
from typing import Final

from contractsai.adapters.sources.beneath import translated
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import FileTooLarge

_BLOCK_BYTES: Final = 1024 * 1024


def digest_of(document: OpenDocument, *, max_bytes: int) -> str:
    """Return the SHA-256 of a file's bytes, a block of which is in memory at a time.

    Raises:
        FileTooLarge: it does not end within *max_bytes*.
        FileUnreadable: the operating system refuses to read it.
    """
    digest = hashlib.sha256()
    left = max_bytes
    try:
        while block := os.read(document.descriptor, _BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                raise FileTooLarge("it does not end")
            digest.update(block)
    except OSError as error:
        raise translated(error) from error
    return digest.hexdigest()
