"""What a file is, told by its content: names and declared types are not to be trusted."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contractsai.pipeline.text import identify_container, identify_mail
from contractsai.pipeline.text.plain import decode
from contractsai.pipeline.text.reading import failed, unsupported


class Media(StrEnum):
    """The media types that can be read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    FLAT_OPC = "application/vnd.ms-word.flat-opc+xml"
    WORD_2003 = "application/vnd.ms-word.2003+xml"
    ODT = "application/vnd.oasis.opendocument.text"
    FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
    RTF = "application/rtf"
    HTML = "text/html"
    MHTML = "multipart/related"
    MAIL = "message/rfc822"
    OUTLOOK = "application/vnd.ms-outlook"
    MBOX = "application/mbox"
    ZIP = "application/zip"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read: its media type and why."""

    media_type: str | None
    error: Exception


_OTHER_SIGNATURES: Final = (
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "application/octet-stream"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
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
_RTF: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{\\u?rtf")
_MARKUP: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>|<!--|<!doctype\s+html|<html\b)", re.IGNORECASE
)
_HTML: Final = re.compile(r"<(?:html|body|!doctype\s+html)\b", re.IGNORECASE)
# Roots of documents in one file of XML, whatever prefix they chose.
_ROOTS: Final = (
    (re.compile(r"<[\w.-]{0,40}:?package\b[^>]{0,500}xmlPackage"), Media.FLAT_OPC),
    (re.compile(r"<[\w.-]{0,40}:?wordDocument\b"), Media.WORD_2003),
    (
        re.compile(r"<office:document\b[^>]{0,4000}opendocument\.text"),
        Media.FLAT_ODT,
    ),
)


def identify(content: bytes, *, max_bytes: int) -> Media | Refused:
    """Return the medium of *content*, or why it is not read."""
    if not content.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return Refused(None, failed("empty"))
    if len(content) > max_bytes:
        return Refused(None, failed("too_large"))
    if _PDF.search(content, 0, _PDF_WITHIN):
        return Media.PDF
    if _RTF.match(content):
        return Media.RTF
    return (
        _identify_container(content)
        or _picture(content)
        or _refused_by_signature(content)
        or _identify_mail(content)
        or _identify_text(content)
    )


def _picture(content: bytes) -> Media | None:
    return next((media for start, media in _PICTURES if content.startswith(start)), None)


def _identify_container(content: bytes) -> Media | Refused | None:
    if content.startswith(identify_container.ZIP):
        kind, reason = identify_container.zip_kind(content)
    elif content.startswith(identify_container.OLE):
        kind, reason = identify_container.ole_kind(content)
    else:
        return None
    if reason == "unsupported":
        return Refused(kind, unsupported())
    return Media(kind) if reason is None else Refused(kind, failed(reason))


def _refused_by_signature(content: bytes) -> Refused | None:
    for signature, media_type in _OTHER_SIGNATURES:
        if content.startswith(signature) and not _may_be_prose(signature, content):
            return Refused(media_type, unsupported())
    return None


def _may_be_prose(signature: bytes, content: bytes) -> bool:
    return signature in _BINARY_LETTERS and b"\x00" not in content[:_HEAD]


def _identify_mail(content: bytes) -> Media | None:
    if identify_mail.is_mbox(content):
        return Media.MBOX
    head = decode(content[: identify_mail.HEAD])
    if head is None:
        return None
    if identify_mail.is_page(head):
        return Media.MHTML
    return Media.MAIL if identify_mail.is_mail(head) else None


def _identify_text(content: bytes) -> Media | Refused:
    head = decode(content[:_HEAD])
    if head is None:
        return Refused("application/octet-stream", unsupported())
    if head.lstrip().startswith("<"):
        root = next((media for pattern, media in _ROOTS if pattern.search(head)), None)
        if root is not None:
            return root
        if _HTML.search(head):
            return Media.HTML
        if _MARKUP.match(head):
            return Refused("text/xml", unsupported())
    return Media.TEXT
