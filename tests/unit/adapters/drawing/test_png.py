"""The pictures that drawn pages travel in."""

import struct
import zlib

from contractsai.adapters.drawing.png import png_of

RED, GREEN = b"\xff\x00\x00", b"\x00\xff\x00"


def chunks(png: bytes) -> dict[bytes, bytes]:
    """Return the parts of a PNG by name; each has to carry its own checksum."""
    found, place = {}, 8
    while place < len(png):
        [length] = struct.unpack_from(">I", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        [check] = struct.unpack_from(">I", png, place + 8 + length)
        assert check == zlib.crc32(kind + content)
        found[kind] = content
        place += 12 + length
    return found


def test_rows_are_taken_without_what_pads_them() -> None:
    pixels = RED + GREEN + b"\xaa\xaa" + GREEN + RED + b"\xaa\xaa"

    png = png_of(memoryview(pixels), width=2, height=2, stride=8)

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found = chunks(png)
    assert list(found) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (2, 2, 8, 2, 0, 0, 0)
    assert zlib.decompress(found[b"IDAT"]) == b"\0" + RED + GREEN + b"\0" + GREEN + RED
