import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.adapters.analysis.frames import MAX_FRAME_BYTES, read_frame, write_frame


class Trickle:
    """A pipe that hands out and takes at most *step* bytes at a time."""

    def __init__(self, step: int) -> None:
        self._buffer = io.BytesIO()
        self._step = step

    def write(self, data: memoryview, /) -> int:
        return self._buffer.write(data[: self._step])

    def rewind(self) -> None:
        self._buffer.seek(0)

    def read(self, size: int, /) -> bytes:
        return self._buffer.read(min(size, self._step))


class Recorder(io.BytesIO):
    """Notes how much is asked for at once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.largest = max(self.largest, size or 0)
        return super().read(size)


@given(frames=st.lists(st.binary(max_size=300)), step=st.integers(1, 64))
def test_frames_come_out_as_they_went_in(frames: list[bytes], step: int) -> None:
    """However the operating system cuts the stream into pieces."""
    pipe = Trickle(step)

    for frame in frames:
        write_frame(pipe, frame)
    pipe.rewind()

    assert [read_frame(pipe) for _ in frames] == frames
    assert read_frame(pipe) is None


@pytest.mark.parametrize(("size", "pieces"), [(0, 1), (1000, 1), (1024 * 1024, 2)])
def test_a_short_frame_goes_in_one_piece(size: int, pieces: int) -> None:
    """Each piece wakes the reader; a long one is not copied for that."""
    taken: list[int] = []

    class Counting:
        def write(self, data: memoryview, /) -> int:
            taken.append(len(data))
            return len(data)

    write_frame(Counting(), bytes(size))

    assert len(taken) == pieces


@given(frame=st.binary(max_size=50), data=st.data())
def test_a_stream_cut_within_a_frame_is_an_error(frame: bytes, data: st.DataObject) -> None:
    """Half an answer of a dying process must never pass for a whole one."""
    whole = io.BytesIO()
    write_frame(whole, frame)
    cut = data.draw(st.integers(1, len(whole.getvalue()) - 1))

    with pytest.raises(EOFError):
        read_frame(io.BytesIO(whole.getvalue()[:cut]))


def test_an_oversized_frame_is_refused_before_it_is_read() -> None:
    """Noise on the pipe would else be taken for a length, and gigabytes waited for."""
    stream = io.BytesIO(b"HTTP and more")

    with pytest.raises(ValueError, match="announced"):
        read_frame(stream)

    assert stream.tell() == 4


def test_a_length_that_lies_reserves_no_memory() -> None:
    stream = Recorder(struct.pack(">I", MAX_FRAME_BYTES) + b"little")

    with pytest.raises(EOFError):
        read_frame(stream)

    assert stream.largest <= 1024 * 1024


def test_nobody_sends_what_nobody_would_accept() -> None:
    """The sender learns of it, so that the reader need not guess why the stream broke."""
    sent = io.BytesIO()

    with pytest.raises(ValueError, match="a frame of"):
        write_frame(sent, bytes(MAX_FRAME_BYTES + 1))

    assert sent.getvalue() == b""
