"""ZIP archives: folders that somebody packed, each document in them one of its own."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from contractsai.domain.files import is_system_file
from contractsai.domain.reasons import Reason
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.listing import listing, place_of
from contractsai.pipeline.text.reading import Attachment, Checkpoint, Reading, failed

# What damaged offsets, lengths and streams make of zipfile, beside its own error.
DAMAGE: Final = (
    zipfile.BadZipFile, ValueError, OSError, EOFError, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError,  # a compression that nobody else uses
    KeyError,  # no such member
)  # fmt: skip
_LOCKED: Final = 0x1  # among the flags of an entry
_IN_UTF8: Final = 0x800


def read_zip(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the names of what lies in an archive as its text, and the files as attachments.

    Raises:
        Unreadable: its directory is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return listing(_carried(archive, limits, checkpoint))
    except DAMAGE as error:
        raise failed("corrupt") from error


def _carried(
    archive: zipfile.ZipFile, limits: Limits, checkpoint: Checkpoint
) -> Iterator[Attachment]:
    """Yield every file but those of an operating system; the bytes of all together are limited."""
    left = limits.max_expanded_bytes
    unpacked = 0
    for entry in archive.infolist():
        name = place_of(_name(entry))
        if entry.is_dir() or not name or is_system_file(name):
            continue
        checkpoint("text")
        if unpacked >= limits.max_members:  # as the pipeline will say of it anyway
            yield Attachment(name, None, "member_limit")
            continue
        found = _unpacked(archive, entry, name, left)
        unpacked += found.content is not None
        left -= len(found.content or b"")
        yield found


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> Attachment:
    """Return a file without believing its declared size; one that cannot be had says why."""
    if entry.flag_bits & _LOCKED:
        return Attachment(name, None, Reason.ENCRYPTED)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Attachment(name, None, Reason.NOT_A_FILE)
    try:
        with archive.open(entry) as member:
            content = member.read(left + 1)
    except DAMAGE:
        return Attachment(name, None, Reason.CORRUPT)
    except RuntimeError:  # zipfile's way to say that a password is needed
        return Attachment(name, None, Reason.ENCRYPTED)
    if len(content) > left:
        return Attachment(name, None, Reason.TOO_LARGE)
    return Attachment(name, content)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: many programs write UTF-8 without saying so."""
    if entry.flag_bits & _IN_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename
