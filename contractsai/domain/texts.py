"""What counts as text: what UTF-8 can write and every database keeps."""

import re
from typing import Final

_NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")


def is_text(value: str) -> bool:
    """Return whether *value* holds neither NUL nor half a character, as JSON's escapes allow."""
    return not _NO_TEXT.search(value)
