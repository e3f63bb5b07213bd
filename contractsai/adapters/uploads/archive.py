"""ZIP archives of strangers: taken apart file by file, or refused as a whole."""

import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final

from contractsai.adapters.uploads.limits import Limits
from contractsai.domain.errors import UploadRefused
from contractsai.domain.upload_names import is_hostile

CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_MOST_OF_AN_ENTRY: Final = 4096
"""Bytes of the archive's list of contents for one file: a name, and what systems add to it."""
_END: Final = struct.Struct("<4s4H2LH")
_END_SIGN: Final = b"PK\x05\x06"
_LONGEST_COMMENT: Final = 0xFFFF
_READABLE: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
NO_ARCHIVE: Final = "an archive is broken, or no ZIP file"
BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, ValueError, NotImplementedError),
)
"""What the library raises of an archive that is none, or not whole."""


def unpacked(archive: BinaryIO, limits: Limits) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and content of each file, which is to be read before the next.

    What an archive says of its sizes is not believed: what comes out is counted.

    Raises:
        UploadRefused: it is broken, encrypted, or a name in it leads elsewhere.
        UploadTooLarge: there is too much in it.
    """
    packed_bytes = archive.seek(0, 2)
    _check_list(archive, packed_bytes, limits)
    with _refusing(), zipfile.ZipFile(archive) as opened:
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
        limits.check_files(len(entries))
        for entry in entries:
            _check(entry)
        unpacked_bytes = 0
        for entry in entries:
            with opened.open(entry) as file:
                pieces = _Counted(file, limits, unpacked_bytes, packed_bytes)
                yield _name_of(entry), iter(pieces)
            unpacked_bytes = pieces.unpacked_bytes


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what it means if the library cannot read on."""
    try:
        yield
    except BROKEN as error:
        raise UploadRefused(NO_ARCHIVE) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the file's beginning
            raise
        raise UploadRefused(NO_ARCHIVE) from error


class _Counted:
    """The content of one file, counted together with those before it."""

    def __init__(
        self, file: IO[bytes], limits: Limits, unpacked_bytes: int, packed_bytes: int
    ) -> None:
        self._file = file
        self._limits = limits
        self.unpacked_bytes = unpacked_bytes
        self._packed_bytes = packed_bytes

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._read():
            self.unpacked_bytes += len(piece)
            self._limits.check_bytes(self.unpacked_bytes)
            self._limits.check_ratio(self.unpacked_bytes, self._packed_bytes)
            yield piece

    def _read(self) -> bytes:
        with _refusing():
            return self._file.read(CHUNK)


def _check_list(archive: BinaryIO, packed_bytes: int, limits: Limits) -> None:
    """Refuse a list of contents that would fill memory before anybody has counted its entries."""
    archive.seek(max(packed_bytes - _LONGEST_COMMENT - _END.size, 0))
    tail = archive.read(_LONGEST_COMMENT + _END.size)
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        raise UploadRefused(NO_ARCHIVE)
    listed_bytes = _END.unpack_from(tail, at)[5]
    if listed_bytes > limits.files * _MOST_OF_AN_ENTRY:  # 4 GiB where a ZIP64 says it elsewhere
        raise UploadRefused("an archive's list of contents is larger than its files need")


def _check(entry: zipfile.ZipInfo) -> None:
    name = _name_of(entry)
    if is_hostile(name):
        raise UploadRefused("a name in an archive leads out of it")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise UploadRefused("an archive holds a link or a device; send the files themselves")
    if entry.flag_bits & _ENCRYPTED:
        raise UploadRefused("an archive is encrypted; send it without a password")
    if entry.compress_type not in _READABLE:
        raise UploadRefused("an archive is packed in a way that is rare; pack it with Deflate")


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return the name as it stands in the archive: the library cuts it at a NUL."""
    return entry.orig_filename
