"""What only holds other documents: its text is the list of their names."""

import re
from collections.abc import Iterable
from typing import Final

from contractsai.pipeline.text.reading import Attachment, Reading, distinctly_named

_MAX_NAME: Final = 200  # characters of one part
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def listing(carried: Iterable[Attachment]) -> Reading:
    """Return the reading of a container without words of its own."""
    attachments = tuple(distinctly_named(carried))
    names = "\n".join(item.name for item in attachments)
    return Reading((names,), attachments=attachments, is_cover=True)


def place_of(raw: str) -> str:
    """Return where inside its container a file lies, by a name that may lead anywhere.

    Empty if nothing of the name is left.
    """
    parts = raw.replace("\\", "/").split("/")
    if parts and _DRIVE.fullmatch(parts[0]):
        del parts[0]
    shown = ("".join(letter for letter in part if letter.isprintable()).strip() for part in parts)
    return "/".join(part[:_MAX_NAME] for part in shown if part not in {"", ".", ".."})
