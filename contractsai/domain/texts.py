"""What counts as text: what UTF-8 can write and every database keeps."""

import re
from string import ascii_lowercase, ascii_uppercase
from typing import Final

_NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")
_SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def is_text(value: str) -> bool:
    """Return whether *value* holds neither NUL nor half a character, as JSON's escapes allow."""
    return not _NO_TEXT.search(value)


def ascii_lower(value: str) -> str:
    """Return *value* with small letters for A to Z: no locale and no database knows better."""
    return value.translate(_SMALL)
