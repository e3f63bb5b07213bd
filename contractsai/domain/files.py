"""Which files of a folder are no documents, whatever they hold."""

from typing import Final

_SYSTEM_NAMES: Final = frozenset(
    {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "$recycle.bin"}
)
_LOCK_PREFIXES: Final = ("~$", ".~lock.")
_SYSTEM_FOLDERS: Final = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_UNFINISHED_ENDINGS: Final = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp")


def is_system_file(path: str) -> bool:
    """Return whether *path* is hidden, a lock, or an operating system's own file.

    Args:
        path: relative to the analysed folder, ``/`` between the parts.
    """
    parts = path.split("/")
    name = parts[-1].lower()
    if any(part.startswith(".") and part not in {".", ".."} for part in parts):
        return True
    if name in _SYSTEM_NAMES or name.startswith(_LOCK_PREFIXES):
        return True
    return any(part.lower() in _SYSTEM_FOLDERS for part in parts[:-1])


def is_unfinished(path: str) -> bool:
    """Return whether *path* is the name that programs give to a file until it is whole."""
    return path.lower().endswith(_UNFINISHED_ENDINGS)
