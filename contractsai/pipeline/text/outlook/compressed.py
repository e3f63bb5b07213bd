"""The compressed form of RTF in Outlook's mails (MS-OXRTFCP)."""

import struct
from typing import Final

from contractsai.pipeline.text.reading import failed

_HEAD: Final = 16
_COMPRESSED: Final = b"LZFu"
_PLAIN: Final = b"MELA"
_RING: Final = 4096
_KNOWN: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def expanded(content: bytes, *, most: int) -> bytes:
    """Return the RTF.

    Raises:
        Unreadable: it is broken, or unpacks to more than *most* bytes.
    """
    if len(content) < _HEAD:
        raise failed("corrupt")
    size, raw, kind, _ = struct.unpack_from("<II4sI", content)
    if kind == _PLAIN:
        return content[_HEAD : _HEAD + raw]
    if kind != _COMPRESSED:
        raise failed("corrupt")
    return _expanded(content[_HEAD : size + 4], most)


def _expanded(packed: bytes, most: int) -> bytes:
    ring = bytearray(_RING)
    ring[: len(_KNOWN)] = _KNOWN
    at = len(_KNOWN)
    out = bytearray()
    place = 0
    while place < len(packed):
        flags = packed[place]
        place += 1
        for bit in range(8):
            if flags >> bit & 1:
                if place + 2 > len(packed):
                    return bytes(out)
                pair = packed[place] << 8 | packed[place + 1]
                place += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == at:  # the sign of the end
                    return bytes(out)
            else:
                if place >= len(packed):
                    return bytes(out)
                start, length = -1, 1
            for step in range(length):
                byte = packed[place] if start < 0 else ring[(start + step) % _RING]
                out.append(byte)
                ring[at] = byte
                at = (at + 1) % _RING
            place += start < 0
        if len(out) > most:
            raise failed("too_large")
    return bytes(out)
