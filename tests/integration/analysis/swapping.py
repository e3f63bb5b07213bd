"""Exchange two names in one instant, over and over, as an attacker would.

``python -m swapping ONE OTHER`` says ``swapping`` once it has begun, and ends with its input.
"""

import ctypes
import os
import select
import sys

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def exchange(one: str, other: str) -> None:
    """Let two names change places.

    Raises:
        OSError: this system, or this file system, cannot.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        raise OSError("this system has no renameat2")
    if libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), "renameat2")


if __name__ == "__main__":
    sys.stdout.write("swapping\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], 0)[0]:
        for _ in range(100):
            exchange(*sys.argv[1:])
            exchange(*sys.argv[1:])
