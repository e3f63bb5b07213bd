"""How a command ends, for those who call it from a script."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """The exit codes."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3  # the job is COMPLETED, but not every document of it
    INTERRUPTED = 130


def exit_of(job: Mapping[str, Any]) -> Exit:
    """Return what the state of an ended *job* (its public form) means to a script."""
    if job["state"] != "COMPLETED":
        return Exit.FAILED
    return Exit.PARTIAL if job["documents"]["failed"] else Exit.DONE


class CommandFailed(Exception):
    """What a command was asked for did not happen; the message is for a person.

    Attributes:
        code: how the process is to end.
    """

    def __init__(self, message: str, *, code: Exit = Exit.FAILED) -> None:
        """Take one or two sentences, the last of which names the next command to try."""
        super().__init__(message)
        self.code = code
