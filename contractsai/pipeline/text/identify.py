"""What a file is, told by its content: names and declared types are not to be trusted."""

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contractsai.pipeline.text.plain import decode
from contractsai.pipeline.text.reading import failed, unsupported


class Media(StrEnum):
    """The media types that can be read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    MAIL = "message/rfc822"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read: its media type and why."""

    media_type: str | None
    error: Exception


_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
_OTHER_SIGNATURES: Final = (
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "application/octet-stream"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-dosexec"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"%!PS", "application/postscript"),
)
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"\xff\xd8\xff", Media.JPEG),
    (b"II*\x00", Media.TIFF),
    (b"MM\x00*", Media.TIFF),
)
_BINARY_LETTERS: Final = frozenset({b"BM", b"MZ"})  # also the beginning of honest words

_PDF_WITHIN: Final = 1024  # bytes; the PDF reference lets junk come first
_HEAD: Final = 4096
_PDF: Final = re.compile(rb"%PDF-\d")
_MARKUP: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>|<!--|<!doctype\s+html|<html\b)", re.IGNORECASE
)
_HTML: Final = re.compile(r"<(?:html|body|!doctype\s+html)\b", re.IGNORECASE)
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?")
_MAIL_HEADERS: Final = frozenset(
    {"from", "to", "subject", "date", "message-id", "mime-version", "received", "return-path"}
)


def identify(content: bytes, *, max_bytes: int) -> Media | Refused:
    """Return the medium of *content*, or why it is not read."""
    if not content.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return Refused(None, failed("empty"))
    if len(content) > max_bytes:
        return Refused(None, failed("too_large"))
    if _PDF.search(content, 0, _PDF_WITHIN):
        return Media.PDF
    if content.startswith(_ZIP):
        return _identify_zip(content)
    picture = next((media for start, media in _PICTURES if content.startswith(start)), None)
    return picture or _refused_by_signature(content) or _identify_text(content)


def _refused_by_signature(content: bytes) -> Refused | None:
    if content.startswith(_OLE):
        reason = failed("encrypted") if _ENCRYPTED_OFFICE in content else unsupported()
        return Refused("application/x-ole-storage", reason)
    for signature, media_type in _OTHER_SIGNATURES:
        if content.startswith(signature) and not _may_be_prose(signature, content):
            return Refused(media_type, unsupported())
    return None


def _may_be_prose(signature: bytes, content: bytes) -> bool:
    return signature in _BINARY_LETTERS and b"\x00" not in content[:_HEAD]


def _identify_zip(content: bytes) -> Media | Refused:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # A cut container still shows its first members, and a Word file these.
        is_office = b"[Content_Types].xml" in content[:_HEAD] or b"word/" in content
        media_type = Media.DOCX if is_office else "application/zip"
        return Refused(media_type, failed("corrupt"))
    if any(name.startswith("word/document") for name in names):
        return Media.DOCX
    return Refused("application/zip", unsupported())


def _identify_text(content: bytes) -> Media | Refused:
    head = decode(content[:_HEAD])
    if head is None:
        return Refused("application/octet-stream", unsupported())
    if _MARKUP.match(head):
        return Media.HTML if _HTML.search(head) else Refused("text/xml", unsupported())
    if _HTML.search(head) and head.lstrip().startswith("<"):
        return Media.HTML
    return Media.MAIL if _starts_with_mail_headers(head) else Media.TEXT


def _starts_with_mail_headers(head: str) -> bool:
    seen = set()
    for line in head.splitlines():
        if not line or not (line[0] in " \t" or _HEADER.match(line)):
            break
        seen.add(line.partition(":")[0].lower())
    return len(seen & _MAIL_HEADERS) >= 2 and bool(seen & {"from", "received", "return-path"})  # noqa: PLR2004 - one such line opens many a memo
