"""The playbook that the settings name, read and checked once for a process."""

from functools import cache
from pathlib import Path

from contractsai.adapters.playbooks import PlaybookFile, playbook_file
from contractsai.settings import Settings

__all__ = ["PlaybookFile", "playbook_file", "playbook_of"]


def playbook_of(settings: Settings) -> PlaybookFile:
    """Return the playbook that *settings* name.

    Raises:
        UnsafeConfiguration: its file cannot be read, or is no playbook; every line that is
            wrong is told.
    """
    return _once(settings.playbook)


@cache
def _once(path: Path | None) -> PlaybookFile:
    """Read a file once: a process goes by the rules that it started with."""
    return playbook_file(path)
