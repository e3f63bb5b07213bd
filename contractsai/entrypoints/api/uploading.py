"""Requests that bring files: streamed to the disk, where every other body is read first."""

from collections.abc import Mapping
from typing import Any, Final

import anyio
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from contractsai.bootstrap.uploads import Arrival, Uploads
from contractsai.domain.errors import UploadRefused
from contractsai.domain.upload import Upload
from contractsai.entrypoints.api.sign_in import DASHBOARD

MULTIPART: Final = "multipart/form-data"
FIELD: Final = "files"
PATHS: Final = frozenset({"/uploads", f"{DASHBOARD}/uploads"})
LARGEST_HEAD: Final = 16 * 1024
"""Bytes of a part's headers: a name, and what the content is said to be."""
AT_ONCE: Final = 256 * 1024
"""Bytes that a thread is given to write: each takes a change of threads."""


def brings_files(scope: Mapping[str, Any], root_path: str = "") -> bool:
    """Return whether a request is an upload, whoever asks.

    Args:
        scope: the request's.
        root_path: the prefix of our addresses, if the scope does not know it yet.
    """
    prefix = scope.get("root_path") or root_path
    return scope["method"] == "POST" and scope["path"].removeprefix(prefix) in PATHS


class Form:
    """A form of files that is read piece by piece, each file as it comes."""

    def __init__(self, content_type: str, arrival: Arrival) -> None:
        """Take what the request says of itself, and where the files go.

        Raises:
            UploadRefused: it does not say what stands between two files.
        """
        _, options = parse_options_header(content_type)
        if not options.get(b"boundary"):
            raise UploadRefused("the Content-Type names no boundary")
        self._arrival = arrival
        self._name: list[bytes] = []
        self._value: list[bytes] = []
        self._head_bytes = 0
        self._disposition = b""
        self._is_open = False
        self._has_ended = False
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._head(self._name, data[start:end]),
                "on_header_value": lambda data, start, end: self._head(
                    self._value, data[start:end]
                ),
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._form_ends,
            },
        )

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises:
            UploadError: nothing of it is to be kept.
        """
        self._arrival.receive(len(data))
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise UploadRefused("that is no multipart form") from error

    def finish(self) -> None:
        """Say that there is no more.

        Raises:
            UploadRefused: there should be.
        """
        if not self._has_ended:
            raise UploadRefused("the form is cut off")

    def _begin(self) -> None:
        self._head_bytes = 0
        self._disposition = b""

    def _head(self, pieces: list[bytes], data: bytes) -> None:
        self._head_bytes += len(data)
        if self._head_bytes > LARGEST_HEAD:
            raise UploadRefused("the headers of a part are too long")
        pieces.append(data)

    def _header_ends(self) -> None:
        if b"".join(self._name).lower() == b"content-disposition":
            self._disposition = b"".join(self._value)
        self._name.clear()
        self._value.clear()

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != FIELD.encode():
            raise UploadRefused(f"a part is not named {FIELD}")
        if b"filename" not in options:
            raise UploadRefused("a part is no file: it has no filename")
        name = options[b"filename"].decode(errors="replace")
        self._is_open = bool(name)  # a form in which nothing was chosen sends a file without one
        if self._is_open:
            self._arrival.begin(name)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_open:
            self._arrival.write(data[start:end])

    def _end(self) -> None:
        if self._is_open:
            self._arrival.end()

    def _form_ends(self) -> None:
        self._has_ended = True


async def received(request: Request, uploads: Uploads) -> tuple[Upload, bool, Arrival]:
    """Return what a request has brought, whether it is new, and what became of its files.

    Raises:
        UploadError: nothing of it is kept; so for all that is raised.
        ClientDisconnect: the caller has hung up.
    """
    arriving = uploads.arriving()
    arrival = await run_in_threadpool(arriving.__enter__)
    try:
        form = Form(request.headers.get("content-type", ""), arrival)
        waiting = bytearray()
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= AT_ONCE:
                await run_in_threadpool(form.feed, bytes(waiting))
                waiting.clear()
        await run_in_threadpool(form.feed, bytes(waiting))
        form.finish()
        upload, is_new = await run_in_threadpool(uploads.keep, arrival)
    finally:
        with anyio.CancelScope(shield=True):  # whatever ends the request: nothing stays
            await run_in_threadpool(arriving.__exit__, None, None, None)
    return upload, is_new, arrival
