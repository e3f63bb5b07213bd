"""Plain text: told apart from binary, and decoded without trusting a declaration."""

import codecs
from typing import Final

from contractsai.pipeline.text.charsets import likely_charset
from contractsai.pipeline.text.reading import Reading, unsupported

_BOMS: Final = (  # the longer ones first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b\x02"))
_MAX_CONTROL_SHARE: Final = 0.01
_MAX_ZERO_SHARE: Final = 0.05
_UTF16_SHARE: Final = 0.3  # of zero bytes on one side: Latin text in two bytes a letter
_LOOKED_AT: Final = 4_096  # bytes
# Letters of two bytes each have other bytes among them: zeros, or the high ones of their script.
_LATIN: Final = bytes({*range(0x20, 0x7F), *b"\t\n\r"})
_MOST_OTHERS: Final = 0.15
_LONGEST_CHARACTER: Final = 4  # bytes in UTF-8


def read_plain(content: bytes) -> Reading:
    """Return the text as one page.

    Raises:
        Unreadable: the bytes are not text.
    """
    text = decode(content)
    if text is None:
        raise unsupported()
    return Reading((text,))


def decode(content: bytes) -> str | None:
    """Return the text by byte order mark, then UTF-8, then likely charset; None if binary."""
    content = without_false_mark(content)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content:
        wide = _decode_wide(content)
        if wide is not None:
            return wide
        content = _without_zeros(content)
    if len(content.translate(None, _CONTROL)) < len(content) * (1 - _MAX_CONTROL_SHARE):
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - _LONGEST_CHARACTER:  # a cut, not another charset
            return content.decode("utf-8", errors="replace")
    return content.decode(likely_charset(content), errors="replace")


def _without_zeros(content: bytes) -> bytes:
    """Return text without the few zero bytes that old programs and crashes leave in it."""
    whole = content.rstrip(b"\x00")
    kept = whole.replace(b"\x00", b"")
    is_text = len(whole) - len(kept) <= len(whole) * _MAX_ZERO_SHARE
    return kept if is_text else content


def without_false_mark(content: bytes) -> bytes:
    """Return the bytes without a byte order mark that somebody put before other letters."""
    if content.startswith(codecs.BOM_UTF8):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            is_cut = error.start >= len(content) - _LONGEST_CHARACTER
            return content if is_cut else content.removeprefix(codecs.BOM_UTF8)
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = content[2:_LOOKED_AT]
        if len(head.translate(None, _LATIN)) < _MOST_OTHERS * len(head):
            return content[2:]
    return content


def _decode_wide(content: bytes) -> str | None:
    """Return UTF-16 without a mark, which shows in zeros on one side of each pair."""
    pairs = len(content) // 2
    for zeros, encoding in ((content[1::2], "utf-16-le"), (content[0::2], "utf-16-be")):
        if zeros.count(0) > _UTF16_SHARE * pairs and zeros.count(0) > 0.9 * content.count(0):
            return content.decode(encoding, errors="replace")
    return None
