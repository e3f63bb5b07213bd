"""How a command ends, for those who call it from a script."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

_NOT_WHOLE: Final = frozenset({"partial", "needs_ocr", "failed"})


class Exit(IntEnum):
    """The exit codes."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3  # the job is COMPLETED, but not every document of it was read whole
    INTERRUPTED = 130


def unread(documents: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return those of a job's ended documents (their public form) of which something is unread."""
    return [document for document in documents if document["outcome"] in _NOT_WHOLE]


def exit_of(job: Mapping[str, Any], not_whole: Sequence[Mapping[str, Any]]) -> Exit:
    """Return what an ended job (its public form) means to a script.

    Args:
        job: in its end state.
        not_whole: what `unread` says of its documents.
    """
    if job["state"] != "COMPLETED":
        return Exit.FAILED
    return Exit.PARTIAL if not_whole else Exit.DONE


class CommandFailed(Exception):
    """What a command was asked for did not happen; the message is for a person.

    Attributes:
        code: how the process is to end.
    """

    def __init__(self, message: str, *, code: Exit = Exit.FAILED) -> None:
        """Take one or two sentences, the last of which names the next command to try."""
        super().__init__(message)
        self.code = code


class ServiceUnreachable(CommandFailed):
    """Nobody answers; the job, if there is one, goes on by itself."""
