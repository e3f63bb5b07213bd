"""The process that draws: ``python -m contractsai.adapters.drawing.main TASK``, the PDF on stdin.

It draws one page of one file and ends. What it was asked for goes to standard output; why there is
nothing, it says by how it ends.
"""

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from typing import Final

from contractsai.adapters.drawing.places import Quote
from contractsai.adapters.os import platform

CHANGED: Final = 3
NO_SUCH_PAGE: Final = 4
TOO_LARGE: Final = 5


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be drawn.

    Attributes:
        sha256: of the file that was analysed; no other one is drawn.
        page: counted from 1.
        quotes: what to look for on it; None for the picture.
        max_bytes: of the file.
        memory_bytes: what drawing may take above what an idle process does.
    """

    sha256: str
    page: int
    quotes: tuple[Quote, ...] | None
    max_bytes: int
    memory_bytes: int

    def to_json(self) -> str:
        """Return what `of_json` takes."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> "Task":
        """Return the task of a text."""
        told = json.loads(text)
        quotes = told.pop("quotes")
        return cls(quotes=None if quotes is None else tuple(Quote(**it) for it in quotes), **told)


def main() -> int:
    """Do the task that the last argument describes."""
    platform.die_with_parent()
    platform.give_up_privileges()
    platform.be_killed_first()
    from contractsai.adapters.drawing import page  # noqa: PLC0415 - once this process is tame

    task = Task.of_json(sys.argv[-1])
    platform.limit_memory(task.memory_bytes + task.max_bytes)
    content = sys.stdin.buffer.read(task.max_bytes + 1)
    if len(content) > task.max_bytes:
        return TOO_LARGE
    if hashlib.sha256(content).hexdigest() != task.sha256:
        return CHANGED
    try:
        if task.quotes is None:
            sys.stdout.buffer.write(page.picture(content, task.page))
        else:
            found = page.layout(content, task.page, task.quotes)
            sys.stdout.buffer.write(json.dumps(found).encode())
    except page.NoSuchPage:
        return NO_SUCH_PAGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
