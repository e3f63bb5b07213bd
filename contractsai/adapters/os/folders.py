"""The private folders of analysis processes: locked while somebody lives in them, swept up later.

A guard removes its folder. Where it is killed together with its worker, as with a container, nobody
is left to, and the next worker does.
"""

import contextlib
import os
import re
import sys
import uuid
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_NAME: Final = re.compile(r"\.?contractsai-[0-9a-f]{32}")  # with a dot while it is being made
_TIMES: Final = 10  # that a sweep may come in between: more is a fault of another kind


def new_name() -> str:
    """Return a name that nobody else has drawn."""
    return f"contractsai-{uuid.uuid4().hex}"


def make(folder: Path) -> None:
    """Make *folder*; until this process and its forks have ended, it is not swept up.

    It has its name from the moment that it is locked. Who dies before that leaves it with another,
    which is swept up as well, so that a sweep may take it away from the living: they make it again.

    Raises:
        OSError: it cannot be made.
    """
    if sys.platform == "win32":
        folder.mkdir(mode=0o700)
        return
    for _ in range(_TIMES - 1):
        with contextlib.suppress(_SweptUp):
            _make(folder)
            return
    _make(folder)


class _SweptUp(FileNotFoundError):
    """Somebody has taken it for that of a dead process."""


def _make(folder: Path) -> None:
    unlocked = _while_made(folder)
    unlocked.mkdir(mode=0o700)
    try:
        descriptor = os.open(unlocked, os.O_RDONLY)
    except FileNotFoundError as error:
        raise _SweptUp(*error.args) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # waits for a sweep that is at it
        unlocked.rename(folder)
    except FileNotFoundError as error:
        os.close(descriptor)
        raise _SweptUp(*error.args) from error


def _while_made(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}")


def discard(folder: Path) -> None:
    """Remove *folder*, whose process has ended, at whatever step of its life that was."""
    for path in (folder, _while_made(folder)):
        if path.exists():
            import shutil  # noqa: PLC0415 - the guard, which has to stay small, imports this module

            shutil.rmtree(path, ignore_errors=True)


def sweep(parent: Path | None = None) -> int:
    """Remove the folders that nobody lives in, and return how many there were.

    Args:
        parent: where they are; by default where temporary files of this process go.
    """
    if sys.platform == "win32":
        return 0
    import tempfile  # noqa: PLC0415 - likewise

    parent = parent or Path(tempfile.gettempdir())
    return sum(
        _NAME.fullmatch(path.name) is not None and _remove(path) for path in parent.iterdir()
    )


def _remove(folder: Path) -> bool:
    import shutil  # noqa: PLC0415 - likewise

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # gone, or somebody else's
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return not folder.exists()
