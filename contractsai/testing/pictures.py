"""Pictures without a picture: heads that say how large it would be."""

import struct
import zlib


def png(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is, and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """Return a JPEG with a frame of that size and no scan."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
        + bytes(9)
        + b"\xff\xff\xc2"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xd9"
    )


def tiff(width: int, height: int, *, pages: int = 1, order: str = "<", loop: bool = False) -> bytes:
    """Return a TIFF whose pages have a size and nothing else; with *loop* the last leads back."""
    out = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}I", 8)
    for number in range(pages):
        entries = b"".join(
            struct.pack(f"{order}HHI", tag, 4, 1) + struct.pack(f"{order}I", value)
            for tag, value in ((256, width), (257, height))
        )
        end = len(out) + 2 + len(entries) + 4
        following = end if number + 1 < pages else 8 if loop else 0
        out += struct.pack(f"{order}H", 2) + entries + struct.pack(f"{order}I", following)
    return out
