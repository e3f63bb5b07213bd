"""Names of files as people and programs read them, whatever bytes a file system took for one."""

import re
from typing import Final

# What writes where it was not meant to, turns words round, or is no character at all.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def readable(name: str) -> str:
    r"""Return *name* so that UTF-8 can carry it: bytes that are no text become escapes.

    Python reads such a byte as a lone surrogate; ``b"caf\xe9"`` becomes ``caf\udce9``.
    """
    return name.encode(errors="backslashreplace").decode()


def shown(name: str) -> str:
    r"""Return *name* so that a person sees all of it, and sees it as it is.

    Characters that steer a terminal, break a line or turn the direction of words become escapes:
    ``\x1b``, ``\u202e``.
    """
    return _UNSEEN.sub(lambda found: _escaped(found[0]), readable(name))


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte
