"""The door through which the worker hands open files to its analysis process, one at a time.

What goes through is the open file itself, not a name: whatever becomes of the name, both mean the
same file. Windows has no such door; there the process opens the name again, and asks whether that
is the same file.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from contractsai.adapters.os import platform
from contractsai.adapters.sources import beneath
from contractsai.domain.errors import FileMissing

_HAS_DOOR: Final = platform.HAS_GUARD and hasattr(socket, "send_fds")
_CLOSED_TO_OTHERS: Final = getattr(socket, "MSG_CMSG_CLOEXEC", 0)  # macOS is told afterwards


def pair() -> tuple[socket.socket | None, socket.socket | None]:
    """Return the worker's side and the process'; nothing comes back through it."""
    if not _HAS_DOOR:
        return None, None
    ours, theirs = socket.socketpair()
    ours.shutdown(socket.SHUT_RD)
    return ours, theirs


def hand_over(door: socket.socket, descriptor: int) -> None:
    """Send an open file.

    Raises:
        OSError: nobody is at the other side.
    """
    socket.send_fds(door, [b"\0"], [descriptor])


@contextmanager
def received(door: socket.socket) -> Iterator[int]:
    """Return the descriptor of the file that comes through, until the block ends.

    Raises:
        EOFError: none comes.
    """
    _, descriptors, _, _ = socket.recv_fds(door, 1, 1, _CLOSED_TO_OTHERS)
    if not descriptors:
        raise EOFError("the worker handed nothing over")
    [descriptor] = descriptors
    try:
        os.set_inheritable(descriptor, False)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def opened_again(location: str, *, device: int, number: int) -> Iterator[int]:
    """Return a descriptor of the very file that the worker holds open, until the block ends.

    Args:
        location: its real path.
        device: what `os.fstat` calls ``st_dev``.
        number: what it calls ``st_ino``; nobody else has it while the worker holds the file.

    Raises:
        FileMissing: another file is there by now, or none.
        FileUnreadable: the operating system refuses to open it.
    """
    with beneath.opened(Path(location)) as descriptor:
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) != (device, number):
            raise FileMissing("another file has taken its place")
        yield descriptor
