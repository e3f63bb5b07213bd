"""Open a file by its real path, and follow no link on the way: neither at its end nor above it.

A real path names no link when it is asked for. Whoever may write below an allowed root can put one
there a moment later, in the place of any folder; so each part of the path is opened without
following anything, and what comes of that is what the path names.

=======  =========================================================================================
Linux    ``openat2`` does so in one call; where a kernel or a sandbox refuses that, part by part
macOS    ``O_NOFOLLOW_ANY``, likewise in one call
Windows  the path of what was opened is asked for afterwards, and compared
others   part by part: each folder is opened in the one before it
=======  =========================================================================================
"""

import ctypes
import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from contractsai.domain.errors import (
    AnalysisError,
    AnalysisFailed,
    FileMissing,
    FileUnreadable,
    FolderNotRead,
    NotAFile,
)

_NO_FILE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_NOT_A_FILE: Final = frozenset({errno.ENXIO, errno.ENODEV})  # a socket, a device without a driver
_PASSING: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ESTALE})
_NO_SUCH_CALL: Final = frozenset({errno.ENOSYS, errno.EPERM})  # the latter is a sandbox's answer

# From linux/openat2.h; the number is the same on all architectures that have wheels of Python.
_SYS_OPENAT2: Final = 437
_RESOLVE_NO_MAGICLINKS: Final = 0x02
_RESOLVE_NO_SYMLINKS: Final = 0x04
_RESOLVE_BENEATH: Final = 0x08

# No pipe is waited for, no terminal taken, no program that is started inherits it.
_FLAGS: Final = (
    "O_NONBLOCK",
    "O_NOFOLLOW",
    "O_CLOEXEC",
    "O_NOCTTY",
    "O_BINARY",
    "O_NOINHERIT",
)


class _How(ctypes.Structure):
    """``struct open_how``."""

    _fields_ = (
        ("flags", ctypes.c_uint64),
        ("mode", ctypes.c_uint64),
        ("resolve", ctypes.c_uint64),
    )


@contextmanager
def opened(real: Path) -> Iterator[int]:
    """Return a descriptor of the regular file at *real*, a path that holds no link.

    Raises:
        FileMissing: there is none, or there is a link in its path by now.
        FolderNotRead: it is a folder.
        NotAFile: it is a pipe, a socket or a device.
        FileUnreadable: the operating system refuses to open it.
        AnalysisFailed: it could not be opened just now.
    """
    try:
        descriptor = open_file(real)
    except OSError as error:
        raise translated(error) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise FolderNotRead("a folder")
        if not stat.S_ISREG(mode):
            raise NotAFile("not a regular file")
        yield descriptor
    finally:
        os.close(descriptor)


def translated(error: OSError) -> AnalysisError:
    """Return what the operating system's answer means for a document."""
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    if error.errno in _NO_FILE:
        return FileMissing(reason)
    if error.errno in _NOT_A_FILE:
        return NotAFile(reason)
    return AnalysisFailed(reason) if error.errno in _PASSING else FileUnreadable(reason)


if sys.platform == "linux":

    def open_file(real: Path) -> int:
        """Return a descriptor of whatever is at *real*; the caller looks what that is.

        Raises:
            OSError: there is nothing that can be opened without following a link.
        """
        try:
            return open_at_once(real)
        except OSError as error:
            if error.errno not in _NO_SUCH_CALL:
                raise
            return open_by_parts(real)

elif sys.platform == "darwin":

    def open_file(real: Path) -> int:
        """Do what it does elsewhere."""
        return os.open(real, (_flags() & ~os.O_NOFOLLOW) | os.O_NOFOLLOW_ANY)

elif sys.platform == "win32":

    def open_file(real: Path) -> int:
        """Do what it does elsewhere, as far as can be seen afterwards."""
        descriptor = os.open(real, _flags())
        try:
            found = _final_path(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        if os.path.normcase(found) != os.path.normcase(real):
            os.close(descriptor)
            raise OSError(errno.ELOOP, "a link has come into the path")
        return descriptor

    def _final_path(descriptor: int) -> str:
        import msvcrt  # noqa: PLC0415 - only here is there one

        buffer = ctypes.create_unicode_buffer(32768)  # the longest path that Windows has
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(descriptor))
        length = ctypes.windll.kernel32.GetFinalPathNameByHandleW(handle, buffer, len(buffer), 0)
        if not 0 < length < len(buffer):
            raise OSError(errno.EACCES, "its path is not told")
        found = buffer.value
        if found.startswith("\\\\?\\UNC\\"):
            return "\\\\" + found.removeprefix("\\\\?\\UNC\\")
        return found.removeprefix("\\\\?\\")

else:

    def open_file(real: Path) -> int:
        """Do what it does elsewhere."""
        return open_by_parts(real)


def open_at_once(real: Path) -> int:
    """Return a descriptor of what is at *real*, by Linux' own call.

    Raises:
        OSError: as for `open_by_parts`; ENOSYS or EPERM where there is no such call.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    how = _How(_flags(), 0, _RESOLVE_BENEATH | _RESOLVE_NO_SYMLINKS | _RESOLVE_NO_MAGICLINKS)
    name = os.fsencode(real.relative_to(real.anchor))
    top = os.open(real.anchor, _folder_flags())
    try:
        while True:
            descriptor: int = libc.syscall(
                ctypes.c_long(_SYS_OPENAT2),
                ctypes.c_long(top),
                ctypes.c_char_p(name),
                ctypes.byref(how),
                ctypes.c_size_t(ctypes.sizeof(how)),
            )
            if descriptor >= 0:
                return descriptor
            number = ctypes.get_errno()
            if number != errno.EINTR:  # after which a signal's handler has had its turn
                raise OSError(number, os.strerror(number))
    finally:
        os.close(top)


def open_by_parts(real: Path) -> int:
    """Return a descriptor of what is at *real*, each part of it opened in the one before.

    Raises:
        OSError: a part of it is gone, a link, not to be opened, or no folder.
    """
    *folders, name = real.parts
    here = os.open(real.anchor, _folder_flags())
    try:
        for folder in folders[1:]:
            below = os.open(folder, _folder_flags(), dir_fd=here)
            os.close(here)
            here = below
        return os.open(name, _flags(), dir_fd=here)
    finally:
        os.close(here)


def _flags() -> int:
    flags = os.O_RDONLY
    for name in _FLAGS:
        flags |= getattr(os, name, 0)
    return flags


def _folder_flags() -> int:
    """Return flags to enter a folder, which asks for no right to list it where that can be had."""
    search = getattr(os, "O_PATH", getattr(os, "O_SEARCH", os.O_RDONLY))
    return int(search) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
