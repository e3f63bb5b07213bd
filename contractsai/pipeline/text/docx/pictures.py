"""Pictures in a document: which are large enough to hold words that nobody read."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from contractsai.pipeline.text.docx.markup import Element, attribute, local

_EMU: Final = 914_400  # to the inch
_DOTS: Final = 96  # to the inch, where nothing else says how large a picture is shown
_MAX_INCHES: Final = 100.0
HEAD: Final = 65_536  # bytes in which a picture says how large it is
# A logo, a signature or a letterhead takes a few square inches; a scanned page sixty, a pasted
# clause twenty. Beside hardly any text, less will do.
_LARGE: Final = 12.0  # square inches
_LARGE_BESIDE_LITTLE: Final = 4.0
_LITTLE_TEXT: Final = 400  # characters
_LENGTH: Final = re.compile(r"(width|height)\s{0,5}:\s{0,5}([0-9.]{1,12})(pt|in|cm|mm|px|pc)?")
_UNITS: Final = {"pt": 72.0, "in": 1.0, "cm": 2.54, "mm": 25.4, "px": 96.0, "pc": 6.0, "": 72.0}
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB})


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where it is shown: the part that holds it, in square inches if that is said."""

    part: str
    area: float | None


@dataclass(slots=True)
class Pictures:
    """The pictures of a document's body, in order."""

    shown: list[Shown] = field(default_factory=list)

    def large(self, text: str, sizes: dict[str, float]) -> list[str]:
        """Return the parts of those that may hold words, each once; all where there is no text.

        Args:
            text: of the whole document.
            sizes: square inches of the parts whose place does not say how large they are shown.
        """
        if not text.strip():
            found = [item.part for item in self.shown]
        else:
            enough = _LARGE_BESIDE_LITTLE if len(text) < _LITTLE_TEXT else _LARGE
            found = [
                item.part
                for item in self.shown
                if (sizes.get(item.part, 0.0) if item.area is None else item.area) >= enough
            ]
        return list(dict.fromkeys(found))


def identities(drawing: Element) -> Iterator[str]:
    """Yield the relations that a drawing takes its pictures from."""
    for item in drawing.iter():
        name = local(item)
        if name == "blip":
            yield attribute(item, "embed") or ""
        elif name == "imagedata":
            yield attribute(item, "id") or ""


def area_of(drawing: Element) -> float | None:
    """Return the square inches that a drawing takes; None where it does not say."""
    for item in drawing.iter():
        name = local(item)
        if name == "extent":
            sides = [_number(attribute(item, side)) / _EMU for side in ("cx", "cy")]
        elif name in {"shape", "rect"}:
            style = {
                key: (size, unit)
                for key, size, unit in _LENGTH.findall(attribute(item, "style") or "")
            }
            sides = [
                _number(style[side][0]) / _UNITS[style[side][1]] if side in style else 0.0
                for side in ("width", "height")
            ]
        else:
            continue
        if all(sides):
            return sides[0] * sides[1]
    return None


def square_inches(head: bytes) -> float:
    """Return how large a picture is by its own account; a page where nobody knows its format."""
    pixels = _pixels(head)
    if pixels is None:
        return _LARGE
    return min(pixels[0] / _DOTS, _MAX_INCHES) * min(pixels[1] / _DOTS, _MAX_INCHES)


def _pixels(head: bytes) -> tuple[int, int] | None:
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack_from(">II", head, 16)
            return width, height
        if head.startswith((b"GIF87a", b"GIF89a")):
            width, height = struct.unpack_from("<HH", head, 6)
            return width, height
        if head.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", head, 18)
            return abs(width), abs(height)
        if head.startswith(b"\xff\xd8"):
            return _jpeg(head)
    except struct.error:  # cut within its head
        return None
    return None


def _jpeg(head: bytes) -> tuple[int, int] | None:
    """Return the size in the first frame of a JPEG; what comes before is passed over by length."""
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:  # noqa: PLR2004 - begins each segment
        if head[at + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 + max(2, struct.unpack_from(">H", head, at + 2)[0])
    return None


def _number(text: str | None) -> float:
    try:
        return max(0.0, min(float(text or 0), 1e12))
    except ValueError:
        return 0.0
