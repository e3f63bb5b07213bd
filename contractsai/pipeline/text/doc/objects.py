"""Documents that were put into a compound file: as packages, or by programs of their own."""

from collections.abc import Iterator
from typing import Final

from contractsai.domain.reasons import Reason
from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.reading import Attachment, distinctly_named

_NATIVE: Final = "\x01Ole10Native"
_STREAMS: Final = ("Package", "CONTENTS")
_LEAST: Final = 8  # bytes of a package's head


def embedded(container: Ole) -> Iterator[Attachment]:
    """Yield the documents inside; one that only its own program can save says so."""
    found = (object_at(container, place) for place in container.folders("ObjectPool/_"))
    return distinctly_named(item for item in found if item is not None)


def object_at(container: Ole, place: str) -> Attachment | None:
    """Return the document that lies in a storage; None for a drawing, a chart or a sheet."""
    name = place.rpartition("/")[2].lstrip("_")
    place = f"{place}/" if place else ""
    for stream in _STREAMS:
        if container.has(f"{place}{stream}"):
            return Attachment(f"object-{name}", container.read(f"{place}{stream}"))
    if container.has(f"{place}{_NATIVE}"):
        return package(f"object-{name}", container.read(f"{place}{_NATIVE}"))
    if container.has(f"{place}WordDocument"):
        return Attachment(f"object-{name}.doc", None, Reason.UNSUPPORTED)
    return None


def package(otherwise: str, native: bytes) -> Attachment:
    """Return the file in a package: size, kind, two names, a path, and the bytes behind them."""
    label_end = native.find(b"\0", 6)
    path_end = native.find(b"\0", label_end + 1)
    at = path_end + 1 + 4
    temporary = int.from_bytes(native[at : at + 4], "little")
    at += 4 + temporary
    size = int.from_bytes(native[at : at + 4], "little")
    content = native[at + 4 : at + 4 + size]
    if len(native) < _LEAST or label_end < 0 or path_end < 0 or not content:
        return Attachment(otherwise, None, Reason.CORRUPT)
    label = native[6:label_end].decode("cp1252", errors="replace")
    last = label.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return Attachment(shown[:200] or otherwise, content)
