"""What a test sees of permissions when it runs as root, whom no permission stops."""

import contextlib
import ctypes
import os
from collections.abc import Iterator
from typing import Final

_VERSION_3: Final = 0x20080522  # of Linux' capability interface
_DAC_OVERRIDE: Final = 1 << 1
_DAC_READ_SEARCH: Final = 1 << 2
_SET_SECUREBITS: Final = 28
_NO_ROOT: Final = 1  # being root gives no privileges to a program that is started


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def can_obey_permissions() -> bool:
    """Return whether `obeying_permissions` has an effect here."""
    return os.name == "posix" and (os.geteuid() != 0 or hasattr(ctypes.CDLL(None), "capset"))


@contextlib.contextmanager
def obeying_permissions() -> Iterator[None]:
    """Let permissions hold for this thread and what it starts, also for root.

    A file of mode 0 stays closed to root then, as to everybody else.

    Raises:
        OSError: the kernel refuses.
    """
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = _Header(_VERSION_3, 0)
    held = (_Data * 2)()
    _checked(libc.capget(ctypes.byref(header), held))
    before = held[0].effective
    _checked(libc.prctl(_SET_SECUREBITS, _NO_ROOT, 0, 0, 0))  # else a new program has them again
    held[0].effective = before & ~(_DAC_OVERRIDE | _DAC_READ_SEARCH)
    _checked(libc.capset(ctypes.byref(header), held))
    try:
        yield
    finally:
        _checked(libc.prctl(_SET_SECUREBITS, 0, 0, 0, 0))
        held[0].effective = before
        _checked(libc.capset(ctypes.byref(header), held))


def _checked(result: int) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
