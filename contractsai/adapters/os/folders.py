"""The private folders of analysis processes: locked while somebody lives in them, swept up later.

A guard removes its folder. Where it is killed together with its worker, as with a container, nobody
is left to, and the next worker does.
"""

import os
import re
import sys
import uuid
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_NAME: Final = re.compile(r"contractsai-[0-9a-f]{32}")


def new_name() -> str:
    """Return a name that nobody else has drawn."""
    return f"contractsai-{uuid.uuid4().hex}"


def make(folder: Path) -> None:
    """Make *folder*; until this process and its forks have ended, it is not swept up.

    It has its name from the moment that it is locked.
    """
    if sys.platform == "win32":
        folder.mkdir(mode=0o700)
        return
    unlocked = folder.with_name(f".{folder.name}")
    unlocked.mkdir(mode=0o700)
    fcntl.flock(os.open(unlocked, os.O_RDONLY), fcntl.LOCK_EX)
    unlocked.rename(folder)


def sweep(parent: Path | None = None) -> int:
    """Remove the folders that nobody lives in, and return how many there were.

    Args:
        parent: where they are; by default where temporary files of this process go.
    """
    if sys.platform == "win32":
        return 0
    import tempfile  # noqa: PLC0415 - the guard, which has to stay small, imports this module

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
