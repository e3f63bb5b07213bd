"""Damage to a document, drawn from a seed: the same seed, the same damage."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from typing import Final

import olefile

from contractsai.testing.compound import compound

_MAX_BYTES: Final = 1_000_000
_MOST_STEPS: Final = 6
_LONGEST_RUN: Final = 20_000
_PDF: Final = (
    "obj|endobj|stream|endstream|xref|trailer|startxref|%%EOF|/Kids [2 0 R]|/Count 99999999|"
    "/Length 4|/Filter [/FlateDecode /FlateDecode /ASCIIHexDecode]|/Type /Page|<< /Parent 1 0 R >>|"
    "/MediaBox [0 0 0 0]|/Encrypt 3 0 R|/Contents [5 0 R 5 0 R]"
)
_XML: Final = (
    '<w:p>|</w:p>|<w:tbl><w:tr><w:tc>|<w:t>|</w:document>|<!DOCTYPE x [<!ENTITY a "b">]>|&a;|&#0;|'
    "<![CDATA[|<html>|<body>|<table>|<div>|<!--|-->|<script>|</script>|&nbsp;|<plaintext>|"
    '<meta charset="utf-7">|<meta charset="shift_jis">|<style>.a{display:none|<del>|<tr hidden>|'
    '<input value="|<select><option>|<w:vanish/>|<w:numPr><w:numId w:val="1"/></w:numPr>|<w:del>|'
    '<w:sdt><w:sdtContent>|<w:fldChar w:fldCharType="begin"/>|<w:altChunk r:id="rId1"/>'
)
_MAIL: Final = (
    "From: x|Content-Type: multipart/mixed; boundary=x|--x|--x--|Content-Transfer-Encoding: base64|"
    'Content-Type: message/rfc822|Content-Type: text/plain; charset="no-such"|=?utf-8?b?////?=|'
    "Content-Disposition: attachment; filename*=utf-8''%ff|begin 644 x|"
    "charset=punycode|Date: 1 Jan 99999"
)
_OLD: Final = (
    r"{\rtf1 |{|}|\par |\cell |\row |\u-3000?|\uc9 |\'|\bin99 |\strike |\*|{\footnote |"
    '<text:p>|<table:table>|<text:change text:change-id="c1"/>|<text:s text:c="999999999"/>|'
    "From a 9:00\nSubject: x|MIME-Version: 1.0|Content-Type: multipart/related|PK\x03\x04|"
    "PK\x05\x06|W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0|\0\0\0\0|\x01\0\0\0|LZFu"
)
_WORDING: Final = (
    'between|and|("Buyer")|governed by the laws of|sixty (60) days|but|renew|Effective Date|'
    "March 3, 2025|12/31/9999|0000-00-00|1,000,000|9999999999999999999999 years|AGREEMENT|____|"
    "By: /s/|1.1.1.1.1.|(|)|\"|'|\u2019|\u202e|\0|\ufeff|\U0001f4c4|\u2028|\u0130|\u00df|"
    "\t|\n\n\n|\r|\x0c"
)
_WORDS: Final = tuple(
    word.encode() for words in (_PDF, _XML, _MAIL, _OLD, _WORDING) for word in words.split("|")
)

Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def case(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """Return case *number* of a seed: first the documents as they are, then damaged ones."""
    if number < len(seeds):
        return seeds[number]
    dice = random.Random(f"{seed}:{number}")  # noqa: S311 - chance that can be repeated, no secret
    content = dice.choice(seeds)
    if (
        zipfile.is_zipfile(io.BytesIO(content)) and dice.random() < 0.8
    ):  # or hardly one gets unpacked
        return _in_archive(content, dice, seeds)
    if content.startswith(olefile.MAGIC) and dice.random() < 0.8:
        return _in_compound(content, dice, seeds)
    return _damaged(content, dice, seeds)


def _damaged(content: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    for _ in range(dice.randint(1, _MOST_STEPS)):
        content = dice.choice(_DAMAGES)(content, dice, seeds)[:_MAX_BYTES]
    return content


def _in_archive(content: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Damage a member of an archive, and pack it again so that its checksum is right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = dice.randrange(len(members))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, (name, body) in enumerate(members):
            made = _damaged(body, dice, seeds) if index == chosen else body
            archive.writestr(zipfile.ZipInfo(name), made)
    return buffer.getvalue()


def _in_compound(content: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Damage a stream of a compound file, and write the file again so that its chains are whole."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        streams = {
            "/".join(path): container.openstream(path).read() for path in container.listdir()
        }
    chosen = dice.choice(sorted(streams))
    return compound(streams | {chosen: _damaged(streams[chosen], dice, seeds)})


def _place(content: bytes, dice: random.Random) -> int:
    return dice.randint(0, len(content))


def _piece(content: bytes, dice: random.Random) -> bytes:
    start = _place(content, dice)
    return content[start : start + dice.choice((4, 64, 1024))]


def _flip(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _number in range(dice.choice((1, 8, 64))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    return content[: _place(content, dice)]


def _drop(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    start = _place(content, dice)
    return content[:start] + content[start + dice.choice((1, 16, 512)) :]


def _insert(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    place = _place(content, dice)
    return content[:place] + dice.choice(_WORDS) + content[place:]


def _repeat(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    """Say one thing over and over: nesting, long lines, long names."""
    place = _place(content, dice)
    word = dice.choice(_WORDS) if dice.random() < 0.7 else _piece(content, dice)[:64]
    times = dice.randint(2, max(_LONGEST_RUN // max(len(word), 1), 3))
    blank = dice.choice((b"", b" ", b"\n"))
    return content[:place] + (word + blank) * times + content[place:]


def _move(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    place = _place(content, dice)
    return content[:place] + _piece(content, dice) + content[place:]


def _splice(content: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    other = dice.choice(seeds)
    return content[: _place(content, dice)] + other[_place(other, dice) :]


def _number(content: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    """Change a digit: lengths, counts, offsets, years."""
    digits = [index for index, byte in enumerate(content[:50_000]) if 48 <= byte <= 57]
    if not digits:
        return content
    place = dice.choice(digits)
    value = dice.choice((b"0", b"-1", b"9", b"4294967296", b"99999999999999999999"))
    return content[:place] + value + content[place + 1 :]


_DAMAGES: Final[tuple[Damage, ...]] = (
    _flip,
    _cut,
    _drop,
    _insert,
    _insert,
    _repeat,
    _move,
    _splice,
    _number,
)
