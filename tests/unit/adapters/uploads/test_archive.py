"""Archives of strangers: taken apart, or refused as a whole."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from contractsai.adapters.uploads.archive import unpacked
from contractsai.adapters.uploads.limits import MEBIBYTE, Limits
from contractsai.domain.errors import UploadError, UploadRefused, UploadTooLarge

LIMITS = Limits(sent_bytes=MEBIBYTE, files=4, bytes=4 * MEBIBYTE, ratio=50)


def packed(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def contents(archive: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    return {name: b"".join(it) for name, it in unpacked(io.BytesIO(archive), limits)}


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def with_flag(archive: bytes, flag: int) -> bytes:
    """Return the archive with a flag in the headers of its one file."""
    changed = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.index(sign) + offset
        struct.pack_into("<H", changed, at, struct.unpack_from("<H", archive, at)[0] | flag)
    return bytes(changed)


def with_method(archive: bytes, method: int) -> bytes:
    changed = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", changed, archive.index(sign) + offset, method)
    return bytes(changed)


def test_files_come_with_their_names() -> None:
    archive = packed(("a/nda.pdf", b"one"), ("b.txt", b"two"), ("empty/", b""))

    assert contents(archive) == {"a/nda.pdf": b"one", "b.txt": b"two"}


def test_a_plain_file_may_say_that_it_is_one() -> None:
    assert contents(packed((entry("a", stat.S_IFREG | 0o644), b"x"))) == {"a": b"x"}


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a way up": lambda: packed(("../../etc/passwd", b"x")),
    "an absolute path": lambda: packed(("/etc/passwd", b"x")),
    "a drive": lambda: packed(("C:/x", b"x")),
    "a link": lambda: packed((entry("a", stat.S_IFLNK | 0o777), b"/etc/passwd")),
    "a device": lambda: packed((entry("a", stat.S_IFCHR | 0o777), b"")),
    "a password": lambda: with_flag(packed(("a", b"x")), 1),
    "a rare method": lambda: with_method(packed(("a", b"x")), zipfile.ZIP_BZIP2),
    "no archive": lambda: b"not a ZIP file, but a text that is called one",
    "nothing": lambda: b"",
    "half of one": lambda: packed(("a", b"x" * 1000))[:60],
    "a place before its beginning": lambda: packed(("a", b"x")).replace(
        b"PK\x01\x02", b"PK\x01\x03"
    ),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_an_archive_that_is_made_to_harm_is_refused(make: Callable[[], bytes]) -> None:
    archive = make()

    with pytest.raises(UploadRefused):
        contents(archive)


def test_an_archive_of_nothing_holds_nothing() -> None:
    assert contents(packed()) == {}


def test_a_checksum_that_does_not_fit_is_refused() -> None:
    archive = bytearray(packed(("a", b"x" * 100)))
    for sign, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        archive[archive.index(sign) + offset] ^= 0xFF

    with pytest.raises(UploadRefused):
        contents(bytes(archive))


def test_a_bomb_is_counted_as_it_goes_off() -> None:
    """What it says of its sizes is not believed, and no more than the limit comes out of it."""
    bomb = packed(("a", b"\0" * 3 * MEBIBYTE))
    came: list[int] = []

    def set_off() -> None:
        for _, pieces in unpacked(io.BytesIO(bomb), LIMITS):
            came.extend(map(len, pieces))

    with pytest.raises(UploadTooLarge, match="times its size"):
        set_off()

    assert sum(came) <= 2 * MEBIBYTE


def test_all_files_of_an_archive_count_together() -> None:
    half = Limits(sent_bytes=MEBIBYTE, files=4, bytes=MEBIBYTE, ratio=10_000)
    archive = packed(("a", b"\0" * (MEBIBYTE // 2)), ("b", b"\0" * (MEBIBYTE // 2 + 1)))

    with pytest.raises(UploadTooLarge, match="together"):
        contents(archive, half)


def test_more_files_than_are_allowed_are_refused_before_any_is_read() -> None:
    with pytest.raises(UploadTooLarge, match="files"):
        contents(packed(*((str(number), b"") for number in range(5))))


def test_a_list_of_contents_that_would_fill_memory_is_not_read() -> None:
    """A ZIP64 says here that its list is as long as can be."""
    archive = bytearray(packed(("a", b"x")))
    struct.pack_into("<L", archive, archive.rindex(b"PK\x05\x06") + 12, 0xFFFFFFFF)

    with pytest.raises(UploadRefused, match="list of contents"):
        contents(bytes(archive))


@pytest.mark.parametrize("cut", range(1, 120, 7))
def test_no_damage_raises_anything_else(cut: int) -> None:
    archive = packed(("a", b"x" * 50))
    damaged = archive[: cut % len(archive)] + bytes([archive[cut % len(archive)] ^ 0x5A])
    damaged += archive[cut % len(archive) + 1 :]

    try:
        contents(damaged)
    except UploadError:
        return
