"""Playbooks in files, and the one that comes with this package."""

from dataclasses import dataclass
from pathlib import Path

from contractsai.domain.deadline import Deadline, Severity
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.pipeline.playbook.model import Playbook
from contractsai.pipeline.playbook.nodes import MAX_BYTES
from contractsai.pipeline.playbook.reader import (
    PlaybookError,
    default_playbook,
    default_text,
    read_playbook,
)


@dataclass(frozen=True, slots=True)
class PlaybookFile:
    """A playbook with its text; *path* is None for the one that comes with this package."""

    path: Path | None
    text: str
    playbook: Playbook

    @property
    def own_text(self) -> str | None:
        """The text, if it is a user's own."""
        return None if self.path is None else self.text

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The rules about today."""
        return self.playbook.deadlines

    def severities(self) -> dict[str, int]:
        """Return how many rules there are of each severity."""
        found = [rule.severity for rule in self.playbook.rules]
        found += [rule.severity for rule in self.playbook.deadlines]
        return {severity.value: found.count(severity) for severity in Severity}


def playbook_file(path: Path | None) -> PlaybookFile:
    """Return the playbook in a file, or the one that comes with this package.

    Raises:
        UnsafeConfiguration: its file cannot be read, or is no playbook; every line that is
            wrong is told.
    """
    if path is None:
        return PlaybookFile(None, default_text(), default_playbook())
    if path.exists() and not path.is_file():  # whoever opens a pipe waits for a writer
        raise UnsafeConfiguration(
            f"the playbook {path} cannot be read (it is not a regular file); "
            f"to begin with one: contractsai playbook show > playbook.yaml"
        )
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise UnsafeConfiguration(
            f"the playbook {path} cannot be read ({error.strerror}); "
            f"to begin with one: contractsai playbook show > {path.name}"
        ) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refusal([f"{path}:{line}: this is not valid UTF-8"], path) from error
    try:
        return PlaybookFile(path, text, read_playbook(text, source=str(path)))
    except PlaybookError as error:
        raise _refusal(str(error).splitlines(), path) from error


def _refusal(lines: list[str], path: Path) -> UnsafeConfiguration:
    told = "\n".join(lines)
    return UnsafeConfiguration(
        f"this is not a valid playbook:\n{told}\n"
        f"Correct it, then: contractsai playbook check {path}"
    )
