"""PNG, as small a part of it as a drawn page needs."""

import struct
import zlib
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS_RGB: Final = bytes((8, 2, 0, 0, 0))
CHANNELS: Final = 3


def png_of(pixels: memoryview, *, width: int, height: int, stride: int) -> bytes:
    """Return a picture of red, green and blue bytes.

    Args:
        pixels: row by row from the top.
        width: of a row, in dots.
        height: in rows.
        stride: how many bytes lie between the beginnings of two rows.
    """
    taken = width * CHANNELS
    rows = bytearray()
    for row in range(height):
        rows.append(0)  # no filter: pages are mostly white
        rows += pixels[row * stride : row * stride + taken]
    head = struct.pack(">II", width, height) + _EIGHT_BITS_RGB
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(bytes(rows), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
