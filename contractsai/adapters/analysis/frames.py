"""Frames on a byte stream: four bytes of length, most significant first, then that many bytes."""

import struct
from typing import Final, Protocol

MAX_FRAME_BYTES: Final = 256 * 1024 * 1024
_BLOCK_BYTES: Final = 1024 * 1024
_PIECE_BYTES: Final = 64 * 1024
_LENGTH: Final = struct.Struct(">I")


class Readable(Protocol):
    """The end of a pipe that is read; may return less than asked for, and nothing at its end."""

    def read(self, size: int, /) -> bytes | None:
        """Return up to *size* bytes."""
        ...


class Writable(Protocol):
    """The end of a pipe that is written; may take less than it is given."""

    def write(self, data: memoryview, /) -> int | None:
        """Return how many bytes of *data* were taken."""
        ...


def write_frame(stream: Writable, frame: bytes) -> None:
    """Send *frame* whole.

    Raises:
        ValueError: it is longer than any reader would accept.
    """
    if len(frame) > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {len(frame)} bytes")
    head = _LENGTH.pack(len(frame))
    # A short one goes in one piece: each piece of it would wake the reader.
    for part in (head + frame,) if len(frame) < _PIECE_BYTES else (head, frame):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def read_frame(stream: Readable, *, max_bytes: int = MAX_FRAME_BYTES) -> bytes | None:
    """Return the next frame, or None where the stream ends between two frames.

    Raises:
        EOFError: the stream ends within a frame.
        ValueError: the frame would be longer than *max_bytes*; it was not read.
    """
    head = _read(stream, _LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise EOFError("the stream ended within a frame's length")
    (length,) = _LENGTH.unpack(head)
    if length > max_bytes:
        raise ValueError(f"a frame of {length} bytes was announced")
    frame = _read(stream, length)
    if len(frame) < length:
        raise EOFError(f"the stream ended after {len(frame)} of {length} bytes")
    return frame


def _read(stream: Readable, size: int) -> bytes:
    """Return *size* bytes, or fewer at the end; block by block, so that a lie costs no memory."""
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(min(size - len(parts), _BLOCK_BYTES))
        if not part:
            break
        parts += part
    return bytes(parts)
