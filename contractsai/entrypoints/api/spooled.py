"""An answer that is a temporary file, whole or a part of it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, BinaryIO, Final, cast

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from contractsai.entrypoints.api.ranges import Part

CHUNK: Final = 256 * 1024
IN_MEMORY: Final = 8 * 1024 * 1024
"""Bytes of an answer that is not streamed before it goes to a temporary file."""
OK: Final = 200
PARTIAL: Final = 206


class SpooledResponse(StreamingResponse):
    """Sends a temporary file and removes it in the end, also when the caller hangs up."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        media_type: str,
        headers: Mapping[str, str],
        part: Part | None = None,
    ) -> None:
        """Take the file, written and open; it is this response's from here on."""
        self._file = file
        length = size_of(file) if part is None else part.length
        told = {**headers, "Content-Length": str(length)}
        if part is not None:
            told["Content-Range"] = part.content_range
        file.seek(0 if part is None else part.first)
        super().__init__(
            _bytes_of(file, length),
            status_code=OK if part is None else PARTIAL,
            media_type=media_type,
            headers=told,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        with self._file:
            await super().__call__(scope, receive, send)


def spooled(write: Callable[[BinaryIO], None]) -> IO[bytes]:
    """Return a temporary file that *write* has filled; none is left where that fails."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        write(cast("BinaryIO", file))  # it is one in all but name
    except BaseException:
        file.close()
        raise
    return file


def size_of(file: IO[bytes]) -> int:
    """Return how many bytes a file has; its position is its end after that."""
    return file.seek(0, 2)


def _bytes_of(file: IO[bytes], length: int) -> Iterator[bytes]:
    """Yield the next *length* bytes."""
    while length > 0:
        chunk = file.read(min(CHUNK, length))
        yield chunk
        length -= len(chunk)
