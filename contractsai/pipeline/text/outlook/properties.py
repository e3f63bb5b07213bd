"""The properties of a message, a recipient or an attachment in an Outlook file."""

import struct
from datetime import UTC, datetime, timedelta
from typing import Final

from contractsai.pipeline.text.ole import Ole

_STREAM: Final = "__substg1.0_"
_FIXED: Final = "__properties_version1.0"
_HEADS: Final = (32, 24, 8)  # bytes before the list: of a file, a message in it, anything else
_ENTRY: Final = 16
_WIDE, _NARROW, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_INTEGER, _TIME = 0x0003, 0x0040
_INTERNET_CODE_PAGE: Final = 0x3FDE
_MESSAGE_CODE_PAGE: Final = 0x3FFD
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_UTF8: Final = 65001


class Properties:
    """What a storage says of itself, by the numbers that Outlook gives to properties."""

    def __init__(self, container: Ole, place: str = "", *, head: int = _HEADS[0]) -> None:
        """Take the storage *place*, with a slash at its end unless it is the file itself.

        Raises:
            Unreadable: the list of properties is broken.
        """
        self.place = place
        self._container = container
        self._fixed = _fixed(container.read(place + _FIXED), head)

    def text(self, *numbers: int) -> str:
        """Return the first property of *numbers* that has words; raises as above."""
        for number in numbers:
            wide = self._container.read(f"{self._stream(number)}{_WIDE}")
            if wide:
                return wide.decode("utf-16-le", errors="replace").rstrip("\0")
            narrow = self._container.read(f"{self._stream(number)}{_NARROW}")
            if narrow:
                return narrow.decode(self.codec, errors="replace").rstrip("\0")
        return ""

    def raw(self, number: int) -> bytes:
        """Return the bytes of a property; raises as above."""
        return self._container.read(f"{self._stream(number)}{_BINARY}")

    def storage(self, number: int) -> str:
        """Return the place of an object that is a property."""
        return f"{self._stream(number)}{_OBJECT}/"

    def number(self, number: int) -> int:
        """Return a number; 0 if there is none."""
        return int.from_bytes(self._fixed.get((number, _INTEGER), b"")[:4], "little")

    def time(self, *numbers: int) -> datetime | None:
        """Return the first instant of *numbers* that is there."""
        for number in numbers:
            ticks = int.from_bytes(self._fixed.get((number, _TIME), b""), "little")
            if ticks:
                try:
                    return _EPOCH + timedelta(microseconds=ticks // 10)
                except OverflowError:
                    return None
        return None

    @property
    def codec(self) -> str:
        """The codec of narrow letters."""
        page = self.number(_INTERNET_CODE_PAGE) or self.number(_MESSAGE_CODE_PAGE)
        name = "utf-8" if page == _UTF8 else f"cp{page}"
        try:
            "".encode(name)
        except LookupError:
            return _OTHER_PAGES.get(page, "cp1252")
        return name

    def _stream(self, number: int) -> str:
        return f"{self.place}{_STREAM}{number:04X}"


# Code pages whose numbers Python does not know.
_OTHER_PAGES: Final = {
    20127: "cp1252", 28591: "cp1252", 28592: "iso8859_2", 28595: "iso8859_5", 28605: "iso8859_15",
    20866: "koi8_r", 936: "gb18030", 54936: "gb18030", 50220: "iso2022_jp", 51932: "euc_jp",
    51949: "cp949", 28597: "iso8859_7", 28599: "iso8859_9",
}  # fmt: skip


def _fixed(listed: bytes, head: int) -> dict[tuple[int, int], bytes]:
    """Return the properties of a fixed size, by number and kind."""
    found = {}
    for at in range(head, len(listed) - _ENTRY + 1, _ENTRY):
        kind, number, _, value = struct.unpack_from("<HHI8s", listed, at)
        found[number, kind] = value
    return found
