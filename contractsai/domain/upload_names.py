"""Names of files that strangers send, made safe to be written on any of our systems."""

import re
import unicodedata
from typing import Final

MOST_PARTS: Final = 16
MOST_BYTES: Final = 200
"""Of one part, in UTF-8: file systems take 255, and a number may be added."""
UNNAMED: Final = "unnamed"
_SEPARATORS: Final = re.compile(r"[/\\]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_UNSAFE: Final = re.compile(r'[<>:"|?*]')
_TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NO_LETTERS: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)}
)


def is_hostile(name: str) -> bool:
    """Return whether an archive's *name* leads out of the archive: nobody means that well."""
    parts = _SEPARATORS.split(name)
    return parts[0] == "" or ".." in parts or _DRIVE.match(name) is not None


def safe_name(name: str) -> str:
    """Return *name* as a relative path that any file system takes, ``/`` between its parts.

    What leads elsewhere is left out, what steers a terminal or names a device is replaced: the
    same on every system, so that an upload means the same wherever it is analysed.
    """
    parts = [_safe(part) for part in _SEPARATORS.split(_DRIVE.sub("", name, count=1))]
    kept = [part for part in parts if part]
    return "/".join(kept[-MOST_PARTS:]) or UNNAMED


def _safe(part: str) -> str:
    text = unicodedata.normalize("NFC", part.encode(errors="replace").decode())
    text = "".join("_" if _is_unsafe(letter) else letter for letter in text)
    text = _UNSAFE.sub("_", text).strip(" ").rstrip(". ")
    if text.partition(".")[0].strip().lower() in _DEVICES:
        text = f"_{text}"
    return _short(text)


def _is_unsafe(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _NO_LETTERS


def _short(text: str) -> str:
    """Return *text*, cut before its ending where it is too long."""
    if len(text.encode()) <= MOST_BYTES:
        return text
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending.encode()) > MOST_BYTES // 4:
        stem, ending = text, ""
    room = MOST_BYTES - len(ending.encode()) - len(dot)
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{cut}{dot}{ending}" if ending else cut


class Names:
    """Gives each file of an upload a path of its own, on systems that ignore case, too."""

    def __init__(self) -> None:
        """Begin with none."""
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def give(self, name: str) -> str:
        """Return a safe path for *name*; one that is taken gets a number."""
        path = safe_name(name)
        number = 1
        while not self._is_free(path):
            number += 1
            path = _numbered(safe_name(name), number)
        *above, _ = _prefixes(path)
        self._folders.update(above)
        self._files.add(_key(path))
        return path

    def _is_free(self, path: str) -> bool:
        *above, whole = _prefixes(path)
        is_taken = whole in self._files or whole in self._folders
        return not is_taken and self._files.isdisjoint(above)


def _prefixes(path: str) -> list[str]:
    parts = _key(path).split("/")
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())


def _numbered(path: str, number: int) -> str:
    """Return *path* with a number: at its first part where it has more, since that may be taken."""
    first, slash, rest = path.partition("/")
    if slash:
        return f"{first} ({number})/{rest}"
    stem, dot, ending = first.rpartition(".")
    return f"{stem} ({number}).{ending}" if stem and dot else f"{first} ({number})"
