"""The letters behind the bytes of a page: by mark, by UTF-8, by what it declares of itself."""

import re
from typing import Final

from contractsai.pipeline.text.plain import decode, without_false_mark

_WITHIN: Final = 8_192  # bytes in which a page declares its charset
_DECLARED: Final = re.compile(
    rb"(?:<meta\b[^>]{0,300}?\bcharset\s{0,5}=|<\?xml\b[^>]{0,200}?\bencoding\s{0,5}=)"
    rb"\s{0,5}[\"']?\s{0,5}([A-Za-z0-9._:-]{2,40})",
    re.IGNORECASE,
)
# Names as pages use them: each means the superset that browsers read (WHATWG, Encoding). A codec
# that is not here is not used: some of Python's are no charsets, and some take long.
_WESTERN: Final = ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "windows-1252", "cp1252")
_CODECS: Final = {
    **dict.fromkeys(_WESTERN, "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030", "cp936", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "cn-big5", "big5-hkscs", "cp950"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949", "cp949"), "cp949"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254", "cp1254"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874", "cp874"), "cp874"),
    **dict.fromkeys(("koi8-r", "koi8"), "koi8_r"),
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman"), "mac_roman"),
    "koi8-u": "koi8_u",
    "iso-2022-jp": "iso2022_jp",
    "hz-gb-2312": "hz",
    "cp866": "cp866",
    "ibm866": "cp866",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{page}": f"cp125{page}" for page in (0, 1, 3, 5, 6, 7, 8)},
    **{f"cp125{page}": f"cp125{page}" for page in (0, 1, 3, 5, 6, 7, 8)},
}  # fmt: skip
_SEVEN_BITS: Final = frozenset({"iso2022_jp", "hz"})  # ASCII to look at, and another text to read
_MOST_UNREAD: Final = 0.02  # of the letters; with more, the declaration is wrong
_REPLACED: Final = "\ufffd"


def decoded(content: bytes) -> str | None:
    """Return the text of a page; None if it is binary.

    Valid UTF-8 beyond ASCII is UTF-8, whatever is declared: no other charset looks like it.
    """
    content = without_false_mark(content)
    codec = declared(content)
    if codec in _SEVEN_BITS:
        return _by(codec, content) or decode(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
        if codec is not None and b"\x00" not in content and not marked:
            return _by(codec, content) or decode(content)
    return decode(content)


def declared(content: bytes) -> str | None:
    """Return the codec of the charset that a page declares; None if it names none that we know."""
    found = _DECLARED.search(content, 0, _WITHIN)
    if found is None:
        return None
    return _CODECS.get(found[1].decode("ascii").lower())


def _by(codec: str, content: bytes) -> str | None:
    """Return the text by a codec, None where too many bytes are no letters of it."""
    text = content.decode(codec, errors="replace")
    return text if text.count(_REPLACED) <= _MOST_UNREAD * len(text) else None
