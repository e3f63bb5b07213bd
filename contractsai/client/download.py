"""A download that goes on where it was cut off, as one thing that both clients drive."""

import re
from collections.abc import Mapping
from typing import BinaryIO, Final

from contractsai.client.errors import NotThisService, Unreachable

OK: Final = 200
PARTIAL: Final = 206
BEHIND_THE_END: Final = 416
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/\d+", re.ASCII)
_SIZE: Final = re.compile(r"bytes \*/(\d+)", re.ASCII)


class Download:
    """What has been written to a stream by now, and what is to be asked for next."""

    def __init__(self, stream: BinaryIO) -> None:
        """Take where to write: from where it stands on."""
        self._stream = stream
        self._start = stream.tell() if stream.seekable() else None
        self._written = 0
        self._tag: str | None = None

    @property
    def written(self) -> int:
        """How many bytes of the file are there."""
        return self._written

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the next request: for what is missing, of the same report.

        The plain form is asked for, since a part is always one of that.
        """
        asked = {"Accept-Encoding": "identity"}
        if self._tag is None or not self._written:
            return asked
        return {**asked, "Range": f"bytes={self._written}-", "If-Range": self._tag}

    def is_whole_with(self, status: int, headers: Mapping[str, str]) -> bool:
        """Return whether a refusal says that nothing is missing: it broke off behind the end."""
        found = _SIZE.fullmatch(headers.get("content-range", ""))
        return status == BEHIND_THE_END and found is not None and int(found[1]) == self._written

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Take the head of an answer.

        Raises:
            NotThisService: it is a part that nobody asked for.
            Unreachable: it begins anew, and what was written cannot be taken back.
        """
        if status == PARTIAL:
            found = _RANGE.fullmatch(headers.get("content-range", ""))
            if found is None or int(found[1]) != self._written:
                raise NotThisService("what answers sent another part than was asked for")
            return
        if self._written:
            self._take_back()
        tag = headers.get("etag", "")
        has_parts = headers.get("accept-ranges") == "bytes" and tag.startswith('"')
        self._tag = tag if has_parts else None

    def write(self, chunk: bytes) -> None:
        """Write what came."""
        self._stream.write(chunk)
        self._written += len(chunk)

    @property
    def can_go_on(self) -> bool:
        """Whether asking again may still make one whole file."""
        return not self._written or self._tag is not None or self._start is not None

    def _take_back(self) -> None:
        if self._start is None:
            self._tag = None
            raise Unreachable("the download broke off, and what is there now is another report")
        self._stream.seek(self._start)
        self._stream.truncate()
        self._written = 0
